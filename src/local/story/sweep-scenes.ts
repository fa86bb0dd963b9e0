import { CreateAccessKeyCommand } from '@aws-sdk/client-iam';
import { adminRole } from './accounts.ts';
import type { Scene } from './scenes.ts';
import { accountIds } from './story-configuration.ts';
import { actingAs, type StoryWorld, settle } from './story-world.ts';
import { people } from './workspace.ts';

/** The daily run, as the schedule starts it. */
const sweep = async (world: StoryWorld): Promise<void> => {
  const { outcome } = await world.organization.execute('sweep');
  if (outcome.status === 'failed') {
    throw new Error(`The sweep failed: ${outcome.error}: ${outcome.cause}`);
  }
  await settle(world);
};

/** What no event tells of. */
export const firstSweep: Scene = {
  at: '2026-11-02T09:00:00Z',
  title: 'Before any event: the first sweep reads every account and finds an old key',
  play: sweep,
};

export const lostEvent: Scene = {
  at: '2026-11-05T04:17:00Z',
  title: 'An event is lost on its way, and the next sweep finds the key',
  play: async (world, stage) => {
    world.organization.faults.add({
      on: { service: 'events', action: 'Deliver', eventName: 'CreateAccessKey' },
      effect: 'drop',
      times: 1,
    });
    const iam = actingAs(world, {
      accountId: accountIds.integration,
      roleName: adminRole,
      sessionName: people.dave.email,
    });
    await iam.send(new CreateAccessKeyCommand({ UserName: 'crm-sync' }));
    stage.narrator.happens('Dave makes a key for crm-sync, and its event never arrives');
    await settle(world);
    await world.organization.time.advance(60_000);
    await sweep(world);
  },
};
