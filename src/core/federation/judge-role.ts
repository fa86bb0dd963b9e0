import { applyPatch } from './apply-patch.ts';
import { type Scope, scopes } from './candidate-tokens.ts';
import { findFaults } from './find-faults.ts';
import type { Finding } from './finding.ts';
import { judge, type Verdict, type Witness } from './judge.ts';
import type { OwnSubjects } from './own-subjects.ts';
import type { TrustPolicy } from './trust-policy.ts';
import type { Catalogue } from './trusted-providers.ts';
import { guardrailGaps } from './write-time-guardrail.ts';

/** Everything lastkey has to say about who can assume a role. */
export interface RoleJudgement {
  readonly verdict: Verdict;
  readonly scope: Scope;
  /** Issuers without `https://`, each once. */
  readonly providers: readonly string[];
  readonly findings: readonly Finding[];
  readonly witness: Witness | null;
  /** Whether IAM would refuse to save this policy today. */
  readonly wouldBeRefusedOnSave: boolean;
}

export interface JudgeOptions {
  readonly own?: OwnSubjects;
  /** Provider names (issuer without `https://`) of the account, where they are known. */
  readonly existingProviders?: readonly string[];
}

/**
 * Drops a change that would let in more than the policy does now. What is broken may open up to the
 * tenant it names, never to the world.
 */
const withoutWidening = (
  finding: Finding,
  policy: TrustPolicy,
  scope: Scope,
  scopeAfter: (changed: TrustPolicy) => Scope,
): Finding => {
  const { description, patch } = finding.fix;
  if (patch.length === 0 || scope === 'world') return finding;
  const changed = applyPatch(policy, patch);
  const widest = scope === 'none' ? 'tenant' : scope;
  const isNarrow =
    changed !== undefined && scopes.indexOf(scopeAfter(changed)) <= scopes.indexOf(widest);
  return isNarrow ? finding : { ...finding, fix: { description, patch: [] } };
};

/** Verdict, witness and findings for one trust policy. */
export const judgeRole = (
  policy: TrustPolicy,
  catalogue: Catalogue,
  { own, existingProviders }: JudgeOptions = {},
): RoleJudgement => {
  const { verdict, scope, witness, trusted, exploration } = judge(policy, catalogue, own);
  const findings = findFaults({
    policy,
    trusted,
    exploration,
    verdict,
    scope,
    witness,
    ...(existingProviders === undefined ? {} : { existingProviders }),
  });
  return {
    verdict,
    scope,
    providers: [...new Set(trusted.map(({ provider }) => provider))],
    findings:
      verdict === 'not-federated'
        ? []
        : findings.map((finding) =>
            withoutWidening(
              finding,
              policy,
              scope,
              (changed) => judge(changed, catalogue, own).scope,
            ),
          ),
    witness,
    wouldBeRefusedOnSave: guardrailGaps(trusted).length > 0,
  };
};
