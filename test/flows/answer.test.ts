import { beforeEach, describe, expect, test } from 'vitest';
import type { KeyCase, OwnerContact } from '../../src/core/keys/key-case.ts';
import { isTold, withNotice } from '../../src/core/keys/notices.ts';
import { buttonValue } from '../../src/core/messages/button-value.ts';
import type { AnswerAction, SlackAnswer } from '../../src/core/messages/slack-answer.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { answer } from '../../src/flows/answer.ts';
import { at, sampleCase } from '../unit/messages/sample-case.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';
import { type MemorySlack, memorySlack } from './memory-slack.ts';

const now = '2026-11-24T08:00:00.000Z';
const name = '111122223333/deployer/AKIAIOSFODNN7EXAMPLE';
const owner = 'U0ANAEXAMPLE';
const approver = 'U0APPROVER';
const inGroup = 'U0INGROUP';
const stranger = 'U0STRANGER';

const [ana, security] = sampleCase().owners as readonly [OwnerContact, OwnerContact];

const settings: Pick<
  Configuration,
  'keys' | 'mode' | 'overrides' | 'exceptions' | 'owners' | 'slack'
> = {
  owners: { tagKeys: [], accounts: {}, fallback: '#cloud-security' },
  slack: { channel: '#cloud-security', digest: 'Mon 09:00' },
  mode: 'enforce',
  keys: {
    unusedDays: 45,
    maxAgeDays: 90,
    newKeyGraceDays: 7,
    warnDaysBefore: [14, 7, 1],
    deleteDaysAfterDisable: null,
    window: null,
    exposed: 'tell',
  },
  overrides: [],
  exceptions: { maxDays: 90, approvers: [`user:${approver}`, 'usergroup:S0CLOUDSEC'], tagKeys: [] },
};

let world: MemoryWorld;
let slack: MemorySlack;

beforeEach(() => {
  world = memoryWorld(now);
  slack = memorySlack(() => world.now);
  slack.usergroups.set('S0CLOUDSEC', [inGroup]);
});

const ports = () => ({
  clock: world.clock,
  cases: world.caseTable,
  ledger: world.ledgerPort,
  events: world.eventsPort,
  responses: world.responses,
  exceptions: world.exceptionsPort,
  slack: slack.port,
});

const directThread = { channel: 'D0ANA', ts: '1000.1', contact: ana, ownerUserId: owner };
const channelThread = { channel: 'C0SECURITY', ts: '1000.2', contact: security };

const opened = (changes: Partial<KeyCase> = {}): KeyCase => {
  const keyCase = sampleCase({ thread: directThread, ...changes });
  world.cases.set(name, keyCase);
  return keyCase;
};

const stored = (): KeyCase => {
  const keyCase = world.cases.get(name);
  if (keyCase === undefined) throw new Error('no case');
  return keyCase;
};

/** A click on a button of the case's message as it was drawn from `keyCase`. */
const click = (
  keyCase: KeyCase,
  action: AnswerAction,
  by: string,
  changes: Partial<SlackAnswer> = {},
): SlackAnswer => ({
  id: `trigger-${action}-${by}`,
  action,
  value: buttonValue(keyCase),
  slackUserId: by,
  slackUserName: 'someone',
  channel: keyCase.thread?.channel ?? '',
  messageTs: keyCase.thread?.ts ?? '',
  at: at('2026-11-24T07:59:58.000Z'),
  ...changes,
});

const run = (body: SlackAnswer) =>
  answer(JSON.parse(JSON.stringify(body)), 'message-1', ports(), settings);

const said = () =>
  slack.shown.filter(({ what }) => what === 'ephemeral').map(({ message }) => message.text);

const answers = () =>
  [...world.ledger.values()].filter(({ type }) => type === 'answer').map(({ body }) => body);

const disabled = { at: at('2026-11-23T12:00:00.000Z'), by: owner, why: 'asked' };
const keepUntil = (until: string) => ({ keep: { reason: 'the vendor moves in December', until } });

const asking = {
  ...sampleCase().replacement,
  questions: [{ field: 'repository', label: 'GitHub repository', example: 'acme/shop' }],
};

