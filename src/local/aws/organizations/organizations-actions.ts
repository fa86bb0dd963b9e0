import type { Action } from '../action.ts';
import { describeAccount } from './describe-account.ts';
import { describeOrganization } from './describe-organization.ts';
import { listAccounts } from './list-accounts.ts';

/**
 * Organizations actions by the name that the wire carries. The caller may be the management account
 * or a delegated administrator; which account is which is not checked.
 */
export const organizationsActions: Readonly<Record<string, Action>> = {
  DescribeAccount: describeAccount,
  DescribeOrganization: describeOrganization,
  ListAccounts: listAccounts,
};
