import { IAMClient } from '@aws-sdk/client-iam';
import type { LocalOrganization } from '../organization.ts';
import type { SentRequest } from '../slack/interactions/deliver.ts';
import type { Message } from '../slack/message-store.ts';
import type { LocalSlack } from '../slack/start-slack.ts';

/** What the scenes play in, and where they print. */
export interface StoryWorld {
  readonly organization: LocalOrganization;
  readonly slack: LocalSlack;
  readonly print: (line: string) => void;
}

/** An IAM client that acts as somebody in an account. */
export const actingAs = (
  { organization }: StoryWorld,
  who: {
    readonly accountId: string;
    readonly roleName: string;
    readonly sessionName: string;
    readonly tool?: string;
  },
): IAMClient =>
  new IAMClient({
    endpoint: organization.endpoints.aws,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: organization.credentials(who.accountId, who.roleName, who.sessionName),
    ...(who.tool === undefined ? {} : { customUserAgent: who.tool }),
  });

/** Ten minutes of waiting for a message that comes back is still the same scene. */
const longestWaitMs = 10 * 60_000;

/**
 * Lets everything that a scene has caused happen: deliveries, functions, messages that were given
 * back and come again after their time-out.
 */
export const settle = async ({ organization }: StoryWorld): Promise<void> => {
  for (let round = 0; round < 20; round += 1) {
    const { waiting } = await organization.idle();
    const soon = waiting
      .map(({ visibleInMs }) => visibleInMs ?? 0)
      .filter((each) => each <= longestWaitMs);
    if (soon.length === 0) return;
    await organization.time.advance(Math.max(...soon) + 1000);
  }
};

const hourMs = 3_600_000;

/** Moves time on to a moment, with the hourly schedule, and those by the clock, firing as they would. */
export const passTimeTo = async (world: StoryWorld, moment: string): Promise<void> => {
  const { organization } = world;
  const until = Date.parse(moment);
  for (;;) {
    const left = until - organization.time.now();
    if (left <= 0) return;
    const before = organization.time.now();
    await organization.time.advance(Math.min(left, hourMs));
    await organization.fire('advance-cases');
    for (const name of organization.firing(before, organization.time.now())) {
      await organization.fire(name);
    }
    await settle(world);
  }
};

/** The thread that is about a key: the parent message names it. */
export const parentAbout = ({ slack }: StoryWorld, accessKeyId: string): Message => {
  const parents = slack
    .threads()
    .map(({ parent }) => parent)
    // The digest names keys too, and has no button.
    .filter(({ text }) => !text.startsWith('lastkey, the week ahead'))
    .filter((parent) => JSON.stringify(parent.blocks).includes(accessKeyId));
  // A key that was passed on has a parent at each owner: the newest is the one that counts.
  const parent = parents.at(-1);
  if (parent === undefined) throw new Error(`Slack has no message about key ${accessKeyId}.`);
  return parent;
};

/** Somebody presses a button of the message about a key. */
export const press = async (
  world: StoryWorld,
  who: { readonly id: string; readonly realName: string },
  actionId: string,
  accessKeyId: string,
): Promise<SentRequest> => {
  const parent = parentAbout(world, accessKeyId);
  const delivery = await world.slack.press({
    messageTs: parent.ts,
    actionId,
    userId: who.id,
  });
  if (delivery.status === 'failed') throw new Error(`The click failed: ${delivery.why}`);
  await settle(world);
  return delivery.request;
};
