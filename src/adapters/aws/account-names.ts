import type { AccountId } from '../../core/model/ids.ts';
import type { AccountNames } from '../../flows/ports.ts';
import { failureFrom, isNamed, mayRetry } from './aws-failure.ts';
import { organizationsEndpoint } from './organizations-endpoint.ts';
import { signedJsonCall } from './signed-json-call.ts';

/**
 * Account names from AWS Organizations, kept for the life of the function. Needs the management
 * account or a delegated administrator; where that is refused, the id stands for the name.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html
 * @param partition decides the endpoint: Organizations has one for each partition
 */
export const accountNames = (partition: string): AccountNames => {
  const names = new Map<AccountId, string>();
  return {
    nameOf: async (accountId) => {
      const held = names.get(accountId);
      if (held !== undefined) return held;
      try {
        const answer = await signedJsonCall(
          {
            service: 'ORGANIZATIONS',
            signingName: 'organizations',
            target: 'AWSOrganizationsV20161128.DescribeAccount',
            ...organizationsEndpoint(partition),
          },
          { AccountId: accountId },
        );
        const name = (answer['Account'] as { readonly Name?: unknown } | undefined)?.Name;
        const known = typeof name === 'string' ? name : accountId;
        names.set(accountId, known);
        return known;
      } catch (error) {
        if (isNamed(error, 'AccountNotFound') || mayRetry(error) === 'no') return accountId;
        throw failureFrom(error, `DescribeAccount ${accountId}`);
      }
    },
  };
};
