import { describe, expect, it } from 'vitest';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import { overCapState } from '../../src/core/keys/over-cap.ts';
import type { ApprovalAction } from '../../src/core/messages/approval-answer.ts';
import { parseAccessKeyId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { advanceCases } from '../../src/flows/advance-cases.ts';
import { respond } from '../../src/flows/respond.ts';
import { sampleException } from '../unit/keys/sample-exception.ts';
import { at, sampleCase } from '../unit/messages/sample-case.ts';
import { type ApprovalWorld, approvalWorld, approver } from './approval-world.ts';
import { configurationOf } from './key-story.ts';

const dueAt = at('2026-11-24T07:00:00.000Z');
const today = '2026-11-24';

/** Keys that are due now, told and idle; each user has one. */
const dueWorld = (
  keys: readonly { readonly account?: string; readonly owner?: string }[],
): ApprovalWorld => {
  const made = approvalWorld();
  made.world.cases.clear();
  keys.forEach(({ account = '111122223333', owner = `#team-${keys.length}` }, index) => {
    const sample = sampleCase();
    const key = {
      ...sample.key,
      accountId: account as KeyCase['key']['accountId'],
      userName: `deployer-${index}`,
      accessKeyId: parseAccessKeyId(`AKIAIOSFODNN7EXAMP${10 + index}`) ?? sample.key.accessKeyId,
    };
    const [first] = sample.owners;
    if (first === undefined) throw new Error('The sample is wrong.');
    const notice = {
      id: 'found:1',
      kind: 'found',
      at: sample.clockStartedAt,
      details: {},
      delivery: { status: 'delivered', at: sample.openedAt, channel: 'C1', ts: '1.1' },
    } as const;
    made.world.cases.set(`${account}/${key.userName}/${key.accessKeyId}`, {
      ...sample,
      key,
      stage: 'warned',
      owners: [{ ...first, contact: owner }],
      dueAt,
      nextStepAt: dueAt,
      notices: [notice],
    });
    made.world.keys.set(`${account}/${key.userName}`, [{ ...key, status: 'Active' }]);
    made.world.lastUses.set(key.accessKeyId, null);
  });
  return made;
};

const limited = (limits: string) =>
  configurationOf(
    `mode: enforce\nlimits: ${limits}\nexceptions: { approvers: ["usergroup:S0CLOUDSEC"] }`,
  );

const roomy = '{ perRun: 100, perAccount: 100, percentOfAccount: 100, perOwner: 100 }';

const run = async (
  made: ApprovalWorld,
  configuration: ReturnType<typeof limited>,
  deployedMode: 'observe' | 'enforce' = 'enforce',
) => {
  await advanceCases({ ...made.ports(), deployedMode }, configuration);
  await carryOut(made, configuration);
};

const carryOut = async (made: ApprovalWorld, configuration: ReturnType<typeof limited>) => {
  for (const request of made.world.requests.splice(0)) {
    await respond(
      request,
      { ...made.ports(), acting: made.world.acting, stopSwitch: made.world.stopSwitchPort },
      { configuration, deployedMode: 'enforce' },
    );
  }
};

const answerAsk = (made: ApprovalWorld, action: ApprovalAction, by = approver, state?: string) => {
  const ask = made.world.asks.get(made.world.now.slice(0, 10));
  if (ask === undefined) throw new Error('Nothing was asked.');
  return made.take({
    id: `trigger-${action}-${by}-${state ?? ''}`,
    action,
    value: { about: 'over-cap', day: ask.day, state: state ?? overCapState(ask) },
    slackUserId: by,
    slackUserName: 'someone',
    channel: ask.thread?.channel ?? '',
    messageTs: ask.thread?.ts ?? '',
    at: made.world.now,
  });
};

const parents = ({ slack }: ApprovalWorld) => slack.shown.filter(({ what }) => what === 'parent');
const many = (count: number, more: { account?: string; owner?: string } = {}) =>
  Array.from({ length: count }, () => more);

describe('over a limit', () => {
  it.each([
    ['the run', '{ perRun: 3, perAccount: 100, percentOfAccount: 100, perOwner: 100 }'],
    ['the account', '{ perRun: 100, perAccount: 3, percentOfAccount: 100, perOwner: 100 }'],
    [
      'the share of the account',
      '{ perRun: 100, perAccount: 100, percentOfAccount: 50, perOwner: 100 }',
    ],
    ['the owner', '{ perRun: 100, perAccount: 100, percentOfAccount: 100, perOwner: 3 }'],
  ])('of %s nothing of the batch is done, and one message asks', async (_what, limits) => {
    const made = dueWorld(many(5));
    await run(made, limited(limits));
    await made.deliverEvents();
    expect(made.world.acts).toEqual([]);
    expect(parents(made)).toHaveLength(1);
    const [question] = parents(made);
    expect(question?.to).toBe('#cloud-security');
    for (const { key } of made.world.cases.values()) {
      expect(JSON.stringify(question?.message.blocks)).toContain(key.accessKeyId);
    }
  });

  it('does not tell the owners of keys that merely wait, and asks for them again tomorrow', async () => {
    const made = dueWorld(many(5));
    await run(made, limited('{ perOwner: 3 }'));
    for (const keyCase of made.world.cases.values()) {
      expect(keyCase.notices).toHaveLength(1);
      expect(keyCase).toMatchObject({ dueAt, nextStepAt: '2026-11-25T08:00:00.000Z' });
    }
    made.world.now = at('2026-11-25T08:00:00.000Z');
    await run(made, limited('{ perOwner: 3 }'));
    await made.deliverEvents();
    expect([...made.world.asks.keys()]).toEqual([today, '2026-11-25']);
    expect(parents(made)).toHaveLength(2);
  });

  it('holds back the batch of that owner and account only', async () => {
    const made = dueWorld([
      ...many(4, { owner: '#team-many' }),
      { owner: '#team-few', account: '444455556666' },
    ]);
    await run(
      made,
      limited('{ perRun: 100, perAccount: 100, percentOfAccount: 100, perOwner: 3 }'),
    );
    expect(made.world.acts).toEqual(['AKIAIOSFODNN7EXAMP14 Inactive']);
  });

  it('asks once a day: keys that come later are added to the same message', async () => {
    const made = dueWorld(many(5));
    const configuration = limited('{ perOwner: 3 }');
    const [first] = [...made.world.cases.entries()];
    if (first === undefined) throw new Error('no case');
    made.world.cases.delete(first[0]);
    await run(made, configuration);
    await made.deliverEvents();
    made.world.cases.set(first[0], first[1]);
    for (const keyCase of made.world.cases.values()) {
      made.world.cases.set(caseKey(keyCase), { ...keyCase, nextStepAt: made.world.now });
    }
    await run(made, configuration);
    await made.deliverEvents();
    expect(made.world.asks.get(today)?.keys).toHaveLength(5);
    expect(parents(made)).toHaveLength(1);
  });

  it('counts the real keys of an account when the sweep has counted them', async () => {
    const made = dueWorld(many(5));
    const configuration = limited(
      '{ perRun: 100, perAccount: 100, percentOfAccount: 10, perOwner: 100 }',
    );
    const keyCounts = { keysOf: () => Promise.resolve(50) };
    await advanceCases({ ...made.ports(), deployedMode: 'enforce', keyCounts }, configuration);
    expect(made.world.requests).toHaveLength(5);
  });

  it('asks nothing where the deployment only observes', async () => {
    const made = dueWorld(many(5));
    await run(made, limited('{ perRun: 3 }'), 'observe');
    expect(made.world.asks.size).toBe(0);
  });
});

const caseKey = ({ key }: KeyCase) => `${key.accountId}/${key.userName}/${key.accessKeyId}`;

describe('the answer of an approver', () => {
  const held = async () => {
    const made = dueWorld(many(5));
    const configuration = limited('{ perOwner: 3 }');
    await run(made, configuration);
    await made.deliverEvents();
    return { made, configuration };
  };

  it('Go ahead disables exactly the keys that were listed, each after its last look', async () => {
    const { made, configuration } = await held();
    const used = [...made.world.cases.values()][2]?.key.accessKeyId ?? '';
    made.world.lastUses.set(used, {
      at: at('2026-11-24T07:30:00.000Z'),
      service: 's3',
      region: 'eu-west-1',
    });
    await answerAsk(made, 'go-ahead');
    await carryOut(made, configuration);
    expect(made.world.acts).toHaveLength(4);
    expect(made.world.acts.join()).not.toContain(used);
    const [one] = [...made.world.cases.values()];
    expect(one?.disabled).toMatchObject({ by: approver });
  });

  it('Not now leaves all of them alone', async () => {
    const { made, configuration } = await held();
    await answerAsk(made, 'not-now');
    await carryOut(made, configuration);
    expect(made.world.acts).toEqual([]);
    expect((await answerAsk(made, 'go-ahead')).did).toBe('refused: stale');
  });

  it('counts from approvers only, once, on the list as it was drawn, on its own day', async () => {
    const { made } = await held();
    expect((await answerAsk(made, 'go-ahead', 'U0STRANGER')).did).toBe('refused: not-allowed');
    expect((await answerAsk(made, 'go-ahead', approver, 'asked.4')).did).toBe('refused: stale');
    const ask = made.world.asks.get(today);
    made.world.now = at('2026-11-25T08:00:00.000Z');
    if (ask !== undefined) made.world.asks.set('2026-11-25', ask);
    expect((await answerAsk(made, 'go-ahead')).did).toBe('refused: stale');
    expect(made.world.requests).toEqual([]);
  });
});

describe('the canary', () => {
  it('lets the first run in enforce mode disable so many keys, and waits a day', async () => {
    const made = dueWorld(many(6));
    made.world.canary = null;
    await run(made, limited(roomy));
    expect(made.world.acts).toHaveLength(3);
    made.world.now = at('2026-11-24T12:00:00.000Z');
    for (const keyCase of made.world.cases.values()) {
      if (keyCase.stage !== 'due') continue;
      made.world.cases.set(caseKey(keyCase), { ...keyCase, nextStepAt: made.world.now });
    }
    await run(made, limited(roomy));
    expect(made.world.acts).toHaveLength(3);
    made.world.now = at('2026-11-25T12:00:00.000Z');
    await run(made, limited(roomy));
    expect(made.world.acts).toHaveLength(6);
    expect(made.world.asks.size).toBe(0);
  });
});

describe('trap k: the exemption store is unreachable, empty or mistyped', () => {
  const oneDue = async (exceptionsOf: () => Promise<never>) => {
    const made = dueWorld(many(1));
    const configuration = limited(roomy);
    await advanceCases({ ...made.ports(), deployedMode: 'enforce' }, configuration);
    const [request] = made.world.requests;
    if (request === undefined) throw new Error('nothing is due');
    const broken = {
      ...made.ports(),
      cases: { ...made.world.caseTable, exceptionsOf },
      acting: made.world.acting,
      stopSwitch: made.world.stopSwitchPort,
    };
    await expect(
      respond(request, broken, { configuration, deployedMode: 'enforce' }),
    ).rejects.toThrow();
    return made;
  };

  it.each(['ProvisionedThroughputExceededException', 'the exception is malformed'])(
    'does nothing to a key when reading fails with %s',
    async (message) => {
      const made = await oneDue(() => Promise.reject(new Error(message)));
      expect(made.world.acts).toEqual([]);
    },
  );

  it('disables a due key when there is none, and no key that one covers', async () => {
    const made = dueWorld(many(2));
    const [covered] = [...made.world.cases.values()];
    if (covered === undefined) throw new Error('no case');
    made.world.exceptions.push(
      sampleException({
        scope: { kind: 'user', userName: covered.key.userName },
        expiresAt: '2027-01-01T00:00:00.000Z' as Instant,
      }),
    );
    await run(made, limited(roomy));
    expect(made.world.acts).toEqual(['AKIAIOSFODNN7EXAMP11 Inactive']);
    expect(made.world.cases.get(caseKey(covered))).toMatchObject({
      stage: 'excepted',
      dueAt: '2027-01-01T00:00:00.000Z',
    });
  });

  it('takes a workload whose tags could not be read as covered', async () => {
    const made = dueWorld(many(1));
    const [keyCase] = [...made.world.cases.values()];
    if (keyCase === undefined) throw new Error('no case');
    const { place: _place, ...withoutPlace } = keyCase;
    made.world.cases.set(caseKey(keyCase), withoutPlace);
    made.world.exceptions.push(
      sampleException({
        scope: { kind: 'workload', where: { userTag: 'system=legacy' } },
        expiresAt: '2027-01-01T00:00:00.000Z' as Instant,
      }),
    );
    await run(made, limited(roomy));
    expect(made.world.acts).toEqual([]);
  });
});

describe('the stop switch', () => {
  const command = (changes: object = {}) => ({
    id: 'trigger-command',
    command: 'stop',
    reason: 'the shop is down',
    slackUserId: approver,
    slackUserName: 'bob',
    channel: 'C0SOMEWHERE',
    at: '2026-11-24T08:00:00.000Z',
    ...changes,
  });

  it('is pulled by an approver, recorded, and the security channel is told why', async () => {
    const made = dueWorld(many(1));
    await made.take(command());
    expect(made.world.stopSwitch).toBe('stop');
    expect(JSON.stringify(parents(made)[0]?.message.blocks)).toContain('the shop is down');
    await run(made, limited(roomy));
    expect(made.world.acts).toEqual([]);
    expect([...made.world.ledger.values()].map(({ type }) => type)).toContain('stop-switch');
    await made.take(command({ id: 'trigger-go', command: 'go', reason: '' }));
    expect(made.world.stopSwitch).toBe('go');
  });

  it.each([
    ['a stranger', 'U0STRANGER', undefined],
    ['somebody whose group cannot be read', approver, 'no'],
  ] as const)('is not moved by %s', async (_who, slackUserId, unreadable) => {
    const made = approvalWorld();
    if (unreadable !== undefined) made.slack.unreadable.set('S0CLOUDSEC', unreadable);
    await made.take(command({ slackUserId }));
    expect(made.world.stopSwitch).toBe('go');
    expect(made.slack.shown.at(-1)).toMatchObject({ what: 'ephemeral' });
  });

  it('holds back every due key when it cannot be read, without a word to their owners', async () => {
    const made = dueWorld(many(2));
    made.world.stopSwitch = 'unreadable';
    await run(made, limited(roomy));
    expect(made.world.acts).toEqual([]);
    for (const keyCase of made.world.cases.values()) expect(keyCase.notices).toHaveLength(1);
  });
});

describe('trap r: keys of two owners', () => {
  it('are never named in the message of the other owner, only in the question to approvers', async () => {
    const made = dueWorld([
      ...many(4, { owner: 'ana@example.com' }),
      ...many(4, { owner: 'bo@example.com', account: '444455556666' }),
    ]);
    await run(made, limited('{ perOwner: 3 }'));
    await made.deliverEvents();
    expect(made.slack.shown.map(({ to }) => to)).toEqual(['#cloud-security']);
  });
});
