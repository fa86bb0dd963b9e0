import type { AccessKeyCreated, Change, FederatedLogin } from '../../core/events/change.ts';
import { describeCaller } from '../../core/events/describe-caller.ts';
import { watchedEvents } from '../../core/events/watched-events.ts';
import { nameOfArn } from '../../core/model/ids.ts';
import type { ReplayedMessage } from './decide-changes.ts';
import type { ReadChanges } from './read-changes.ts';
import { table } from './table.ts';

/** Lists longer than this are cut; `--json` has everything. */
const mostRows = 20;

/** What a person wants to know about a set of logs, in at most 100 columns. */
export const summary = (read: ReadChanges, messages: readonly ReplayedMessage[]): string =>
  [
    overview(read),
    section('Watched events', eventCounts(read.changes)),
    section('New access keys', newKeys(read.changes)),
    section('Logins with a token', logins(read.changes)),
    section('Messages that would be sent', messages.map(messageRow)),
    section(
      'Unreadable',
      read.unreadable.map(({ where }) => [tail(where)]),
      (index) => [`  ${read.unreadable[index]?.why ?? ''}`],
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');

const overview = (read: ReadChanges): string => {
  const { period, accounts } = read;
  const repeated = read.duplicates === 0 ? '' : `, ${read.duplicates} of them duplicates`;
  return table([
    ['Read', `${count(read.records, 'record')} in ${count(read.files, 'file')}${repeated}`],
    ...(period === undefined ? [] : [['Period', `${minute(period.from)} to ${minute(period.to)}`]]),
    ...(accounts.length === 0 ? [] : [['Accounts', accountList(accounts)]]),
    ...(read.changes.length === 0 ? [['Found', 'no event that lastkey watches']] : []),
  ]);
};

const accountList = (accounts: readonly string[]): string => {
  const shown = accounts.slice(0, 5).join(', ');
  return accounts.length > 5 ? `${accounts.length}: ${shown}, …` : shown;
};

/** @param below a second line for a row, when there is one */
const section = (
  title: string,
  rows: readonly (readonly string[])[],
  below?: (index: number) => readonly string[],
): string => {
  if (rows.length === 0) return '';
  const shown = rows
    .slice(0, mostRows)
    .flatMap((row, index) => (below === undefined ? [row] : [row, below(index)]));
  const more = rows.length - mostRows;
  const cut = more > 0 ? `  … and ${more} more; --json has all of them\n` : '';
  return `${title}\n${table(shown)}${cut}`;
};

/** The end of a place says most: the file, and the record in it. */
const tail = (where: string): string => (where.length > 98 ? `…${where.slice(-97)}` : where);

const eventCounts = (changes: readonly Change[]): readonly (readonly string[])[] =>
  Object.keys(watchedEvents).flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    if (ofKind.length === 0) return [];
    const failed = ofKind.filter(({ outcome }) => outcome === 'failed').length;
    return [
      [
        kind,
        `${ofKind.length - failed} succeeded`,
        failed === 0 ? '' : `${failed} failed: ${errorCodes(ofKind)}`,
      ],
    ];
  });

const errorCodes = (changes: readonly Change[]): string =>
  [...new Set(changes.flatMap(({ errorCode }) => errorCode ?? []))].join(', ');

const newKeys = (changes: readonly Change[]): readonly (readonly string[])[] =>
  changes
    .filter(
      (change): change is AccessKeyCreated =>
        change.kind === 'CreateAccessKey' && change.outcome === 'succeeded',
    )
    .map((change) => [
      minute(change.time),
      change.accountId,
      change.userName ?? 'unknown',
      change.accessKeyId ?? 'unknown',
      `by ${describeCaller(change.by)}`,
    ]);

/** One row for each role, provider and subject; the most frequent first. */
const logins = (changes: readonly Change[]): readonly (readonly string[])[] => {
  const uses = new Map<string, FederatedLogin[]>();
  for (const change of changes) {
    if (change.kind !== 'AssumeRoleWithWebIdentity') continue;
    const name = [change.roleArn, change.identityProvider, change.subject].join('\n');
    uses.set(name, [...(uses.get(name) ?? []), change]);
  }
  return [...uses.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const denied = all.filter(({ outcome }) => outcome === 'failed').length;
      return [
        [
          first.accountId,
          first.roleArn === undefined ? 'a role not logged' : nameOfArn(first.roleArn),
          first.subject ?? 'a subject not logged',
          `${all.length - denied} allowed`,
          denied === 0 ? '' : `${denied} denied`,
        ],
      ];
    });
};

const messageRow = ({ keyCase, position, message }: ReplayedMessage): readonly string[] => [
  position === 'parent' ? (keyCase.owners[0]?.contact ?? '') : 'in the thread',
  message.text.replaceAll(/\s+/g, ' '),
];

const count = (n: number, what: string): string =>
  `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

/** `2026-11-23 09:41Z` */
const minute = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}Z`;
