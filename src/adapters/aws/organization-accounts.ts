import { LastkeyError } from '../../core/model/errors.ts';
import { parseAccountId } from '../../core/model/ids.ts';
import type { OrganizationAccount, OrganizationAccounts } from '../../flows/ports.ts';
import { failureFrom } from './aws-failure.ts';
import { organizationsEndpoint } from './organizations-endpoint.ts';
import { signedJsonCall } from './signed-json-call.ts';

/**
 * The organization's accounts, for the management account or a delegated administrator. A page may be
 * empty and not be the last. `State` is what counts; `Status`, which AWS retired in September 2026,
 * is read where an older endpoint still answers with it alone.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export const organizationAccounts = (partition: string): OrganizationAccounts => ({
  all: async () => {
    const accounts: OrganizationAccount[] = [];
    let token: unknown;
    do {
      const page = await readPage(partition, token);
      const listed = page['Accounts'];
      if (!Array.isArray(listed)) throw unexpected('an answer without Accounts');
      accounts.push(...listed.map(accountFrom));
      token = page['NextToken'];
    } while (typeof token === 'string' && token !== '');
    return accounts;
  },
});

const readPage = async (partition: string, token: unknown) => {
  try {
    return await signedJsonCall(
      {
        service: 'ORGANIZATIONS',
        signingName: 'organizations',
        target: 'AWSOrganizationsV20161128.ListAccounts',
        ...organizationsEndpoint(partition),
      },
      token === undefined ? {} : { NextToken: token },
    );
  } catch (error) {
    throw failureFrom(error, 'ListAccounts');
  }
};

const accountFrom = (account: Readonly<Record<string, unknown>>): OrganizationAccount => {
  const { Id, Name, State, Status } = account;
  const accountId = parseAccountId(Id);
  const state = State ?? Status;
  if (accountId === undefined) throw unexpected(`an account with the id ${String(Id)}`);
  if (typeof state !== 'string') throw unexpected(`account ${accountId} without State or Status`);
  return {
    accountId,
    name: typeof Name === 'string' ? Name : accountId,
    isActive: state === 'ACTIVE',
  };
};

const unexpected = (what: string): LastkeyError =>
  new LastkeyError(
    'accounts-unreadable',
    `ListAccounts answered with ${what}, so it is not known which accounts there are. Expected Id and State of each. Nothing was watched; upgrade lastkey if AWS has changed the answer.`,
    { retry: 'no' },
  );
