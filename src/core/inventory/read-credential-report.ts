import type { AccountId } from '../model/ids.ts';
import { accountOfArn, nameOfArn } from '../model/ids.ts';
import { addDays, type Instant } from '../model/instant.ts';
import type { InventoryKey, InventoryUser } from './account-inventory.ts';
import { type Cell, type ReportOrigin, readBoolean, readDate, readSignIn } from './report-cells.ts';
import { type ReportColumns, reportColumns } from './report-columns.ts';
import { readKeySlot } from './report-key-slot.ts';
import { countKeys, otherCredentials } from './report-other-credentials.ts';

/** Who the root user is in a report. */
export const rootUserName = '<root_account>';

/**
 * Whether a name can be one of IAM's: `<root_account>` is none, nor is the stand-in for a row without.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
export const isIamUserName = (name: string): boolean => /^[\w+=,.@-]{1,128}$/.test(name);

/** Users and keys as one credential report has them. Its keys have no ids: see `joinKeys`. */
export interface CredentialReport {
  readonly users: readonly InventoryUser[];
  readonly keys: readonly InventoryKey[];
  /** `false`: nothing is known of the root user's keys. */
  readonly hasRootRow: boolean;
  /** In words, with the user and the column. */
  readonly oddities: readonly string[];
}

/**
 * Reads a credential report that was split into rows, header first. Columns go by name, so reports
 * with fewer or more of them read as well; what a report does not say is unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 *
 * @param rows cells as text, without quotes
 * @param origin.at when AWS made the report (`GeneratedTime`)
 * @throws InputError when the rows are no credential report
 */
export const readCredentialReport = (
  rows: readonly (readonly string[])[],
  origin: { readonly accountId: AccountId; readonly at: Instant; readonly source?: string },
): CredentialReport => {
  const columns = reportColumns(rows[0]);
  const oddities = columnOddities(columns);
  const told = { source: 'GetCredentialReport', ...origin, latest: addDays(origin.at, 1) };
  const seen = new Set<string>();
  const users: InventoryUser[] = [];
  const keys: InventoryKey[] = [];
  const foreign = new Map<string, string[]>();
  rows.slice(1).forEach((row, index) => {
    if (row.every((cell) => cell.trim() === '')) return;
    const read = readRow(row, index + 2, columns, told);
    if (read.foreignAccount !== undefined) {
      const rowsOf = foreign.get(read.foreignAccount) ?? [];
      rowsOf.push(`${read.user.userName}: ${read.user.arn}`);
      foreign.set(read.foreignAccount, rowsOf);
    }
    if (seen.has(read.user.userName)) {
      read.oddities.unshift(`${read.user.userName}: the report has more than one row of this name`);
    }
    seen.add(read.user.userName);
    users.push(read.user);
    keys.push(...read.keys);
    oddities.push(...read.oddities);
  });
  oddities.unshift(...foreignRows(foreign, origin.accountId));
  const hasRootRow = seen.has(rootUserName);
  if (!hasRootRow) oddities.push(`the report has no row for ${rootUserName}: its keys are unknown`);
  return { users, keys, hasRootRow, oddities };
};

interface ReadRow {
  readonly user: InventoryUser;
  readonly keys: readonly InventoryKey[];
  readonly oddities: string[];
  /** The account that the ARN of the row names, where it is another one. */
  readonly foreignAccount?: string;
}

/** Said once for each account: a report in the wrong place has as many such rows as users. */
const foreignRows = (
  foreign: ReadonlyMap<string, readonly string[]>,
  accountId: AccountId,
): readonly string[] =>
  [...foreign].map(([account, named]) =>
    named.length === 1
      ? `${named[0]} is not of account ${accountId}`
      : `${named.length} rows are of account ${account}, not of ${accountId}: this may be the report of another account`,
  );

const readRow = (
  row: readonly string[],
  line: number,
  columns: ReportColumns,
  origin: ReportOrigin & { readonly accountId: AccountId },
): ReadRow => {
  const oddities: string[] = [];
  const textOf = (column: string): string | undefined => {
    const place = columns.placeOf(column);
    return place === undefined ? undefined : row[place]?.trim();
  };
  const arn = textOf('arn') ?? '';
  const userName = textOf('user') || nameOfArn(arn) || `row ${line}`;
  const odd = (what: string) => oddities.push(`${userName}: ${what}`);
  const cell = (column: string): Cell => ({
    column,
    text: textOf(column),
    odd: (what) => odd(`${column}: ${what}`),
  });

  if (!textOf('user')) odd(`row ${line} has no user name`);
  if (row.length !== columns.width) {
    odd(`row ${line} has ${row.length} cells, expected ${columns.width} as in the header`);
  }

  const slots = columns.slots.map((slot) => readKeySlot(slot, cell, userName, origin));
  const createdAt = readDate(cell('user_creation_time'), origin);
  const account = accountOfArn(arn);
  return {
    ...(account === undefined || account === origin.accountId ? {} : { foreignAccount: account }),
    user: {
      userName,
      arn,
      createdAt: presentDate(createdAt, origin.source),
      hasConsolePassword: readBoolean(cell('password_enabled'), origin),
      passwordLastUsedAt: readSignIn(cell('password_last_used'), origin),
      mfaActive: readBoolean(cell('mfa_active'), origin),
      keyCount: countKeys(slots, cell('additional_credentials_info'), origin),
      otherCredentials: otherCredentials(cell, origin),
    },
    keys: slots.flatMap((slot) => (slot.kind === 'key' ? [slot.key] : [])),
    oddities,
  };
};

/** A user always has a creation date: `N/A` there says that it is not known. */
const presentDate = (
  date: ReturnType<typeof readDate>,
  source: string,
): InventoryUser['createdAt'] => {
  if (!date.known) return date;
  if (date.value !== null) return { ...date, value: date.value };
  return { known: false, reason: 'user_creation_time is N/A', retry: 'no', source };
};

const columnOddities = (columns: ReportColumns): string[] =>
  columns.slots
    .filter(({ active }) => columns.placeOf(active) === undefined)
    .map(
      ({ active }) =>
        `the report has no column ${active}: whether users have a key there is unknown`,
    );
