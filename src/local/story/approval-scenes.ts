import type { Scene } from './scenes.ts';
import { press, type StoryWorld, settle } from './story-world.ts';
import { people } from './workspace.ts';

const security = 'C0CLOUDSEC';

/** Scenes in which a second person has the last word. */
export const approvalScenes: readonly Scene[] = [
  {
    at: '2026-11-10T16:10:00Z',
    title: 'Dave asks for an exception, and Bob approves it',
    play: async (world, stage) => {
      const accessKeyId = stage.keys.get('d365-order-export') ?? '';
      stage.narrator.happens('Dave asks for time until the vendor supports OIDC');
      await press(world, people.dave, 'request-exception', accessKeyId);
      await world.slack.submit({ userId: people.dave.id, entered: exceptionForm });
      await settle(world);
      stage.narrator.happens('Bob reads it in #cloud-security and approves');
      await approve(world);
    },
  },
  {
    at: '2026-11-10T16:40:00Z',
    title: 'A stranger may not pull the stop switch; an approver may',
    play: async (world, stage) => {
      stage.narrator.happens('Alice types /lastkey stop in #team-shop');
      await type(world, people.alice.id, 'C0TEAMSHOP', '/lastkey stop the shop is down');
      stage.narrator.happens('Bob types it in #cloud-security, and an hour later /lastkey go');
      await type(world, people.bob.id, security, '/lastkey stop the shop is down');
      await world.organization.time.advance(3_600_000);
      await type(world, people.bob.id, security, '/lastkey go');
    },
  },
];

const exceptionForm = {
  reason: { reason: 'The order export of the vendor takes nothing but a key before version 12.' },
  conditions: { conditions: 'The user may only write to one bucket, from one address.' },
  scope: { scope: 'key' },
  until: { until: '2027-01-29' },
};

const approve = async (world: StoryWorld): Promise<void> => {
  const question = world.slack
    .threads()
    .map(({ parent }) => parent)
    .findLast(
      ({ channel, text }) => channel === security && text.startsWith('Exception requested'),
    );
  if (question === undefined) throw new Error('Nobody was asked about the exception.');
  const delivery = await world.slack.press({
    messageTs: question.ts,
    actionId: 'approve-exception',
    userId: people.bob.id,
  });
  if (delivery.status === 'failed') throw new Error(`The click failed: ${delivery.why}`);
  await settle(world);
};

const type = async (
  world: StoryWorld,
  userId: string,
  channel: string,
  text: string,
): Promise<void> => {
  const delivery = await world.slack.type({ userId, channel, text });
  if (delivery.status === 'failed') throw new Error(`The command failed: ${delivery.why}`);
  await settle(world);
};
