import type { OidcProviderChange, TrustChange } from '../events/change.ts';
import type { JudgedTrust } from '../federation/judge-trust.ts';
import { recordedEntry } from './ledger-entries.ts';
import type { Json, LedgerEntry } from './ledger-entry.ts';

/** A role that a change concerns, with the verdicts around it. */
export interface JudgedRole {
  readonly roleArn: string;
  /** `null`: the role is new, or was never judged. */
  readonly before: JudgedTrust | null;
  readonly after: JudgedTrust;
  readonly isWorse: boolean;
}

/** An entry has to fit into a DynamoDB item; the cases hold every role. */
const mostRoles = 200;

const verdictOf = (judged: JudgedTrust | null): Json =>
  judged === null
    ? null
    : {
        verdict: judged.verdict,
        scope: judged.scope,
        policyDigest: judged.digest,
        missingProviders: [...judged.missingProviders],
        findings: judged.findings.map(({ id }) => id),
      };

/** Who changed what, and how every role that it concerns was judged before and after. */
export const trustEntry = (
  change: TrustChange | OidcProviderChange,
  subject: string,
  roles: readonly JudgedRole[],
  unknowns: readonly string[],
): LedgerEntry => {
  const entry = recordedEntry(change, 'federation-changed', subject);
  return {
    ...entry,
    body: {
      ...(entry.body as { readonly [name: string]: Json }),
      roleCount: roles.length,
      roles: roles.slice(0, mostRoles).map(({ roleArn, before, after, isWorse }) => ({
        roleArn,
        before: verdictOf(before),
        after: verdictOf(after),
        isWorse,
      })),
      unknowns: [...unknowns],
    },
  };
};