describe('answers to what lastkey could not know', () => {
  const answers = { repository: 'https://github.com/acme/shop.git', environment: 'production' };

  test('are kept in their plain form, told in the thread, and taken once', async () => {
    const before = opened({ replacement: asking, answers: { branch: 'main' } });
    const sent = click(before, 'answer-questions', owner, { answers });
    await run(sent);
    await run(sent);
    const { answers: kept, notices } = stored();
    expect(kept).toEqual({ branch: 'main', repository: 'acme/shop', environment: 'production' });
    expect(notices).toMatchObject([
      {
        kind: 'answers-given',
        details: { by: owner, answers: 'repository acme/shop, environment production' },
      },
    ]);
    expect(world.events.at(-1)).toMatchObject({
      type: 'Access Key Answered',
      detail: { noticeKind: 'answers-given' },
    });
  });

  test.each([
    ['no field of any workload', { password: 'hunter2' }],
    ['no repository', { repository: 'acme' }],
    ['a policy variable', { repository: 'acme/*' }],
  ])('change nothing when there is nothing in them: %s', async (_, given) => {
    const before = opened({ replacement: asking });
    const outcome = await run(click(before, 'answer-questions', owner, { answers: given }));
    expect(outcome.did).toBe('refused: bad-answer');
    expect(stored()).toBe(before);
  });

  test('are refused as stale once nothing is asked', async () => {
    const before = opened();
    expect(await run(click(before, 'answer-questions', owner, { answers }))).toMatchObject({
      did: 'refused: stale',
    });
  });
});

describe('who may answer', () => {
  const actions: readonly (readonly [AnswerAction, Partial<KeyCase>, Partial<SlackAnswer>])[] = [
    ['disable-now', {}, {}],
    ['disable-anyway', { notices: [usedNotice()] }, {}],
    ['keep-for-now', {}, keepUntil('2026-12-20')],
    ['not-mine', {}, {}],
    ['show-how-to-switch', {}, {}],
    [
      'request-exception',
      {},
      {
        exception: {
          reason: 'the vendor takes nothing else',
          conditions: 'one bucket, one address',
          scope: 'key',
          until: '2026-12-20',
        },
      },
    ],
    ['answer-questions', { replacement: asking }, { answers: { repository: 'acme/shop' } }],
    ['undo', { stage: 'disabled', disabled }, {}],
  ];
  const people: readonly (readonly [string, string, 'direct' | 'channel', boolean])[] = [
    ['the person behind the direct message', owner, 'direct', true],
    ['somebody else in a direct message', stranger, 'direct', false],
    ['a named approver', approver, 'direct', true],
    ['a member of an approving usergroup', inGroup, 'direct', true],
    ['a member of the owning channel', owner, 'channel', true],
    ['somebody outside the owning channel', stranger, 'channel', false],
    ['an approver outside the owning channel', approver, 'channel', true],
  ];
  const matrix = actions.flatMap(([action, changes, extra]) =>
    people.map(([who, by, where, isAllowed]) => ({
      sentence: `${who} ${isAllowed ? 'may' : 'may not'} answer ${action}`,
      action,
      changes,
      extra,
      by,
      where,
      isAllowed,
    })),
  );

  test.each(matrix)('$sentence', async ({ action, changes, extra, by, where, isAllowed }) => {
    slack.channelMembers.set('C0SECURITY', [owner]);
    const third = { ...security, contact: '#platform' };
    const before = opened({
      ...changes,
      ...(where === 'channel' ? { thread: channelThread, owners: [security, third] } : {}),
    });
    const outcome = await run(click(before, action, by, extra));
    const didAnything = world.requests.length > 0 || stored() !== before;
    expect(didAnything).toBe(isAllowed);
    expect(answers()).toEqual([expect.objectContaining({ action, accepted: isAllowed })]);
    if (isAllowed) return;
    expect(outcome.did).toBe('refused: not-allowed');
    expect(said()).toEqual([
      'Only the owner of this key or an approver may answer. Nothing was changed.',
    ]);
  });

  test('a person the case was corrected to may answer for a channel they are not in', async () => {
    const corrected = { ...security, contact: stranger, source: 'corrected' } as const;
    const before = opened({ thread: channelThread, owners: [security, corrected] });
    await run(click(before, 'disable-now', stranger));
    expect(world.requests).toHaveLength(1);
  });

  test('a membership that may be readable later is not a no: the click waits in the queue', async () => {
    slack.unreadable.set('S0CLOUDSEC', 'yes');
    const before = opened();
    await expect(run(click(before, 'disable-now', stranger))).rejects.toMatchObject({
      code: 'membership-unknown',
      retry: 'yes',
    });
    expect(world.requests).toEqual([]);
    slack.unreadable.clear();
    expect(await run(click(before, 'disable-now', stranger))).toMatchObject({
      did: 'refused: not-allowed',
    });
  });

  test('a membership that cannot be read refuses and asks to try again', async () => {
    slack.unreadable.set('C0SECURITY', 'no');
    const before = opened({ thread: channelThread, owners: [security] });
    expect(await run(click(before, 'disable-now', stranger))).toMatchObject({
      did: 'refused: unknown',
    });
    expect(world.requests).toEqual([]);
    expect(said()[0]).toContain('Please try again');
  });

  test('an owner whose approval cannot be read acts as an owner, not as an approver', async () => {
    slack.unreadable.set('S0CLOUDSEC', 'yes');
    await run(click(opened(), 'disable-now', owner));
    expect(world.requests[0]?.because).toMatchObject({ isApprover: false });
  });
});

