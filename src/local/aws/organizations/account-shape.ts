import type { MemberAccountState } from '../organization-state.ts';
import type { Output } from '../output.ts';

/** `State` and no `Status`: AWS retired the latter on 9 September 2026. */
export const accountShape = (account: MemberAccountState, organizationId: string): Output => ({
  Id: account.accountId,
  Arn: account.arn,
  Email: account.email,
  Name: account.name,
  State: account.state,
  Paths: [`${[organizationId, ...account.units, account.accountId].join('/')}/`],
  JoinedMethod: 'CREATED',
  JoinedTimestamp: new Date(account.joinedAt),
});
