import { LastkeyError } from '../../core/model/errors.ts';
import { parseAccountId } from '../../core/model/ids.ts';
import type { ListedAccount, OrganizationListing } from '../../flows/sweep-ports.ts';
import { failureFrom } from './aws-failure.ts';
import { organizationsEndpoint } from './organizations-endpoint.ts';
import { signedJsonCall } from './signed-json-call.ts';

/**
 * The organization's accounts, for the management account or a delegated administrator. A page may be
 * empty and not be the last. `State` is what counts; `Status`, which AWS retired in September 2026,
 * is read where an older endpoint still answers with it alone.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export const organizationAccounts = (
  partition: string,
  call: typeof signedJsonCall = signedJsonCall,
): OrganizationListing => ({
  all: async () => {
    const accounts: ListedAccount[] = [];
    let token: unknown;
    do {
      const page = await readPage(partition, token, call);
      const listed = page['Accounts'];
      if (!Array.isArray(listed)) throw unexpected('an answer without Accounts');
      accounts.push(...listed.map(accountFrom));
      token = page['NextToken'];
    } while (typeof token === 'string' && token !== '');
    return accounts;
  },
});

const readPage = async (partition: string, token: unknown, call: typeof signedJsonCall) => {
  try {
    return await call(
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

const accountFrom = (account: Readonly<Record<string, unknown>>): ListedAccount => {
  const { Id, Name, State, Status, Paths } = account;
  const accountId = parseAccountId(Id);
  const state = State ?? Status;
  if (accountId === undefined) throw unexpected(`an account with the id ${String(Id)}`);
  if (typeof state !== 'string') throw unexpected(`account ${accountId} without State or Status`);
  return {
    accountId,
    name: typeof Name === 'string' ? Name : accountId,
    isActive: state === 'ACTIVE',
    state,
    ous: unitsIn(Paths),
  };
};

/**
 * `o-…/r-…/ou-…/ou-…/<account>/`, from the root down, as in `aws:PrincipalOrgPaths`. An account has
 * one place; an answer without a path does not say where that is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html
 */
const unitsIn = (paths: unknown): readonly string[] | undefined => {
  const path: unknown = Array.isArray(paths) ? paths[0] : undefined;
  if (typeof path !== 'string') return undefined;
  const units = path.split('/').filter((part) => /^(r|ou)-[0-9a-z-]+$/.test(part));
  return units.length === 0 ? undefined : units.reverse();
};

const unexpected = (what: string): LastkeyError =>
  new LastkeyError(
    'accounts-unreadable',
    `ListAccounts answered with ${what}, so it is not known which accounts there are. Expected Id and State of each. Nothing was watched; upgrade lastkey if AWS has changed the answer.`,
    { retry: 'no' },
  );