function usedNotice() {
  const { notices } = withNotice(sampleCase(), {
    kind: 'used-since-warning',
    cause: 'look-1',
    at: at('2026-11-23T20:00:00.000Z'),
  });
  const [notice] = notices;
  if (notice === undefined) throw new Error('no notice');
  return notice;
}

describe('a click', () => {
  test('on Disable now asks the responder for exactly this key, once', async () => {
    const before = opened();
    await run(click(before, 'disable-now', owner));
    expect(world.requests).toEqual([
      {
        id: `answer/trigger-disable-now-${owner}`,
        key: before.key,
        act: 'disable',
        because: {
          kind: 'answer',
          by: owner,
          slackUserId: owner,
          isApprover: false,
          anyway: false,
        },
        at: '2026-11-24T07:59:58.000Z',
      },
    ]);
    expect(stored()).toBe(before);
  });

  test('on Disable anyway says that the person has seen the use', async () => {
    await run(click(opened({ notices: [usedNotice()] }), 'disable-anyway', approver));
    expect(world.requests[0]).toMatchObject({
      act: 'disable',
      because: { anyway: true, isApprover: true },
    });
  });

  test('on Undo asks to restore', async () => {
    await run(click(opened({ stage: 'disabled', disabled }), 'undo', owner));
    expect(world.requests[0]).toMatchObject({ act: 'restore' });
  });

  test('on Keep for now moves the due date and has it told', async () => {
    await run(click(opened(), 'keep-for-now', owner, keepUntil('2026-12-20')));
    expect(stored()).toMatchObject({
      stage: 'told',
      kept: {
        until: '2026-12-20T23:59:59.000Z',
        reason: 'the vendor moves in December',
        by: owner,
        at: now,
      },
      dueAt: '2026-12-20T23:59:59.000Z',
      nextStepAt: '2026-12-06T23:59:59.000Z',
      clockStartedAt: now,
    });
    expect(world.events).toEqual([
      expect.objectContaining({
        type: 'Access Key Answered',
        detail: expect.objectContaining({ noticeKind: 'kept' }),
      }),
    ]);
    expect(isTold(stored())).toBe(false);
  });

  test.each([
    ['beyond the maximum', '2027-02-23'],
    ['today', '2026-11-24'],
    ['in the past', '2026-01-01'],
    ['that does not exist', '2026-02-31'],
    ['that is no date', 'never'],
  ])('on Keep for now with a day %s changes nothing and says so', async (_what, until) => {
    const before = opened();
    expect(await run(click(before, 'keep-for-now', owner, keepUntil(until)))).toMatchObject({
      did: 'refused: bad-date',
    });
    expect(stored()).toBe(before);
    expect(said()).toHaveLength(1);
  });

  test('on Keep for now may go to the last day of the maximum, never further', async () => {
    await run(click(opened(), 'keep-for-now', owner, keepUntil('2027-02-21')));
    expect(stored().kept?.until).toBe('2027-02-21T23:59:59.000Z');
  });

  test('keeps pasted secrets out of the case, and everything typed out of the ledger', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const keep = { reason: `still needed, secret ${secret}`, until: '2026-12-20' };
    await run(click(opened(), 'keep-for-now', owner, { keep }));
    expect(stored().kept?.reason).toBe('still needed, secret [left out]');
    expect(JSON.stringify([...world.ledger.values()])).not.toContain('still needed');
  });

  test('on Not mine takes the person off the ladder and starts the clock for the next', async () => {
    await run(click(opened(), 'not-mine', owner));
    expect(stored().owners.map(({ contact }) => contact)).toEqual(['#cloud-security']);
    expect(stored()).toMatchObject({ clockStartedAt: now, dueAt: '2026-12-01T08:00:00.000Z' });
    expect(stored().notices.at(-1)).toMatchObject({
      kind: 'not-mine',
      details: { by: owner, formerChannel: 'D0ANA', formerTs: '1000.1' },
    });
  });

  test('on Not mine takes along what the person said before: the next owner starts afresh', async () => {
    const kept = { until: at(now), reason: 'a word between us', by: owner, at: at(now) };
    await run(click(opened({ kept }), 'not-mine', owner));
    expect(stored().kept).toBeUndefined();
  });

  test('on Show how to switch has the steps told', async () => {
    await run(click(opened(), 'show-how-to-switch', owner));
    expect(stored().notices.at(-1)).toMatchObject({
      kind: 'how-to-switch',
      delivery: { status: 'pending' },
    });
  });
});

