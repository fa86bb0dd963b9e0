import { describe, expect, it } from 'vitest';
import { approvalWorld, approver } from './approval-world.ts';

const command = (word: 'stop' | 'go', at: string) => ({
  id: `trigger-${word}-${at}`,
  command: word,
  reason: 'the shop is down',
  slackUserId: approver,
  slackUserName: 'bob',
  channel: 'C0SOMEWHERE',
  at,
});

describe('a command that comes late, from a dead-letter queue', () => {
  it('does not let lastkey act again: somebody may have stopped it since', async () => {
    const made = approvalWorld();
    made.world.stopSwitch = 'stop';
    const outcome = await made.take(command('go', '2026-11-24T07:54:00.000Z'));
    expect(outcome.did).toBe('refused: go');
    expect(made.world.stopSwitch).toBe('stop');
    expect(made.slack.shown.at(-1)?.message.text).toContain('too late');
  });

  it('stops lastkey all the same', async () => {
    const made = approvalWorld();
    await made.take(command('stop', '2026-11-23T08:00:00.000Z'));
    expect(made.world.stopSwitch).toBe('stop');
  });
});
