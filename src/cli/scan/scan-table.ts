import { severities } from '../../core/federation/finding.ts';
import { table } from '../replay/table.ts';
import { missingFiles } from './missing-files.ts';
import { nextStep } from './next-step.ts';
import type { ScanDocument, ScanKey } from './scan-document.ts';
import {
  accountText,
  ageText,
  isVague,
  lastUseText,
  plural,
  printable,
  shortened,
  verdictText,
  wrapped,
} from './words.ts';

/** More keys than this are counted by account; the gravest are listed all the same. */
const mostRows = 50;

/** The result for people, in at most 100 columns. */
export const scanTable = (document: ScanDocument): string =>
  [
    overview(document),
    document.keys.length > mostRows ? byAccount(document) : everyKey(document),
    serviceCredentials(document),
    coverage(document),
    notes(document),
    missingFiles(document),
    calls(document),
  ]
    .filter((part) => part !== '')
    .join('\n');

const overview = ({ summary, keys, partial }: ScanDocument): string => {
  const { accounts, bySeverity, rootKeys, besidePassword, neverUsed } = summary;
  const grave = [...severities]
    .reverse()
    .filter((severity) => severity !== 'Informational' && bySeverity[severity] > 0)
    .map((severity) => `${bySeverity[severity]} ${severity.toLowerCase()}`);
  const others = keys.length - summary.active;
  const facts = [
    rootKeys === 'unknown' || rootKeys === 0 ? '' : plural(rootKeys, 'root key'),
    neverUsed > 0 ? `${neverUsed} never used` : '',
    besidePassword > 0 ? `${besidePassword} beside a console password` : '',
  ].filter((text) => text !== '');
  return table([
    [
      'Keys',
      `${plural(keys.length, 'key')} in ${plural(accounts.read, 'account')}, ${summary.active} active${others > 0 ? `, ${others} not` : ''}`,
    ],
    [
      'Found',
      grave.length === 0
        ? partial
          ? 'nothing, in what could be read'
          : 'nothing to do'
        : `${grave.join(', ')}`,
    ],
    ...(facts.length === 0 ? [] : [['Among them', facts.join(', ')]]),
  ]);
};

const heading = ['USER', 'KEY', 'AGE', 'LAST USE', 'VERDICT', 'NEXT STEP'];

const row = (key: ScanKey, { at }: ScanDocument): readonly string[] => [
  key.userName,
  key.accessKeyId,
  ageText(key.createdAt, at).replace(' ', ''),
  shortUse(key, at),
  verdictText(key),
  shortStep(key),
];

/** `3d, s3`, cut to its column. */
const shortUse = (key: ScanKey, at: ScanDocument['at']): string =>
  shortened(lastUseText(key, at).replace(' ago', '').replace(' ', ''), 14);

const shortStep = (key: ScanKey): string => nextStep(key.verdict.reasons, isVague(key)).short;

const widest = 100;

/** Names give way to the columns that must not be cut, above all the id of the key. */
const fitted = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const rest = heading
    .slice(1)
    .map((_, column) => 2 + Math.max(...rows.map((cells) => cells[column + 1]?.length ?? 0)))
    .reduce((sum, width) => sum + width, 2);
  const room = Math.max(8, widest - rest);
  return rows.map(([name = '', ...cells]) => [shortened(name, room), ...cells]);
};

const everyKey = (document: ScanDocument): string =>
  listed(
    document.keys,
    document.accounts.filter(({ coverage }) => coverage === 'read'),
    document,
  );

/** One table, so that columns align, cut by the names of the accounts. */
const listed = (
  keys: readonly ScanKey[],
  accounts: ScanDocument['accounts'],
  document: ScanDocument,
): string => {
  const groups = accounts
    .map((account) => ({
      account,
      keys: keys.filter(({ accountId }) => accountId === account.accountId),
    }))
    .filter((group) => group.keys.length > 0);
  if (groups.length === 0) return '';
  const [head = '', ...lines] = table(
    fitted([heading, ...groups.flatMap((group) => group.keys.map((key) => row(key, document)))]),
  ).split('\n');
  let from = 0;
  const parts = groups.map(({ account, keys: own }) => {
    const part = lines.slice(from, from + own.length);
    from += own.length;
    return [shortened(printable(accountText(account)), widest), ...part].join('\n');
  });
  return `${head}\n${parts.join('\n')}\n`;
};

