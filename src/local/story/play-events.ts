import type { AccountSeed } from '../aws/account-seed.ts';
import type { CloudTrailRecord } from '../aws/cloudtrail/cloudtrail-record.ts';
import { conversationName } from './conversation-name.ts';
import { narrator } from './narrate.ts';
import { startWorld, type World, type WorldOptions } from './start-world.ts';
import { accountIds } from './story-configuration.ts';
import { type StoryWorld, settle } from './story-world.ts';

export interface EventsOptions extends Omit<WorldOptions, 'accounts' | 'startAt'> {
  /** What is known of the accounts; the hub is added. */
  readonly accounts: readonly AccountSeed[];
  /** By time. */
  readonly events: readonly {
    readonly accountId: string;
    readonly region: string;
    /** RFC 3339 */
    readonly time: string;
    readonly record: CloudTrailRecord;
  }[];
  readonly print: (line: string) => void;
}

/** How many events are under way before the rest waits for them. */
const atOnce = 25;

/** Plays somebody's own events on the local organization and leaves the world running. */
export const playEvents = async (options: EventsOptions): Promise<World> => {
  const { events, print } = options;
  const first = events[0]?.time ?? new Date().toISOString();
  const world = await startWorld({
    ...options,
    accounts: [
      { accountId: accountIds.management, name: 'Management account' },
      { accountId: accountIds.hub, name: 'Security tooling' },
      ...options.accounts.filter(
        ({ accountId }) => accountId !== accountIds.hub && accountId !== accountIds.management,
      ),
    ],
    startAt: first,
  });
  try {
    const story: StoryWorld = { ...world, print };
    const told = narrator(world.organization, world.slack, print, conversationName);
    told.scene(`Your events: ${events.length} that lastkey watches`);
    for (const [index, event] of events.entries()) {
      const ahead = Date.parse(event.time) - world.organization.time.now();
      if (ahead > 0) await world.organization.time.advance(ahead);
      await world.organization.deliver(event.accountId, event.region, event.record);
      // Keys are told one after another; everything else may come in bursts.
      if (isAboutKey(event.record) || index % atOnce === atOnce - 1) {
        await settle(story);
        await told.catchUp();
      }
    }
    await settle(story);
    await told.catchUp();
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
};

const isAboutKey = (record: CloudTrailRecord): boolean =>
  String(record['eventName']).endsWith('AccessKey');
