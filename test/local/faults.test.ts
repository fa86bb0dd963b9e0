import { join, resolve } from 'node:path';
import { CreateAccessKeyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/cli/configuration.ts';
import { adminRole, storyAccounts } from '../../src/local/story/accounts.ts';
import { startWorld } from '../../src/local/story/start-world.ts';
import { accountIds, storyConfiguration } from '../../src/local/story/story-configuration.ts';
import { actingAs, type StoryWorld, settle } from '../../src/local/story/story-world.ts';
import { people } from '../../src/local/story/workspace.ts';

const built = resolve('dist');
const { payments, shop, integration, partners, datacentre } = accountIds;
const made = [
  [payments, 'shop-deployer'],
  [payments, 'azure-func-invoices'],
  [shop, 'gitlab-web-frontend'],
  [shop, 'carol'],
  [integration, 'd365-order-export'],
  [partners, 'logistics-partner'],
  [datacentre, 'veeam-backup-host'],
] as const;

/** Everything around the functions fails now and then, decided by the seed. */
const arm = ({ organization, slack }: StoryWorld): void => {
  const { faults } = organization;
  faults.add({
    on: { service: 'events', action: 'Deliver' },
    effect: 'duplicate',
    probability: 0.4,
  });
  faults.add({ on: { service: 'iam', action: 'GetUser' }, effect: 'throttle', probability: 0.3 });
  faults.add({ on: { service: 'iam', action: 'ListRoles' }, effect: 'fail', probability: 0.2 });
  faults.add({
    on: { service: 'sts', action: 'AssumeRole' },
    effect: 'throttle',
    probability: 0.3,
  });
  faults.add({
    on: { service: 'dynamodb', action: 'PutItem' },
    effect: 'lose-answer',
    probability: 0.1,
  });
  faults.add({
    on: { service: 'dynamodb', action: 'UpdateItem' },
    effect: 'throttle',
    probability: 0.2,
  });
  faults.add({ on: { action: 'PutEvents' }, effect: 'lose-answer', probability: 0.3 });
  slack.faults.add({ fault: 'rate-limited', probability: 0.3, retryAfterSeconds: 20 });
  slack.faults.add({ fault: 'server-error', probability: 0.2 });
};

describe('while everything around fails now and then', () => {
  it.each([2, 3])('every owner is told of every key, once (seed %i)', async (seed) => {
    const world = await startWorld({
      templates: {
        hub: join(built, 'templates', 'lastkey-hub.template.json'),
        member: join(built, 'templates', 'lastkey-member.template.json'),
      },
      functionsFolder: join(built, 'functions'),
      accounts: storyAccounts,
      configuration: parseConfiguration(storyConfiguration, 'the story'),
      startAt: '2026-11-02T09:05:00Z',
      seed,
    });
    try {
      const story = { ...world, print: () => undefined };
      arm(story);
      const keys: string[] = [];
      for (const [accountId, userName] of made) {
        const iam = actingAs(story, {
          accountId,
          roleName: adminRole,
          sessionName: people.bob.email,
        });
        const { AccessKey: key } = await iam.send(
          new CreateAccessKeyCommand({ UserName: userName }),
        );
        keys.push(key?.AccessKeyId ?? '');
      }
      await settle(story);
      world.organization.faults.clear();
      world.slack.faults.clear();
      await settle(story);
      // What the outage parked would be seen here: nothing may need a person.
      expect(await world.organization.deadLetters()).toEqual([]);
      for (const key of keys) {
        const parents = world.slack
          .threads()
          .filter(({ parent }) => JSON.stringify(parent.blocks).includes(key));
        expect(
          parents.map(({ parent }) => parent.channel),
          key,
        ).toHaveLength(1);
      }
      const items = await world.organization.tables.items('cases');
      const cases = items.filter(({ sk }) => String(sk).startsWith('KEY#'));
      expect(cases).toHaveLength(made.length);
      for (const { body } of cases) {
        const { notices } = JSON.parse(String(body));
        expect(notices).toMatchObject([{ kind: 'found', delivery: { status: 'delivered' } }]);
      }
    } finally {
      await world.close();
    }
  });
});
