import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { ownerOf } from '../core/keys/caps.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import { factsOfCase } from '../core/keys/facts-of-case.ts';
import { historyOf } from '../core/keys/history-of.ts';
import { type PlannedKey, planKeys } from '../core/keys/plan.ts';
import { type Digest, renderDigest } from '../core/messages/render-digest.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { dayOf, type Instant } from '../core/model/instant.ts';
import { claimed } from './claimed.ts';
import type { DigestPorts } from './digest-ports.ts';
import type { FlowOutcome } from './ports.ts';
import type { AccountCoverage } from './sweep-ports.ts';

const weekDays = 7;

/** Tells `slack.channel` once a day at most what the coming week would bring, and what is not known. */
export const sendDigest = (
  ports: DigestPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const now = ports.clock.now();
  const id = `digest/${dayOf(now)}`;
  return claimed(ports, 'digest', id, async () => {
    const digest = await digestOf(ports, configuration, now);
    const { channel } = configuration.slack;
    const posted = await ports.slack.postParent(
      { contact: channel, source: 'fallback', confidence: 'high', evidence: 'slack.channel' },
      renderDigest(digest),
    );
    if (posted.status === 'refused') {
      throw new LastkeyError(
        'nobody-told',
        `The digest could not be sent. Slack answered ${posted.code} for ${channel}; expected a channel that the app is in. Correct slack.channel.`,
        { retry: 'no' },
      );
    }
    const { thread } = posted;
    await ports.ledger.append([
      ledgerEntry('notice.delivered', now, id, 'digest', 'digest', {
        notice: id,
        kind: 'digest',
        channel: thread.channel,
        ts: thread.ts,
      }),
    ]);
    return { did: 'sent the digest', subject: channel };
  });
};

const digestOf = async (
  ports: DigestPorts,
  configuration: Configuration,
  now: Instant,
): Promise<Digest> => {
  const keys = await keysToPlan(ports, now);
  const accounts = await readAccounts(ports, configuration);
  const counted = accounts.flatMap(({ row }) => (row?.keys === undefined ? [] : [row.keys]));
  return {
    at: now,
    mode: configuration.mode,
    keysLeft: counted.length === 0 ? 'unknown' : counted.reduce((sum, each) => sum + each, 0),
    openCases: keys.length,
    days: planKeys(keys, configuration, now, weekDays, await ports.limits.readCanary()),
    gaps: accounts
      .filter(({ row }) => row?.coverage !== 'read')
      .map(({ name, row }) => ({ account: name, reason: whyUnread(row) })),
  };
};

const keysToPlan = async (ports: DigestPorts, now: Instant): Promise<readonly PlannedKey[]> => {
  const exceptions = new Map<string, readonly ExceptionRecord[]>();
  const keys: PlannedKey[] = [];
  for await (const keyCase of ports.openCases.all()) {
    const { key } = keyCase;
    const user = `${key.accountId}/${key.userName}`;
    const granted =
      exceptions.get(user) ?? (await ports.cases.exceptionsOf(key.accountId, key.userName));
    exceptions.set(user, granted);
    keys.push({
      name: named(keyCase.accountName, key.accountId, accessKeyName(key)),
      facts: factsOfCase(keyCase, granted, now),
      history: historyOf(keyCase),
      owner: ownerOf(keyCase),
    });
  }
  return keys;
};

interface ReadAccount {
  /** With its id. */
  readonly name: string;
  /** Absent when no run has met it. */
  readonly row: AccountCoverage | undefined;
}

/** The accounts that a run should read; before the first list, those that a run has met. */
const readAccounts = async (
  { list, coverage }: DigestPorts,
  { organization }: Configuration,
): Promise<readonly ReadAccount[]> => {
  const rows = new Map((await coverage.all()).map((row) => [row.accountId, row]));
  const listed = await list.all();
  if (listed.length === 0) return [...rows.values()].map((row) => ({ name: row.accountId, row }));
  const left = new Set(organization.exclude.map(({ account }) => account));
  return listed
    .filter(({ isActive, accountId }) => isActive && !left.has(accountId))
    .map(({ accountId, name }) => ({
      name: named(name, accountId, accountId),
      row: rows.get(accountId),
    }));
};

/** A name is for people, and two accounts may have the same one: the id stays beside it. */
const named = (accountName: string, accountId: string, rest: string): string =>
  accountName === accountId ? rest : `${accountName} ${rest}`;

const whyUnread = (row: AccountCoverage | undefined): string =>
  row === undefined ? 'no sweep has read it yet' : (row.reason ?? 'it could not be read');
