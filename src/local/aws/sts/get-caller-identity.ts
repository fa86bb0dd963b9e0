import type { Action } from '../action.ts';

export const getCallerIdentity: Action = (_input, { caller }) => ({
  UserId: caller.principalId,
  Account: caller.accountId,
  Arn: caller.arn,
});
