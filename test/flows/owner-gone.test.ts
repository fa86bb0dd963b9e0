import { describe, expect, it } from 'vitest';
import { pendingEvents } from '../../src/core/events/case-event.ts';
import { decide } from '../../src/core/keys/decide.ts';
import { factsOfCase } from '../../src/core/keys/facts-of-case.ts';
import { historyOf } from '../../src/core/keys/history-of.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { notify } from '../../src/flows/notify.ts';
import { configurationOf, key, newKeyWorld, takeChange, theCase } from './key-story.ts';
import type { MemoryWorld } from './memory-ports.ts';
import { type MemorySlack, memorySlack } from './memory-slack.ts';
import { createAccessKey } from './sample-records.ts';

const leaver = 'ana@example.com';

/** A new key whose user has these tags; nobody but the fallback is known besides. */
const opened = async (tags: Record<string, string>): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  const name = `${key.accountId}/${key.userName}`;
  const user = world.users.get(name);
  if (user !== undefined) world.users.set(name, { ...user, tags });
  await takeChange(world, createAccessKey({ userIdentity: { type: 'AWSService' } }));
  return world;
};

const deliver = async (world: MemoryWorld, slack: MemorySlack): Promise<void> => {
  for (const { type, detail } of pendingEvents(theCase(world))) {
    await notify({ source: 'lastkey', 'detail-type': type, detail }, 'message-1', {
      clock: world.clock,
      cases: world.caseTable,
      roles: world.roleCasesPort,
      exceptions: world.exceptionsPort,
      limits: world.limitsPort,
      ledger: world.ledgerPort,
      slack: slack.port,
    });
  }
};

const reasonIds = (world: MemoryWorld) => theCase(world).reasons.map(({ id }) => id);

describe('trap q: an owner tag that is missing, malformed, or points to a leaver', () => {
  it.each([
    ['missing', {}],
    ['empty', { owner: '  ' }],
    ['malformed', { owner: 'ask the shop people' }],
    ['half an address', { owner: 'ana@' }],
  ])('%s: the next rung is asked, and nobody is said to have left', async (_, tags) => {
    const world = await opened(tags as Record<string, string>);
    const slack = memorySlack(() => world.now);
    await deliver(world, slack);
    expect(slack.shown.map(({ to }) => to)).toEqual(['#cloud-security']);
    expect(reasonIds(world)).not.toContain('owner-gone');
  });

  it.each(['users_not_found', 'user_disabled'])(
    'a leaver (%s): the next rung is asked, and reads that the owner is gone',
    async (code) => {
      const world = await opened({ owner: leaver });
      const slack = memorySlack(() => world.now);
      slack.refuses.set(leaver, code);
      await deliver(world, slack);
      expect(slack.shown.map(({ to }) => to)).toEqual(['#cloud-security']);
      expect(JSON.stringify(slack.shown[0]?.message)).toContain(leaver);
      expect(theCase(world).ownerGone).toEqual({ contact: leaver, code, at: world.now });
      expect(reasonIds(world)).toContain('owner-gone');
    },
  );

  it('is unknown, and not gone, while Slack does not answer', async () => {
    const world = await opened({ owner: leaver });
    const slack = memorySlack(() => world.now);
    slack.failure = new LastkeyError('slack-unavailable', 'down', { retry: 'yes' });
    await expect(deliver(world, slack)).rejects.toMatchObject({ retry: 'yes' });
    expect(reasonIds(world)).not.toContain('owner-gone');
  });

  it('stays known when a later look says nothing about the owner', async () => {
    const world = await opened({ owner: leaver });
    const slack = memorySlack(() => world.now);
    slack.refuses.set(leaver, 'users_not_found');
    await deliver(world, slack);
    const keyCase = theCase(world);
    const later = '2026-11-05T10:00:00.000Z' as Instant;
    const { ownerIsHere: _, ...facts } = factsOfCase(keyCase, [], later);
    const unread = { known: false, reason: 'not read', source: 'Slack', retry: 'no' } as const;
    const decision = decide(
      { ...facts, ownerIsHere: unread },
      configurationOf(),
      historyOf(keyCase),
      later,
    );
    expect(decision.reasons.map(({ id }) => id)).toContain('owner-gone');
  });
});
