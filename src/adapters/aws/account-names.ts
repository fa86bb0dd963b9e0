import { DescribeAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AccountId } from '../../core/model/ids.ts';
import type { AccountNames } from '../../flows/ports.ts';
import { failureFrom, isNamed, mayRetry } from './aws-failure.ts';

/**
 * Account names from AWS Organizations, kept for the life of the function. Needs the management
 * account or a delegated administrator; where that is refused, the id stands for the name.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html
 */
export const accountNames = (): AccountNames => {
  const organizations = new OrganizationsClient({ maxAttempts: 3 });
  const names = new Map<AccountId, string>();
  return {
    nameOf: async (accountId) => {
      const held = names.get(accountId);
      if (held !== undefined) return held;
      try {
        const { Account: account } = await organizations.send(
          new DescribeAccountCommand({ AccountId: accountId }),
        );
        const name = account?.Name ?? accountId;
        names.set(accountId, name);
        return name;
      } catch (error) {
        if (isNamed(error, 'AccountNotFound') || mayRetry(error) === 'no') return accountId;
        throw failureFrom(error, `DescribeAccount ${accountId}`);
      }
    },
  };
};
