import { describe, expect, it } from 'vitest';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { SlackMessage } from '../../src/core/messages/slack-message.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { sendDigest } from '../../src/flows/digest.ts';
import type { DigestPorts } from '../../src/flows/digest-ports.ts';
import type { AccountCoverage, ListedAccount } from '../../src/flows/sweep-ports.ts';
import { configurationOf, deliverAll, key, newKeyWorld, takeChange, theCase } from './key-story.ts';
import type { MemoryWorld } from './memory-ports.ts';
import { createAccessKey } from './sample-records.ts';

const enforcing = configurationOf('mode: enforce');

const portsOf = (
  world: MemoryWorld,
  coverage: readonly AccountCoverage[] = [],
  listed: readonly ListedAccount[] = [],
  answer: 'posted' | 'refused' = 'posted',
): DigestPorts & { readonly sent: SlackMessage[] } => {
  const sent: SlackMessage[] = [];
  return {
    sent,
    clock: world.clock,
    cases: world.caseTable,
    ledger: world.ledgerPort,
    coverage: { all: () => Promise.resolve(coverage) },
    list: { all: () => Promise.resolve(listed) },
    limits: { readCanary: () => Promise.resolve(null) },
    openCases: {
      async *all(): AsyncIterable<KeyCase> {
        yield* world.cases.values();
      },
    },
    slack: {
      postParent: (contact, message) => {
        if (answer === 'refused') {
          return Promise.resolve({ status: 'refused', code: 'channel_not_found' });
        }
        sent.push(message);
        const thread = { channel: contact.contact, ts: '1.1', contact };
        return Promise.resolve({ status: 'posted', thread });
      },
    },
  };
};

const toldWorld = async (): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), enforcing);
  deliverAll(world);
  world.now = '2026-11-05T09:00:00.000Z' as Instant;
  return world;
};

const row = (coverage: Partial<AccountCoverage>): AccountCoverage => ({
  accountId: key.accountId,
  runAt: '2026-11-05T03:00:00.000Z' as Instant,
  coverage: 'read',
  consecutiveFailures: 0,
  ...coverage,
});

describe('the digest', () => {
  it('says which keys are to be disabled this week, and how many are left', async () => {
    const world = await toldWorld();
    const ports = portsOf(world, [row({ keys: 12 })]);
    await sendDigest(ports, enforcing);
    const text = JSON.stringify(ports.sent);
    expect(ports.sent[0]?.text).toContain(
      '12 keys left; 1 key with an open case; 1 step this week',
    );
    expect(text).toContain(`${(theCase(world).dueAt ?? '').slice(0, 10)} disabled`);
    expect(text).toContain(key.accessKeyId);
  });

  it('names the accounts that nothing is known about', async () => {
    const world = await toldWorld();
    const ports = portsOf(world, [row({ coverage: 'failed', reason: 'AccessDenied' })]);
    await sendDigest(ports, enforcing);
    expect(JSON.stringify(ports.sent)).toContain(`${key.accountId}: AccessDenied`);
    expect(ports.sent[0]?.text).toContain('not counted yet');
  });

  it('names accounts, and says which of the listed ones no sweep has read', async () => {
    const world = await toldWorld();
    const listed = (accountId: string, name: string, isActive = true): ListedAccount => ({
      accountId: accountId as AccountId,
      name,
      isActive,
      state: isActive ? 'ACTIVE' : 'SUSPENDED',
      ous: undefined,
    });
    const excluding = configurationOf('mode: enforce');
    const configuration = {
      ...excluding,
      organization: {
        ...excluding.organization,
        exclude: [{ account: '222222222222', by: 'Dana', reason: 'sandbox' }],
      },
    };
    const ports = portsOf(
      world,
      [row({ keys: 3 }), row({ accountId: '333333333333' as AccountId, coverage: 'failed' })],
      [
        listed(key.accountId, 'Payments production'),
        listed('222222222222', 'sandbox'),
        listed('333333333333', 'closed', false),
        listed('444444444444', 'new-team'),
      ],
    );
    await sendDigest(ports, configuration);
    const text = JSON.stringify(ports.sent);
    expect(text).toContain(`Payments production ${key.accountId}/${key.userName}`);
    expect(text).toContain('new-team 444444444444: no sweep has read it yet');
    expect(text).toContain('one account');
    expect(text).not.toContain('sandbox');
    expect(text).not.toContain('closed');
  });

  it('is sent once a day, whatever is delivered twice', async () => {
    const world = await toldWorld();
    const ports = portsOf(world);
    await sendDigest(ports, enforcing);
    await sendDigest(ports, enforcing);
    expect(ports.sent).toHaveLength(1);
  });

  it('fails loudly when the channel takes no message', async () => {
    const world = await toldWorld();
    await expect(sendDigest(portsOf(world, [], [], 'refused'), enforcing)).rejects.toMatchObject({
      code: 'nobody-told',
    });
  });
});
