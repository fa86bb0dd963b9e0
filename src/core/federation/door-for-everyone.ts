import { matchAction } from './match-action.ts';
import type { Statement, TrustPolicy } from './trust-policy.ts';

/** Assumed by AWS principals, without a token. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const withoutToken = 'sts:AssumeRole';

const concerns = ({ action }: Statement): boolean => matchAction(action, withoutToken);

/**
 * Whether every AWS principal on earth may assume the role without any token, beside what the policy
 * says of tokens. `conditional`: conditions or a Deny stand in between, and are not evaluated.
 */
export const doorForEveryone = ({ statements }: TrustPolicy): 'none' | 'conditional' | 'open' => {
  const doors = statements.filter(
    (statement) =>
      statement.effect === 'Allow' &&
      concerns(statement) &&
      (statement.principal.everyone || statement.principal.negated),
  );
  if (doors.length === 0) return 'none';
  const isDenied = statements.some(
    (statement) => statement.effect === 'Deny' && concerns(statement),
  );
  const isOpen = !isDenied && doors.some(({ conditions }) => conditions.length === 0);
  return isOpen ? 'open' : 'conditional';
};