describe('a click that comes again', () => {
  test.each<readonly [AnswerAction, Partial<SlackAnswer>]>([
    ['disable-now', {}],
    ['keep-for-now', keepUntil('2026-12-20')],
    ['not-mine', {}],
  ])('does nothing and says so: %s', async (action, extra) => {
    const body = click(opened(), action, owner, extra);
    await run(body);
    const after = stored();
    expect(await run(body)).toMatchObject({ did: 'duplicate' });
    expect(stored()).toBe(after);
    expect(world.requests.length).toBeLessThanOrEqual(1);
    expect(said()).toEqual(['This click was taken already. Nothing more was done.']);
  });

  test('after a crash is finished, not refused as stale by its own change', async () => {
    const body = click(opened(), 'keep-for-now', owner, keepUntil('2026-12-20'));
    const crashing = { ...ports(), events: { publish: () => Promise.reject(new Error('crash')) } };
    await expect(answer(body, 'message-1', crashing, settings)).rejects.toThrow('crash');
    expect(await run(body)).toMatchObject({ did: 'taken before' });
    expect(world.events).toHaveLength(1);
    expect(said()).toEqual([]);
  });
});

describe('a stale click', () => {
  const drawn = () => sampleCase({ thread: directThread });
  const isRefused = async (body: SlackAnswer, words: string) => {
    const before = stored();
    expect(await run(body)).toMatchObject({ did: 'refused: stale' });
    expect(world.requests).toEqual([]);
    expect(stored()).toBe(before);
    expect(said()[0]).toContain(words);
    expect(slack.membershipReads).toEqual([]);
    expect(answers()).toEqual([expect.objectContaining({ accepted: false, because: 'stale' })]);
  };

  test.each<readonly [string, Partial<KeyCase>]>([
    ['the key is disabled meanwhile', { stage: 'disabled', disabled }],
    ['the stage has moved on', { stage: 'warned' }],
    ['observe became enforce', { mode: 'observe' }],
    ['the key was kept', { kept: { until: at(now), reason: 'r', by: owner, at: at(now) } }],
    ['the key came back once', { reactivations: 1 }],
    ['a use was found that the person has not seen', { notices: [usedNotice()] }],
    ['the key is deleted', { stage: 'deleted' }],
  ])('does nothing when %s, and the message is drawn again', async (_why, changes) => {
    opened(changes);
    await isRefused(click(drawn(), 'disable-now', owner), 'Something about this key changed');
    expect(slack.shown.map(({ what }) => what)).toEqual(['update', 'ephemeral']);
  });

  test('on a key of the same id with another create date does nothing', async () => {
    opened({ key: { ...sampleCase().key, createdAt: at('2026-11-20T00:00:00.000Z') } });
    await isRefused(click(drawn(), 'disable-now', owner), 'another key');
  });

  test('on an older message does nothing', async () => {
    opened({ thread: { ...directThread, ts: '2000.9' } });
    await isRefused(click(drawn(), 'disable-now', owner), 'a newer message');
  });

  test('on a key that was passed on does nothing', async () => {
    opened({ owners: [security] });
    await isRefused(click(drawn(), 'disable-now', owner), 'passed on');
  });

  test('on a key without a case does nothing and says so', async () => {
    expect(await run(click(drawn(), 'disable-now', owner))).toMatchObject({
      did: 'refused: no-case',
    });
    expect(said()).toHaveLength(1);
  });

  test('on a button that this state does not offer does nothing', async () => {
    const before = opened({ holder: 'root' });
    await isRefused(click(before, 'disable-now', owner), 'Something about this key changed');
  });
});

test('a race with another writer is decided again, not overwritten', async () => {
  const before = opened();
  const racing = {
    ...ports(),
    cases: { ...world.caseTable, writeCase: () => Promise.resolve('changed' as const) },
  };
  await expect(
    answer(click(before, 'not-mine', owner), 'message-1', racing, settings),
  ).rejects.toMatchObject({ code: 'case-changed', retry: 'yes' });
});

test('what is not an answer is recorded as unreadable', async () => {
  const good = click(opened(), 'disable-now', owner);
  const bad = [null, 'text', {}, { ...good, action: 'delete' }, { ...good, value: {} }];
  for (const body of [...bad, { ...good, value: { ...good.value, accountId: '1' } }]) {
    expect(await answer(body, 'message-1', ports(), settings)).toMatchObject({ did: 'unreadable' });
  }
});
