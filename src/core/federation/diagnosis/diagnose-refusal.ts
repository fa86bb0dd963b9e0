import type { Evaluation, Reason } from '../evaluate.ts';
import type { Statement } from '../trust-policy.ts';
import type { FailedTest, LoginDiagnosis } from './diagnosis.ts';
import { explainConditions, keysOf, oneOfValues, statementName } from './explain-tests.ts';
import { nearestStatement, trustedNames } from './nearest-statement.ts';
import type { Refusal } from './refusal.ts';
import { remedy } from './remedy.ts';

const failedTests = (reasons: readonly Reason[]): readonly FailedTest[] =>
  reasons.map(({ key, operator, wanted, got }) => ({ key, operator, wanted, got }));

const none = { statement: null, failed: [], patch: [], unknowns: [] } as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const allowedNow = ({ token }: Refusal): LoginDiagnosis => {
  const hasIds = Object.keys(token.values).some((name) => name.endsWith('Id'));
  return {
    ...none,
    cause: 'allowed-now',
    summary:
      'The trust policy lets this login in as it is now: it was changed since, or something else refuses the login.',
    advice: `Try again. If it is refused still, look at resource control policies${hasIds ? ' (one that lists subjects without ids refuses this one)' : ''}, a roles claim in the token, and session tags or a source identity in the token, which need sts:TagSession and sts:SetSourceIdentity.`,
  };
};

const depends = (keys: readonly string[], statement: Statement): LoginDiagnosis => ({
  ...none,
  cause: 'depends',
  statement: statement.index,
  summary: `${capital(statementName(statement))} depends on ${keys.join(', ') || 'what AWS does not document'}, which CloudTrail does not log. Everything that is logged fits.`,
  advice: 'Decode a token of the workload and compare these claims with the trust policy.',
});

const deniedBy = (statement: Statement, evaluation: Evaluation): LoginDiagnosis => {
  const tests = evaluation.reasons.filter(
    (reason) => reason.statement === statement.index && reason.element === 'Condition',
  );
  const because = tests
    .map(({ key, operator, wanted }) => `${operator} ${key} ${oneOfValues(wanted)}`)
    .join(' and ');
  return {
    ...none,
    cause: 'deny',
    statement: statement.index,
    failed: failedTests(tests),
    summary: `${capital(statementName(statement))} denies this login${because === '' ? '' : `: ${because}`}.`,
    advice: 'A Deny is written on purpose, so nothing is proposed. Ask who wrote it.',
  };
};

/** Whether a Deny statement applies for sure. */
const denyThatApplies = ({ policy, evaluation }: Refusal): Statement | undefined =>
  evaluation.decision !== 'ExplicitlyDenied'
    ? undefined
    : policy.statements.find(
        ({ effect, index }) =>
          effect === 'Deny' &&
          evaluation.reasons
            .filter(({ statement, element }) => statement === index && element !== 'Action')
            .every(({ matched }) => matched === true),
      );

const notTrusted = ({ policy, token }: Refusal): LoginDiagnosis => ({
  ...none,
  cause: 'principal',
  summary: `No statement trusts ${token.provider} for this account; the policy trusts ${trustedNames(policy, token).join(', ') || 'no identity provider'}.`,
  advice:
    'If this workload is meant, name its OIDC provider in a statement of its own, with its audience and subject.',
});

const explainActions = (statement: Statement, failed: readonly Reason[]): string => {
  const missing = [
    ...new Set(
      failed.filter(({ element }) => element === 'Action').flatMap(({ got }) => got ?? []),
    ),
  ];
  if (missing.length === 0) return '';
  const because = missing.includes('sts:TagSession')
    ? ' The token carries session tags.'
    : missing.includes('sts:SetSourceIdentity')
      ? ' The token carries a source identity.'
      : '';
  return `${capital(statementName(statement))} does not allow ${missing.join(' and ')}.${because}`;
};

/** Explains an evaluation that did not end in Allowed, or says that it did. */
export const diagnoseRefusal = (refusal: Refusal): LoginDiagnosis => {
  const { policy, evaluation, token } = refusal;
  if (evaluation.decision === 'Allowed') return allowedNow(refusal);
  const deny = denyThatApplies(refusal);
  if (deny !== undefined) return deniedBy(deny, evaluation);
  const nearest = nearestStatement(policy, evaluation, token);
  if (nearest === undefined) return notTrusted(refusal);
  const { statement, failed, undecided } = nearest;
  if (failed.length === 0) {
    const isAllowed = undecided.length === 0;
    const openDeny = policy.statements.find(({ effect }) => effect === 'Deny');
    const decisive = isAllowed && openDeny !== undefined ? openDeny : statement;
    const open = evaluation.reasons.filter(
      (reason) => reason.statement === decisive.index && reason.matched === 'unknown',
    );
    return depends(keysOf(open), decisive);
  }
  const conditions = failed.filter(({ element }) => element === 'Condition');
  const sentences = [
    conditions.length > 0 ? explainConditions(statement, conditions, token) : '',
    explainActions(statement, failed),
  ];
  return {
    cause: conditions.length > 0 ? 'condition' : 'action',
    summary: sentences.filter((each) => each !== '').join(' '),
    statement: statement.index,
    failed: failedTests(failed),
    ...remedy(refusal, nearest),
    unknowns: keysOf(undecided).map((key) => `CloudTrail does not log ${key}.`),
  };
};
