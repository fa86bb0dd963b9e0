import { describe, expect, it } from 'vitest';
import type { SweepEventDetail } from '../../src/core/events/sweep-event.ts';
import { readNoticeEvent } from '../../src/core/messages/read-notice-event.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { tellSweep } from '../../src/flows/tell-sweep.ts';
import { memoryWorld } from './memory-ports.ts';
import { memorySlack } from './memory-slack.ts';

const detail: SweepEventDetail = {
  version: 1,
  noticeKind: 'sweep',
  topic: 'role-trust',
  accountIds: ['111122223333'],
  title: 'Federated roles in Shop',
  lines: ['deploy: somebody outside your organization can assume it.', '<!channel> *b*'],
  more: 3,
  advice: 'For the smallest change to each role: lastkey trust --role ARN',
  contacts: ['#team-gone', '#cloud-security'],
  noticeId: 'sweep-roles/1',
  at: '2026-11-23T04:17:00.000Z' as Instant,
};

const tell = async (refused: readonly string[], times = 1) => {
  const world = memoryWorld(detail.at);
  const slack = memorySlack(() => world.now);
  for (const contact of refused) slack.refuses.set(contact, 'is_archived');
  const ports = {
    clock: world.clock,
    cases: world.caseTable,
    ledger: world.ledgerPort,
    slack: slack.port,
  };
  for (let time = 0; time < times; time += 1) await tellSweep(detail, ports);
  return { shown: slack.shown, ledger: [...world.ledger.values()].map(({ type }) => type) };
};

describe('what a sweep has to say in one message', () => {
  it('goes to the first contact that Slack takes, once, and is recorded', async () => {
    const { shown, ledger } = await tell(['#team-gone'], 2);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.message.text).toContain('Federated roles in Shop');
    expect(JSON.stringify(shown[0]?.message.blocks)).toContain('and 3 more');
    expect(ledger).toEqual(['notice.failed', 'notice.delivered']);
  });

  it('fails loudly when nobody can be told', async () => {
    await expect(tell(['#team-gone', '#cloud-security'])).rejects.toThrow('Nobody could be told');
  });

  it('is read from the queue whole, or is unreadable', () => {
    const event = (given: object) => ({ source: 'lastkey', detail: given });
    expect(readNoticeEvent(event(detail))).toEqual({ kind: 'sweep', detail });
    for (const broken of [{ lines: 'one' }, { topic: 'other' }, { contacts: [1] }, { more: '3' }]) {
      expect(readNoticeEvent(event({ ...detail, ...broken })).kind).toBe('unreadable');
    }
  });
});
