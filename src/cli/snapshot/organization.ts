import { join } from 'node:path';
import { isFields } from '../../core/inventory/answer-fields.ts';
import { parseAccountId } from '../../core/model/ids.ts';
import type { ListedAccount } from '../../flows/sweep-ports.ts';
import { badFile, missing, readPages } from './read-file.ts';

const file = 'organization.json';
const expected =
  'the output of aws organizations list-accounts: {"Accounts": [{"Id", "Name", "State"}]}';

/**
 * The organization's accounts in a snapshot, all pages; `null` where it has no list. `State` is what
 * counts; `Status` stands in where an older AWS CLI wrote it alone.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 * @throws InputError when an account has neither: which accounts are in use would be a guess
 */
export const readOrganization = async (
  folder: string,
): Promise<readonly ListedAccount[] | null> => {
  const path = join(folder, file);
  const pages = await readPages(path, expected);
  if (pages === missing) return null;
  const entries = pages.flatMap((page) => {
    if (!isFields(page)) throw badFile(path, `${JSON.stringify(page)}`.slice(0, 80), expected);
    // A list of accounts without its wrapper, as --query Accounts writes it.
    if (page['Accounts'] === undefined && page['Id'] !== undefined) return [page];
    if (!Array.isArray(page['Accounts']))
      throw badFile(path, 'an object without Accounts', expected);
    return page['Accounts'];
  });
  const last = pages.at(-1);
  if (isFields(last) && last['NextToken']) {
    throw badFile(path, 'a page that is not the last (NextToken)', 'the accounts of every page');
  }
  const accounts = new Map(
    entries.map((entry) => {
      const account = accountFrom(path, entry);
      return [account.accountId, account] as const;
    }),
  );
  return [...accounts.values()];
};

const accountFrom = (path: string, entry: unknown): ListedAccount => {
  const { Id, Name, State, Status, Paths } = isFields(entry) ? entry : {};
  const accountId = parseAccountId(Id);
  if (accountId === undefined) {
    throw badFile(path, `an account with the Id ${JSON.stringify(Id)}`, '12 digits in quotes');
  }
  const state = State ?? Status;
  if (typeof state !== 'string' || state === '') {
    throw badFile(
      path,
      `account ${accountId} without State and without Status`,
      'State, or Status from an older AWS CLI: without it nobody knows whether the account is in use',
    );
  }
  return {
    accountId,
    name: typeof Name === 'string' && Name !== '' ? Name : accountId,
    isActive: state === 'ACTIVE',
    state,
    ous: unitsIn(Paths),
  };
};

/** `o-…/r-…/ou-…/<account>/`, from the root down; an older AWS CLI does not tell it. */
const unitsIn = (paths: unknown): readonly string[] | undefined => {
  const path: unknown = Array.isArray(paths) ? paths[0] : undefined;
  if (typeof path !== 'string') return undefined;
  const units = path.split('/').filter((part) => /^(r|ou)-[0-9a-z-]+$/.test(part));
  return units.length === 0 ? undefined : units.reverse();
};