const byAccount = (document: ScanDocument): string => {
  const grave = document.keys.filter(({ verdict }) =>
    ['Critical', 'High'].includes(verdict.severity),
  );
  const shown = grave.slice(0, mostRows);
  const more =
    grave.length > shown.length ? `  … and ${grave.length - shown.length} more like these\n` : '';
  const top =
    shown.length === 0 ? '' : `Gravest\n${listed(shown, document.accounts, document)}${more}\n`;
  return `${top}By account\n${table([
    ['ACCOUNT', 'KEYS', 'ACTIVE', 'UNUSED', 'NEVER USED', 'TOO OLD', 'GRAVEST'],
    ...document.accounts
      .filter(({ keys }) => keys !== 'unknown' && keys > 0)
      .map((account) => countsOf(account, document.keys)),
  ])}  Every key: --format csv, --json, or --format html --out report.html\n`;
};

const countsOf = (
  account: ScanDocument['accounts'][number],
  all: readonly ScanKey[],
): readonly string[] => {
  const keys = all.filter(({ accountId }) => accountId === account.accountId);
  const because = (id: string) =>
    keys.filter(({ verdict }) => verdict.reasons.some((reason) => reason.id === id)).length;
  return [
    accountText(account),
    String(keys.length),
    String(keys.filter(({ status }) => status === 'Active').length),
    String(because('unused')),
    String(because('never-used')),
    String(because('too-old')),
    keys[0]?.verdict.reasons[0]?.id ?? 'nothing found',
  ];
};

const serviceCredentials = (document: ScanDocument): string => {
  const all = document.serviceCredentials;
  if (all.length === 0) return '';
  const shown = all.slice(0, 20);
  const more =
    all.length > shown.length
      ? `  … and ${all.length - shown.length} more; --json has all of them\n`
      : '';
  return `Service-specific credentials: long-lived too, and in no credential report\n${table(
    shown.map(({ accountId, userName, service, id, status, expiresAt }) => [
      accountId,
      userName,
      service,
      id,
      status,
      expiresAt === null ? 'never expires' : `until ${expiresAt.slice(0, 10)}`,
    ]),
  )}${more}`;
};

const coverage = ({ accounts }: ScanDocument): string => {
  const excluded = accounts.filter((account) => account.coverage === 'excluded');
  if (excluded.length === 0) return '';
  return `Left out\n${table(excluded.map((account) => [accountText(account), account.reason ?? '']))}`;
};

/** What several accounts have in common is said once. */
const notes = ({ accounts }: ScanDocument): string => {
  const whose = new Map<string, readonly string[]>();
  for (const { accountId, notes: own } of accounts) {
    for (const note of new Set(own)) whose.set(note, [...(whose.get(note) ?? []), accountId]);
  }
  const all = [...whose].map(
    ([note, ids]) => `${ids.length === 1 ? ids[0] : plural(ids.length, 'account')}: ${note}`,
  );
  if (all.length === 0) return '';
  const more = all.length > 10 ? `  … and ${all.length - 10} more; --json has all of them\n` : '';
  return `Noticed\n${all.slice(0, 10).map(wrapped).join('')}${more}`;
};

/** What was asked of AWS: all of it reads. */
const calls = (document: ScanDocument): string => {
  const entries = Object.entries(document.calls).sort(([one], [other]) => (one < other ? -1 : 1));
  if (entries.length === 0) return '';
  return `Calls to AWS, none of which changes anything\n${table(
    entries.map(([action, count]) => [action, String(count)]),
  )}`;
};
