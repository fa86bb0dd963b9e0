import { judge } from '../judge.ts';
import { trustedProviders } from '../trusted-providers.ts';
import { guardrailGaps } from '../write-time-guardrail.ts';
import type { LoginDiagnosis } from './diagnosis.ts';
import { keysOf } from './explain-tests.ts';
import type { NearestStatement } from './nearest-statement.ts';
import { proposePatches } from './propose-patch.ts';
import { provePatch } from './prove-patch.ts';
import type { Refusal } from './refusal.ts';
import { sameTenant } from './same-tenant.ts';
import { chosenOnPurpose, isPinnedWorkload } from './subject-difference.ts';

/** Why no change is proposed, or the proven change. */
export const remedy = (
  refusal: Refusal,
  { statement, failed, undecided }: NearestStatement,
): Pick<LoginDiagnosis, 'advice' | 'patch'> => {
  const { policy, token, catalogue, own } = refusal;
  const nothing = (why: string) => ({ advice: `No change is proposed: ${why}.`, patch: [] });
  if (undecided.length > 0) {
    const keys = keysOf(undecided).join(', ') || 'what AWS does not document';
    return nothing(`the statement also depends on ${keys}, which CloudTrail does not log`);
  }
  if (statement.faults.length > 0 || policy.duplicateKeys.length > 0) {
    return nothing('the policy repeats a key or has parts that IAM does not document');
  }
  const kinship = sameTenant(statement, policy.version, token, own);
  if (kinship !== 'same') {
    return nothing(
      kinship === 'other'
        ? 'this login comes from another tenant than the one that the statement names. If it is yours (renamed, transferred), list it in federation.subjects of lastkey.yaml; else somebody is trying the door'
        : 'it cannot be told whether this login comes from the tenant that the statement means',
    );
  }
  const chosen = chosenOnPurpose(failed, token);
  if (chosen !== undefined) {
    return nothing(`${chosen} is one of a few values, and the policy names another on purpose`);
  }
  const { exploration } = judge(policy, catalogue, own);
  const isClosed = !exploration.accepted.some(
    ({ trusted }) => trusted.statement.index === statement.index,
  );
  let why = '';
  for (const proposal of proposePatches(policy, statement, failed, token, isClosed)) {
    if (proposal.kind === 'none') {
      why ||= proposal.why;
      continue;
    }
    const proof = provePatch(policy, proposal.after, token, catalogue, own);
    if (proof.status === 'proven') {
      const isRefused = guardrailGaps(trustedProviders(proposal.after, catalogue, own)).length > 0;
      const change = isPinnedWorkload(failed, token)
        ? 'The change below lets in this workload and nobody else.'
        : 'Nothing says that this workload was meant to have the role. If it should, the change below lets it in and nobody else.';
      const save = isRefused
        ? ' IAM refuses to save it as long as a statement does not test its tenant with a plain StringEquals or StringLike, so repair that too.'
        : '';
      return { advice: `${change}${save}`, patch: proposal.patch };
    }
    why ||= proof.why;
  }
  return nothing(why);
};
