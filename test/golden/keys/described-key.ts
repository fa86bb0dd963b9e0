import { parseConfiguration } from '../../../src/cli/configuration.ts';
import type { KeyFactsNow, KeyHistory } from '../../../src/core/keys/decision.ts';
import type { ExceptionRecord } from '../../../src/core/keys/exception.ts';
import type { KeySettings, Mode, Override } from '../../../src/core/model/configuration.ts';
import { type Fact, known, unknown } from '../../../src/core/model/fact.ts';
import { parseAccessKeyId, parseAccountId } from '../../../src/core/model/ids.ts';
import { addDays, type Instant } from '../../../src/core/model/instant.ts';

/** Monday, noon in London. */
export const noon = '2026-11-23T12:00:00.000Z' as Instant;

type Unread = 'unknown';

/** A key in days before now. What is left out is unremarkable: Active, 30 days old, used yesterday. */
export interface DescribedKey {
  readonly madeDaysAgo?: number | Unread;
  readonly usedDaysAgo?: number | 'never' | Unread;
  readonly status?: 'Active' | 'Inactive' | 'Expired' | Unread;
  readonly userName?: string;
  readonly accessKeyId?: Unread;
  readonly holder?: KeyFactsNow['holder'];
  readonly otherActiveKeys?: number | Unread;
  readonly isMostRecentlyUsed?: boolean | Unread;
  /** Days until each exception ends. */
  readonly exceptionsEndInDays?: readonly number[] | Unread;
  readonly exceptionFor?: 'the user' | 'another key';
  readonly ownerIsHere?: boolean | Unread;
  readonly exposed?: boolean | Unread;
  readonly privilege?: 'administrator' | 'can-escalate' | 'limited' | Unread;
  readonly replacementInUse?: boolean | Unread;
  readonly place?: Partial<KeyFactsNow['place']> | Unread;
}

export interface DescribedHistory {
  readonly stage?: KeyHistory['stage'];
  readonly startedDaysAgo?: number;
  readonly dueInDays?: number;
  readonly isTold?: boolean;
  readonly disabledDaysAgo?: number;
  readonly reactivations?: number;
  readonly automation?: string;
  readonly reasons?: KeyHistory['reasons'];
  readonly watchedForDays?: number;
}

export interface DescribedConfiguration {
  readonly mode?: Mode;
  readonly keys?: Partial<KeySettings>;
  readonly overrides?: readonly Override[];
}

const required = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('The described key is wrong.');
  return value;
};

const accountId = required(parseAccountId('111122223333'));
const accessKeyId = required(parseAccessKeyId('AKIAIOSFODNN7EXAMPLE'));

const fact = <T>(value: T | Unread, source: string): Fact<T> =>
  value === 'unknown' ? unknown('AccessDenied', source) : known(value as T, noon, source);

export const factsFrom = (key: DescribedKey, now: Instant = noon): KeyFactsNow => {
  const made = key.madeDaysAgo ?? 30;
  const used = key.usedDaysAgo ?? 1;
  const place =
    key.place === 'unknown' ? {} : { ous: [], userPath: '/', userTags: {}, ...key.place };
  return {
    accountId,
    userName: key.userName ?? 'deployer',
    accessKeyId: fact(key.accessKeyId ?? accessKeyId, 'ListAccessKeys'),
    status: fact(key.status ?? 'Active', 'credential report'),
    createdAt: fact(made === 'unknown' ? made : addDays(now, -made), 'credential report'),
    lastUse: fact(lastUse(used, now), 'GetAccessKeyLastUsed'),
    holder: key.holder ?? 'workload',
    otherActiveKeys: fact(key.otherActiveKeys ?? 0, 'credential report'),
    isMostRecentlyUsed: fact<boolean>(key.isMostRecentlyUsed ?? false, 'credential report'),
    place: { accountId, ous: undefined, userPath: undefined, userTags: undefined, ...place },
    exceptions: fact(exceptions(key, now), 'case table'),
    ownerIsHere: fact<boolean>(key.ownerIsHere ?? true, 'directory'),
    exposed: fact<boolean>(key.exposed ?? false, 'attached policies'),
    privilege: fact(key.privilege ?? 'limited', 'attached policies'),
    replacementInUse: fact<boolean>(key.replacementInUse ?? false, 'logins'),
  };
};

const lastUse = (used: number | 'never' | Unread, now: Instant) =>
  used === 'unknown'
    ? used
    : used === 'never'
      ? null
      : { at: addDays(now, -used), service: 's3', region: 'eu-west-1' };

const exceptions = (key: DescribedKey, now: Instant): readonly ExceptionRecord[] | Unread => {
  const ends = key.exceptionsEndInDays ?? [];
  if (ends === 'unknown') return ends;
  return ends.map((days, index) => ({
    id: `exception-${index + 1}`,
    version: 1,
    accountId,
    accountName: 'Payments',
    scope:
      key.exceptionFor === 'another key'
        ? {
            kind: 'key',
            userName: 'deployer',
            accessKeyId: required(parseAccessKeyId('AKIAI44QH8DHBEXAMPLE')),
            createdAt: addDays(now, -400),
          }
        : { kind: 'user', userName: 'deployer' },
    state: 'granted',
    owner: '#team-shop',
    reason: 'The vendor supports nothing else.',
    conditions: '',
    requestedBy: 'U0000000001',
    requestedAt: addDays(now, -60),
    approver: 'U0000000002',
    grantedAt: addDays(now, -59),
    expiresAt: addDays(now, days),
    reviews: [],
  }));
};

export const historyFrom = (history: DescribedHistory = {}, now: Instant = noon): KeyHistory => ({
  stage: history.stage ?? 'new',
  isTold: history.isTold ?? false,
  reactivations: history.reactivations ?? 0,
  ...(history.startedDaysAgo === undefined
    ? {}
    : { clockStartedAt: addDays(now, -history.startedDaysAgo) }),
  ...(history.dueInDays === undefined ? {} : { dueAt: addDays(now, history.dueInDays) }),
  ...(history.disabledDaysAgo === undefined
    ? {}
    : { disabledAt: addDays(now, -history.disabledDaysAgo) }),
  ...(history.automation === undefined ? {} : { automation: history.automation }),
  ...(history.reasons === undefined ? {} : { reasons: history.reasons }),
  ...(history.watchedForDays === undefined
    ? {}
    : { watchedSince: addDays(now, -history.watchedForDays) }),
});

const defaults = parseConfiguration('version: 1', 'the defaults');

/** The defaults of `lastkey.yaml`, without a change window unless the case is about one. */
export const configurationFrom = (described: DescribedConfiguration = {}) => ({
  mode: described.mode ?? defaults.mode,
  keys: { ...defaults.keys, window: null, ...described.keys },
  overrides: described.overrides ?? [],
});
