import { beforeEach, describe, expect, test } from 'vitest';
import { pendingEvents } from '../../src/core/events/case-event.ts';
import type { KeyCase, NoticeKind } from '../../src/core/keys/key-case.ts';
import { isTold, withNotice } from '../../src/core/keys/notices.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { notify } from '../../src/flows/notify.ts';
import { expectWithinSlackLimits } from '../unit/messages/expect-within-slack-limits.ts';
import { readableMessage } from '../unit/messages/readable-message.ts';
import { at, sampleCase } from '../unit/messages/sample-case.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';
import { type MemorySlack, memorySlack } from './memory-slack.ts';

const now = '2026-11-23T09:00:10.000Z';
const name = '111122223333/deployer/AKIAIOSFODNN7EXAMPLE';

let world: MemoryWorld;
let slack: MemorySlack;

beforeEach(() => {
  world = memoryWorld(now);
  slack = memorySlack(() => world.now);
});

const ports = () => ({
  clock: world.clock,
  cases: world.caseTable,
  roles: world.roleCasesPort,
  exceptions: world.exceptionsPort,
  limits: world.limitsPort,
  ledger: world.ledgerPort,
  slack: slack.port,
});

/** Stores a case with a pending notice, as the deciding flow leaves it. */
const decided = (kind: NoticeKind, changes: Partial<KeyCase> = {}, cause = 'event-1'): KeyCase => {
  const keyCase = withNotice(sampleCase(changes), { kind, cause, at: at(now) });
  world.cases.set(name, keyCase);
  return keyCase;
};

const stored = (): KeyCase => {
  const keyCase = world.cases.get(name);
  if (keyCase === undefined) throw new Error('no case');
  return keyCase;
};

/** The event for the newest pending notice, as EventBridge puts it into the queue. */
const eventFor = (keyCase: KeyCase) => ({
  source: 'lastkey',
  'detail-type': 'Access Key Found',
  detail: pendingEvents(keyCase).at(-1)?.detail,
});

const run = (keyCase: KeyCase) => notify(eventFor(keyCase), 'message-1', ports());

const told = async (changes: Partial<KeyCase> = {}): Promise<KeyCase> => {
  await run(decided('found', changes));
  return stored();
};

const ledgerTypes = () => [...world.ledger.values()].map(({ type }) => type);

const anaThread = {
  channel: 'D-ana@example.com',
  ts: '1001.0',
  contact: sampleCase().owners[0],
  ownerUserId: 'U-ana@example.com',
};

describe('the first notice of a case', () => {
  test('is the parent message to the first owner, and is then delivered', async () => {
    await told();
    expect(slack.shown.map(({ what, to }) => [what, to])).toEqual([['parent', 'ana@example.com']]);
    expect(stored().thread).toEqual(anaThread);
    expect(stored().notices[0]?.delivery).toEqual({
      status: 'delivered',
      at: now,
      channel: 'D-ana@example.com',
      ts: '1001.0',
    });
    expect(isTold({ ...stored(), clockStartedAt: at(now) })).toBe(true);
    expect(ledgerTypes()).toEqual(['notice.delivered']);
  });

  test('goes to the next rung when Slack refuses one, and the refusal is recorded', async () => {
    slack.refuses.set('ana@example.com', 'users_not_found');
    await told();
    expect(slack.shown.map(({ to }) => to)).toEqual(['#cloud-security']);
    expect(stored().thread?.contact.contact).toBe('#cloud-security');
    expect(ledgerTypes()).toEqual(['notice.failed', 'notice.delivered']);
    expect([...world.ledger.values()][0]?.body).toMatchObject({
      where: 'ana@example.com',
      why: 'users_not_found',
    });
  });

  test('asks each rung as itself: the next owner does not read why the former was asked', async () => {
    slack.refuses.set('ana@example.com', 'user_disabled');
    await told();
    const lines = slack.shown.flatMap(({ message }) => readableMessage(message));
    expect(lines).toContain('. You are asked because of: nobody else is known.');
    expect(lines.join('\n')).not.toContain('the person who made the key');
  });

  test('is not lost when every rung refuses: it fails loudly, and a redrive tries again', async () => {
    slack.refuses.set('ana@example.com', 'users_not_found').set('#cloud-security', 'is_archived');
    const keyCase = decided('found');
    await expect(run(keyCase)).rejects.toMatchObject({ code: 'nobody-told', retry: 'no' });
    expect(stored().notices[0]?.delivery).toMatchObject({ status: 'failed' });
    expect(isTold({ ...stored(), clockStartedAt: at(now) })).toBe(false);

    slack.refuses.clear();
    expect(await run(keyCase)).toMatchObject({ did: 'delivered found' });
  });

  test('is not handed to the next rung when Slack is only busy: it waits', async () => {
    slack.failure = new LastkeyError('slack-rate-limited', 'wait', {
      retry: 'yes',
      retryAfterSeconds: 7,
    });
    const keyCase = decided('found');
    await expect(run(keyCase)).rejects.toMatchObject({ retryAfterSeconds: 7 });
    expect(slack.shown).toEqual([]);
    expect(stored().notices[0]?.delivery.status).toBe('pending');
    await run(keyCase);
    expect(slack.shown.map(({ to }) => to)).toEqual(['ana@example.com']);
  });
});

