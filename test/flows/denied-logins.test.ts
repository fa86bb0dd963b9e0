import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/core/model/fact.ts';
import { expectWithinSlackLimits } from '../unit/messages/expect-within-slack-limits.ts';
import {
  at,
  deliverRoleEvents,
  deniedCase,
  roleWorld,
  setTrust,
  takeLogins,
  trusting,
} from './role-story.ts';
import { federatedLogin } from './sample-records.ts';

const withIds = 'repo:acme@123456/shop@789012:environment:production';
const pinned = 'repo:acme/shop:environment:production';

const denied = (number: number, minute = number) =>
  federatedLogin({
    eventID: `denied-${number}`,
    eventTime: `2026-11-04T09:${String(minute).padStart(2, '0')}:00Z`,
    subject: withIds,
    denied: true,
  });
const succeeded = (minute: number) =>
  federatedLogin({
    eventID: `succeeded-${minute}`,
    eventTime: `2026-11-04T09:${String(minute).padStart(2, '0')}:00Z`,
    subject: withIds,
  });

describe('a denied login', () => {
  it('is explained to the owner of the role once, with a change that lets it in', async () => {
    const story = roleWorld();
    await takeLogins(story, [denied(1), denied(2)]);
    expect(story.world.events.map(({ type }) => type)).toEqual(['Login Denied']);
    await deliverRoleEvents(story);
    const [shown] = story.slack.shown;
    expect(story.slack.shown).toHaveLength(1);
    expect(shown?.to).toBe('#team-shop');
    expectWithinSlackLimits(shown?.message ?? { text: '', blocks: [] });
    const text = JSON.stringify(shown?.message);
    expect(text).toContain(pinned);
    expect(text).toContain(withIds);
    expect(text).toContain('Set Statement[0]');
    expect(deniedCase(story)).toMatchObject({ count: 2, state: 'open', shown: 1 });
  });

  it('is counted in silence for ten minutes, then updated in place', async () => {
    const story = roleWorld();
    await takeLogins(story, [denied(1)]);
    await deliverRoleEvents(story);
    at(story, '2026-11-04T09:05:00.000Z');
    await takeLogins(story, [denied(4)]);
    expect(story.world.events).toEqual([]);
    at(story, '2026-11-04T09:20:00.000Z');
    await takeLogins(story, [denied(19)]);
    await deliverRoleEvents(story);
    expect(story.slack.shown.map(({ what }) => what)).toEqual(['parent', 'update']);
    expect(JSON.stringify(story.slack.shown[1]?.message)).toContain('3 times');
  });

  it('is counted once however often it is delivered', async () => {
    const story = roleWorld();
    await takeLogins(story, [denied(1), denied(2)]);
    await takeLogins(story, [denied(2), denied(1)]);
    expect(deniedCase(story)?.count).toBe(2);
    await deliverRoleEvents(story);
    expect(story.slack.shown).toHaveLength(1);
  });

  it('is closed by a login that succeeds, in the same message', async () => {
    const story = roleWorld();
    await takeLogins(story, [denied(1)]);
    await deliverRoleEvents(story);
    setTrust(story, trusting(pinned, withIds));
    at(story, '2026-11-04T09:31:00.000Z');
    await takeLogins(story, [succeeded(30)]);
    await deliverRoleEvents(story);
    expect(deniedCase(story)).toMatchObject({ state: 'closed' });
    expect(story.slack.shown.map(({ what }) => what)).toEqual(['parent', 'update']);
    expect(story.slack.shown[1]?.message.text).toContain('works again');
    // Late, and from before the login that succeeded.
    await takeLogins(story, [denied(5)]);
    expect(deniedCase(story)).toMatchObject({ state: 'closed', count: 1 });
  });

  it('after that is a new round with a message of its own', async () => {
    const story = roleWorld();
    await takeLogins(story, [denied(1)]);
    await takeLogins(story, [succeeded(2)]);
    await deliverRoleEvents(story);
    at(story, '2026-11-04T09:41:00.000Z');
    await takeLogins(story, [denied(40)]);
    await deliverRoleEvents(story);
    expect(story.slack.shown.map(({ what }) => what)).toEqual(['parent', 'parent']);
    expect(deniedCase(story)).toMatchObject({ state: 'open', count: 1 });
  });

  it('that succeeds at the second attempt of the same batch tells nobody', async () => {
    const story = roleWorld();
    await takeLogins(story, [denied(1), succeeded(2)]);
    expect(story.world.events).toEqual([]);
    expect(deniedCase(story)).toBeUndefined();
  });

  it('comes back alone when the role cannot be read just now, and is told then', async () => {
    const story = roleWorld();
    story.world.faults.set('GetRole', unknown('throttled', 'GetRole', 'yes'));
    const { failedMessageIds } = await takeLogins(story, [denied(1), denied(2), denied(3)]);
    expect(failedMessageIds).toEqual(['message-2']);
    expect(story.world.events).toEqual([]);
    story.world.faults.clear();
    await takeLogins(story, [denied(3)]);
    await deliverRoleEvents(story);
    expect(deniedCase(story)).toMatchObject({ count: 3, shown: 1 });
    expect(story.slack.shown).toHaveLength(1);
  });

  it('of a role that may not be read is told as not known, to the next rung', async () => {
    const story = roleWorld();
    story.world.faults.set('GetRole', unknown('access denied', 'GetRole'));
    await takeLogins(story, [denied(1)]);
    await deliverRoleEvents(story);
    expect(story.slack.shown[0]?.to).toBe('#cloud-security');
    expect(JSON.stringify(story.slack.shown[0]?.message)).toContain('access denied');
    expect(deniedCase(story)?.diagnosis).toMatchObject({ cause: 'unknown', patch: [] });
  });

  it('climbs the ladder when a channel is archived, and records the refusal', async () => {
    const story = roleWorld();
    story.slack.refuses.set('#team-shop', 'is_archived');
    await takeLogins(story, [denied(1)]);
    await deliverRoleEvents(story);
    expect(story.slack.shown[0]?.to).toBe('#cloud-security');
    const types = [...story.world.ledger.values()].map(({ type }) => type);
    expect(types).toEqual(['decision', 'notice.failed', 'notice.delivered']);
  });

  it('is announced again when its first announcement was cut short', async () => {
    const story = roleWorld();
    const { publish } = story.world.eventsPort;
    story.world.eventsPort.publish = () => Promise.reject(new Error('crash'));
    const { failedMessageIds } = await takeLogins(story, [denied(1)]);
    expect(failedMessageIds).toEqual(['message-0']);
    story.world.eventsPort.publish = publish;
    await takeLogins(story, [denied(1)]);
    await deliverRoleEvents(story);
    expect(story.slack.shown).toHaveLength(1);
    expect(deniedCase(story)?.count).toBe(1);
  });

  it('of many subjects is told ten times a day and role, and counted for the rest', async () => {
    const story = roleWorld();
    const login = (number: number) =>
      federatedLogin({
        eventID: `denied-${number}`,
        subject: `repo:evil/shop:ref:refs/heads/${number}`,
        denied: true,
      });
    await takeLogins(
      story,
      Array.from({ length: 12 }, (_, index) => login(index)),
    );
    expect(story.world.events).toHaveLength(10);
    expect(story.world.roleCases.size).toBe(12);
    const decisions = [...story.world.ledger.values()].map(({ body }) => body);
    expect(JSON.stringify(decisions)).toContain('too-many-to-tell');
    at(story, '2026-11-05T09:00:00.000Z');
    await takeLogins(story, [login(11)]);
    expect(story.world.events).toHaveLength(11);
  });

  it('of a stranger is told without a change', async () => {
    const story = roleWorld();
    const subject = 'repo:evil/shop:environment:production';
    await takeLogins(story, [federatedLogin({ eventID: 'denied-1', subject, denied: true })]);
    await deliverRoleEvents(story);
    expect(deniedCase(story)?.diagnosis?.patch).toEqual([]);
    expect(JSON.stringify(story.slack.shown[0]?.message)).toContain('another tenant');
  });
});
