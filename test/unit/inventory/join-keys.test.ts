import { describe, expect, it } from 'vitest';
import type { InventoryKey } from '../../../src/core/inventory/account-inventory.ts';
import { joinKeys, keysToAskAbout } from '../../../src/core/inventory/join-keys.ts';
import type { AccessKeyState, LastUse } from '../../../src/core/keys/access-key.ts';
import { type Fact, known, unknown } from '../../../src/core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const accountId = '111122223333' as AccountId;
const userName = 'deployer';
const reportAt = '2026-11-20T08:00:00.000Z' as Instant;
const listedAt = '2026-11-20T10:00:00.000Z' as Instant;
const january = '2026-01-01T00:00:00.000Z' as Instant;
const march = '2026-03-01T00:00:00.000Z' as Instant;
const use: LastUse = { at: '2026-11-19T00:00:00.000Z' as Instant, service: 's3', region: 'x' };

const row = (
  createdAt: Instant | undefined,
  lastUse: LastUse | null,
  status: 'Active' | 'Inactive' = 'Active',
): InventoryKey => ({
  accountId,
  userName,
  accessKeyId: unknown('the credential report has no key ids', 'GetCredentialReport', 'yes'),
  status: known(status, reportAt, 'GetCredentialReport'),
  createdAt:
    createdAt === undefined
      ? unknown('N/A', 'GetCredentialReport')
      : known(createdAt, reportAt, 'GetCredentialReport'),
  lastUse: known(lastUse, reportAt, 'GetCredentialReport'),
});

const id = (letter: string) => `AKIAEXAMPLE00000000${letter}` as AccessKeyId;
const key = (
  letter: string,
  createdAt: Instant,
  status: 'Active' | 'Inactive' = 'Active',
): AccessKeyState => ({ accountId, userName, accessKeyId: id(letter), createdAt, status });

const join = (
  reported: readonly InventoryKey[],
  listed: readonly AccessKeyState[],
  lastUses: ReadonlyMap<AccessKeyId, Fact<LastUse | null>> = new Map(),
) => {
  const joined = joinKeys({
    accountId,
    userName,
    reported,
    listed: known(listed, listedAt, 'ListAccessKeys'),
    lastUses,
  });
  return {
    keys: joined.keys.map((each) => [
      each.accessKeyId.known && each.accessKeyId.value,
      each.status.known && each.status.value,
      each.lastUse.known ? each.lastUse.value : 'unknown',
    ]),
    changes: joined.changes.map(({ kind }) => kind),
  };
};

describe('keys of a report and keys of the list', () => {
  it('meet by the second of creation, whatever the order of slots (trap h)', () => {
    const reported = [row(march, null), row(january, use)];
    const listed = [key('A', january), key('B', march)];
    expect(keysToAskAbout(reported, listed)).toEqual([]);
    expect(join(reported, listed)).toEqual({
      keys: [
        [id('A'), 'Active', use],
        [id('B'), 'Active', null],
      ],
      changes: [],
    });
  });

  it('meet though the list knows milliseconds', () => {
    const listed = [key('A', '2026-01-01T00:00:00.730Z' as Instant)];
    expect(join([row(january, use)], listed).keys).toEqual([[id('A'), 'Active', use]]);
  });

  it('are asked about when two were made in one second and were used differently (trap i)', () => {
    const reported = [row(january, use), row(january, null)];
    const listed = [key('A', january), key('B', january)];
    expect(keysToAskAbout(reported, listed)).toEqual([id('A'), id('B')]);
    expect(join(reported, listed).keys).toEqual([
      [id('A'), 'Active', 'unknown'],
      [id('B'), 'Active', 'unknown'],
    ]);
    const lastUses = new Map<AccessKeyId, Fact<LastUse | null>>([
      [id('A'), known(null, listedAt, 'GetAccessKeyLastUsed')],
      [id('B'), unknown('throttled', 'GetAccessKeyLastUsed', 'yes')],
    ]);
    expect(join(reported, listed, lastUses).keys).toEqual([
      [id('A'), 'Active', null],
      [id('B'), 'Active', 'unknown'],
    ]);
  });

  it('need no asking when two of one second were never used either (trap i)', () => {
    const reported = [row(january, null), row(january, null, 'Inactive')];
    const listed = [key('A', january), key('B', january, 'Inactive')];
    expect(keysToAskAbout(reported, listed)).toEqual([]);
    expect(join(reported, listed)).toMatchObject({ changes: [] });
  });

  it('are not told apart when one of two twins was deleted since', () => {
    const reported = [row(january, use), row(january, null)];
    const listed = [key('B', january)];
    expect(keysToAskAbout(reported, listed)).toEqual([id('B')]);
    expect(join(reported, listed)).toEqual({
      keys: [[id('B'), 'Active', 'unknown']],
      changes: ['key-deleted'],
    });
  });

  it('are asked about when a second key was made in the second of the one in the report', () => {
    const reported = [row(january, use)];
    const listed = [key('A', january), key('B', january)];
    expect(keysToAskAbout(reported, listed)).toEqual([id('A'), id('B')]);
  });

  it('follow the list when a report of up to four hours contradicts it (trap n)', () => {
    const reported = [row(january, use), row(march, null)];
    expect(join(reported, [key('A', january, 'Inactive')])).toEqual({
      keys: [[id('A'), 'Inactive', use]],
      changes: ['status-changed', 'key-deleted'],
    });
    const made = key('C', '2026-11-20T09:00:00.000Z' as Instant);
    expect(join([], [made])).toEqual({
      keys: [[id('C'), 'Active', 'unknown']],
      changes: ['key-created'],
    });
    expect(keysToAskAbout([], [made])).toEqual([id('C')]);
  });

  it('are gone with a user who was deleted between report and list (trap p)', () => {
    const joined = joinKeys({
      accountId,
      userName,
      reported: [row(january, use)],
      listed: known(null, listedAt, 'ListAccessKeys'),
    });
    expect(joined.keys).toEqual([]);
    expect(joined.changes).toMatchObject([{ kind: 'user-deleted', userName }]);
  });

  it('keep what the report says, without ids, when the list cannot be read', () => {
    const joined = joinKeys({
      accountId,
      userName,
      reported: [row(january, use)],
      listed: unknown('throttled (Throttling)', 'ListAccessKeys', 'yes'),
    });
    expect(joined.keys).toEqual([
      {
        ...row(january, use),
        accessKeyId: unknown('throttled (Throttling)', 'ListAccessKeys', 'yes'),
      },
    ]);
  });

  it('leave the last use of a key open whose row has no date', () => {
    const reported = [row(undefined, use, 'Inactive')];
    const listed = [key('A', january, 'Inactive')];
    expect(keysToAskAbout(reported, listed)).toEqual([id('A')]);
    expect(join(reported, listed).keys).toEqual([[id('A'), 'Inactive', 'unknown']]);
  });
});
