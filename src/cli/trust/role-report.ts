import type { Finding } from '../../core/federation/finding.ts';
import { judgeRole } from '../../core/federation/judge-role.ts';
import type { TrustPolicy } from '../../core/federation/trust-policy.ts';
import { identityProviders } from '../../core/idps/catalogue.ts';
import type { FoundPolicy } from './read-policies.ts';

/** One role in the JSON output; published contract. */
export interface RoleReport {
  readonly source: string;
  readonly verdict: string;
  readonly scope: string;
  readonly providers: readonly string[];
  readonly findings: readonly Finding[];
  readonly witness: {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly context: Readonly<Record<string, string | readonly string[]>>;
  } | null;
  readonly wouldBeRefusedOnSave: boolean;
}

export const roleReport = ({ source }: FoundPolicy, policy: TrustPolicy): RoleReport => {
  const { witness, ...judgement } = judgeRole(policy, identityProviders);
  return {
    source,
    ...judgement,
    witness: witness === null ? null : { claims: witness.claims, context: witness.context },
  };
};