describe('deliveries', () => {
  test('of the same notice twice show one message', async () => {
    const keyCase = decided('found');
    await run(keyCase);
    expect(await run(keyCase)).toMatchObject({ did: 'duplicate' });
    expect(slack.shown).toHaveLength(1);
  });

  test('of the same notice at the same time show one message', async () => {
    const keyCase = decided('found');
    const results = await Promise.allSettled([run(keyCase), run(keyCase)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(slack.shown).toHaveLength(1);
  });

  test('of two notices at the same time open one thread, and the other follows later', async () => {
    const first = decided('found');
    const both = withNotice(first, { kind: 'replacement-in-use', cause: 'x', at: at(now) });
    world.cases.set(name, both);
    const events = pendingEvents(both).map((event) => ({
      source: 'lastkey',
      detail: event.detail,
    }));
    const deliverAll = () =>
      Promise.allSettled(events.map((event) => notify(event, 'message-1', ports())));
    const results = await deliverAll();
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await deliverAll();
    expect(slack.shown.filter(({ what }) => what === 'parent')).toHaveLength(1);
    expect(stored().notices.map(({ delivery }) => delivery.status)).toEqual([
      'delivered',
      'delivered',
    ]);
  });

  test('after a crash between posting and recording repeat the message once, no more', async () => {
    const keyCase = decided('found');
    const { writeCase } = world.caseTable;
    const crashing = {
      ...ports(),
      cases: { ...world.caseTable, writeCase: () => Promise.reject(new Error('crash')) },
    };
    await expect(notify(eventFor(keyCase), 'message-1', crashing)).rejects.toThrow('crash');
    expect(world.caseTable.writeCase).toBe(writeCase);
    await run(keyCase);
    await run(keyCase);
    expect(slack.shown).toHaveLength(2);
  });

  test('after a crash between the case and the ledger are recorded, not repeated', async () => {
    const keyCase = decided('found');
    const crashing = { ...ports(), ledger: { append: () => Promise.reject(new Error('crash')) } };
    await expect(notify(eventFor(keyCase), 'message-1', crashing)).rejects.toThrow('crash');
    expect(await run(keyCase)).toMatchObject({ did: 'already delivered' });
    expect(slack.shown).toHaveLength(1);
    expect(ledgerTypes()).toEqual(['notice.delivered']);
  });

  test('keep what others wrote into the case meanwhile, and the newest state is drawn', async () => {
    await told();
    const warned = withNotice(stored(), { kind: 'warning', cause: 'w', at: at(now) });
    world.cases.set(name, warned);
    const racing = {
      ...ports(),
      slack: {
        ...slack.port,
        postReply: async (...parameters: Parameters<typeof slack.port.postReply>) => {
          world.cases.set(name, { ...stored(), version: stored().version + 1, accountName: 'new' });
          return slack.port.postReply(...parameters);
        },
      },
    };
    await notify(eventFor(warned), 'message-2', racing);
    expect(stored().accountName).toBe('new');
    expect(stored().notices.at(-1)?.delivery.status).toBe('delivered');
    const updates = slack.shown.filter(({ what }) => what === 'update');
    expect(updates).toHaveLength(2);
    expect(updates.at(-1)?.message.text).toContain('new');
  });
});

describe('a later notice', () => {
  test('is a reply in the thread, and the parent message shows the present state', async () => {
    const after = await told();
    await run(
      decided('disabled', {
        ...after,
        stage: 'disabled',
        disabled: { at: at(now), by: 'U0ANAEXAMPLE', why: 'asked' },
      }),
    );
    expect(slack.shown.map(({ what, to }) => [what, to])).toEqual([
      ['parent', 'ana@example.com'],
      ['update', 'D-ana@example.com@1001.0'],
      ['reply', 'D-ana@example.com/1001.0'],
    ]);
    const [, update] = slack.shown;
    expect(update && readableMessage(update.message)).toContain('[Undo]');
    expect(stored().notices.at(-1)?.delivery).toMatchObject({ status: 'delivered', ts: '1002.0' });
  });

  test('opens the thread and replies in it when nobody has been told yet', async () => {
    await run(decided('warning'));
    expect(slack.shown.map(({ what }) => what)).toEqual(['parent', 'reply']);
    expect(stored().notices[0]?.delivery).toMatchObject({ ts: '1002.0' });
  });

  test('goes on with the next rung when the channel was archived or the person left', async () => {
    const after = await told();
    slack.refuses.set('D-ana@example.com/1001.0', 'is_archived');
    await run(decided('warning', after));
    expect(slack.shown.map(({ what, to }) => [what, to]).slice(-2)).toEqual([
      ['parent', '#cloud-security'],
      ['reply', 'C-#cloud-security/1002.0'],
    ]);
    expect(stored().thread?.channel).toBe('C-#cloud-security');
  });

  test('is delivered even when the parent message was deleted, and that is recorded', async () => {
    const after = await told();
    slack.refuses.set('D-ana@example.com@1001.0', 'message_not_found');
    expect(await run(decided('warning', after))).toMatchObject({ did: 'delivered warning' });
    expect(ledgerTypes()).toContain('notice.failed');
  });
});

describe('a key that is passed on', () => {
  const decidedNotMine = async (): Promise<KeyCase> => {
    const after = await told();
    const keyCase = withNotice(
      { ...after, owners: after.owners.slice(1) },
      {
        kind: 'not-mine',
        cause: 'click-1',
        at: at(now),
        details: {
          by: 'U-ana@example.com',
          formerChannel: anaThread.channel,
          formerTs: anaThread.ts,
        },
      },
    );
    world.cases.set(name, keyCase);
    return keyCase;
  };
  const passedOn = async () => run(await decidedNotMine());

  test('gets a new message for the next owner, and the former says who has it now', async () => {
    await passedOn();
    expect(slack.shown.map(({ what, to }) => [what, to])).toEqual([
      ['parent', 'ana@example.com'],
      ['parent', '#cloud-security'],
      ['update', 'D-ana@example.com@1001.0'],
    ]);
    expect(stored().thread?.contact.contact).toBe('#cloud-security');
    const lines = slack.shown.map(({ message }) => readableMessage(message).join('\n'));
    expect(lines[1]).toContain(
      'Somebody else was asked first and said that the key is not theirs.',
    );
    expect(lines[2]).toContain('is now with `#cloud-security`');
    expect(lines[2]).not.toContain('[');
  });

  test('is told to the former owner in the end, with one message to the next', async () => {
    const keyCase = await decidedNotMine();
    const busy = {
      ...ports(),
      slack: { ...slack.port, updateParent: () => Promise.reject(new Error('busy')) },
    };
    await expect(notify(eventFor(keyCase), 'message-1', busy)).rejects.toThrow('busy');
    await run(keyCase);
    expect(slack.shown.map(({ what, to }) => [what, to]).slice(1)).toEqual([
      ['parent', '#cloud-security'],
      ['update', 'D-ana@example.com@1001.0'],
    ]);
  });

  test('tells neither owner what concerns the other', async () => {
    await passedOn();
    await run(decided('warning', stored()));
    const toFormer = slack.shown.slice(2).filter(({ to }) => to.startsWith('D-ana'));
    expect(toFormer.map(({ what }) => what)).toEqual(['update']);
    const toNext = slack.shown.filter(({ to }) => to.includes('cloud-security'));
    expect(JSON.stringify(toNext.map(({ message }) => message))).not.toContain(
      'the person who made the key',
    );
  });
});

describe('what is not a notice', () => {
  test('is left alone when it is not ours, and recorded when it cannot be read', async () => {
    expect(await notify({ source: 'aws.iam' }, 'm', ports())).toMatchObject({ did: 'not for us' });
    const unreadable = ['{', null, [], { source: 'lastkey' }, { source: 'lastkey', detail: {} }];
    for (const body of unreadable) {
      expect(await notify(body, 'm', ports())).toMatchObject({ did: 'unreadable' });
    }
    expect(ledgerTypes()).toContain('event.unreadable');
  });

  test('fails loudly when the case does not hold the notice', async () => {
    const keyCase = decided('found');
    world.cases.clear();
    await expect(run(keyCase)).rejects.toMatchObject({ code: 'no-notice', retry: 'no' });
  });
});

test('every message is within the limits of Block Kit', async () => {
  const after = await told();
  await run(decided('how-to-switch', after));
  for (const { message } of slack.shown) expectWithinSlackLimits(message);
});

describe('how to switch', () => {
  const terraform = `resource "aws_iam_role" "shop" {}\n${'# more\n'.repeat(600)}`;
  const replacement = {
    ...sampleCase().replacement,
    snippets: { workflow: 'permissions:\n  id-token: write\n', terraform },
  };

  test('short code stays in the thread, long code goes up as a file each', async () => {
    await told({ replacement });
    await run(withStored('how-to-switch'));
    const reply = slack.shown.filter(({ what }) => what === 'reply').at(-1);
    const lines = readableMessage(reply?.message ?? never()).join('\n');
    expect(lines).toContain('id-token: write');
    expect(lines).toContain('As files below: `github-deploy.terraform.tf`');
    expectWithinSlackLimits(reply?.message ?? never());
    expect(slack.files).toEqual([
      { name: 'github-deploy.terraform.tf', content: terraform, to: 'D-ana@example.com/1001.0' },
    ]);
  });

  test.each([
    ['refuses', 'restricted_action'],
    ['cannot take', new LastkeyError('slack-unavailable', 'down', { retry: 'yes' })],
  ])('the thread names the command when Slack %s the files, once', async (_, why) => {
    await told({ replacement });
    slack.refusesFiles = why;
    const keyCase = withStored('how-to-switch');
    await run(keyCase);
    await run(keyCase);
    const replies = slack.shown.filter(({ what }) => what === 'reply');
    expect(replies).toHaveLength(2);
    expect(replies[1]?.message.text).toContain(
      'lastkey recommend --user deployer --account 111122223333',
    );
    expect(stored().notices.at(-1)?.delivery.status).toBe('delivered');
  });

  const withStored = (kind: NoticeKind): KeyCase => {
    const keyCase = withNotice(stored(), { kind, cause: 'click-1', at: at(now) });
    world.cases.set(name, keyCase);
    return keyCase;
  };
});

const never = (): never => {
  throw new Error('nothing was posted');
};
