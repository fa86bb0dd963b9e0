import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountSessions } from '../../src/adapters/aws/account-sessions.ts';
import { actingAccounts } from '../../src/adapters/aws/acting-accounts.ts';
import { systemPace } from '../../src/adapters/aws/call-pace.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import { addDays, type Instant, instantOf } from '../../src/core/model/instant.ts';
import { sweepAccounts } from '../../src/flows/sweep-accounts.ts';
import { configurationOf, deliverAll, passTime, takeRequest } from '../flows/key-story.ts';
import { addAccount, type SweepWorld, sweepWorld } from '../flows/sweep-world.ts';
import {
  hasMotoServer,
  type MotoOrganization,
  type SeededKey,
  startOrganization,
} from './organization.ts';

/** Limits are not what this is about. */
const configuration = configurationOf(
  'mode: enforce\nlimits: { perRun: 10000, perAccount: 10000, percentOfAccount: 100, perOwner: 10000, canary: 10000 }',
);

/** The hub's tables are memory; IAM and STS are moto's, through the real adapters. */
const motoWorld = (organization: MotoOrganization): SweepWorld => {
  const world = sweepWorld(instantOf(Date.now()));
  const pace = systemPace();
  const credentialsFor = memberCredentials({
    role: 'lastkey/lastkey-read',
    partition: 'aws',
    now: Date.now,
    pace: pace.sts,
  });
  for (const accountId of organization.accountIds) addAccount(world, accountId as AccountId);
  return Object.assign(world, {
    acting: actingAccounts(
      memberCredentials({ role: 'lastkey/lastkey-respond', partition: 'aws', now: Date.now }),
      () => world.now,
    ),
    ports: {
      ...world.ports,
      sessions: accountSessions({ credentialsFor, pace, now: () => world.now }),
      members: memberAccounts(credentialsFor, () => world.now),
    },
  });
};

const nameOf = ({
  accountId,
  userName,
  accessKeyId,
}: Pick<SeededKey, 'accountId' | 'userName' | 'accessKeyId'>) =>
  `${accountId}/${userName}/${accessKeyId}`;

describe.runIf(hasMotoServer())('the respond flow against moto', () => {
  const before = { ...process.env };
  let organization: MotoOrganization;
  let world: SweepWorld;

  /** Status by key name, as moto tells it. */
  const statuses = async (): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    const sts = new STSClient({});
    for (const accountId of organization.accountIds) {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/auditor`,
          RoleSessionName: 'auditor',
        }),
      );
      const iam = new IAMClient({
        credentials: {
          accessKeyId: given?.AccessKeyId ?? '',
          secretAccessKey: given?.SecretAccessKey ?? '',
          sessionToken: given?.SessionToken ?? '',
        },
      });
      const users = new Set(
        organization.keys
          .filter((key) => key.accountId === accountId)
          .map(({ userName }) => userName),
      );
      for (const UserName of users) {
        const { AccessKeyMetadata: keys = [] } = await iam.send(
          new ListAccessKeysCommand({ UserName }),
        );
        for (const { AccessKeyId: accessKeyId = '', Status: status = '' } of keys) {
          found.set(`${accountId}/${UserName}/${accessKeyId}`, status);
        }
      }
    }
    return found;
  };

  const respondToAll = async (): Promise<void> => {
    for (const request of world.requests.splice(0)) {
      await takeRequest(world, request, { configuration });
    }
  };

  beforeAll(async () => {
    organization = await startOrganization();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: organization.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
    });
    world = motoWorld(organization);
    const startedAt = world.now;
    await sweepAccounts(
      { startedAt, batch: 0, accountIds: organization.accountIds as readonly AccountId[] },
      world.ports,
      { configuration, catalogue: identityProviders },
    );
    deliverAll(world);
    // A day before the date comes the warning, and on the date the request.
    for (const days of [6.5, 8]) {
      await passTime(world, addDays(startedAt as Instant, days), configuration);
      deliverAll(world);
      await respondToAll();
    }
  }, 300_000);
  afterAll(async () => {
    process.env = before;
    await organization.stop();
  });

  it('disables exactly the keys that are due, and no other', async () => {
    const now = await statuses();
    const expected = organization.keys.map((key) => [
      nameOf(key),
      key.isDue ? 'Inactive' : key.status,
    ]);
    expect(expected.filter(([, status]) => status === 'Inactive').length).toBeGreaterThan(100);
    expect([...now].sort()).toEqual([...expected].sort());
  });

  it('brings one back when it is asked to restore it', async () => {
    const [due] = organization.keys.filter(({ isDue }) => isDue);
    const keyCase = due && world.cases.get(nameOf(due));
    if (keyCase === undefined) throw new Error('No key was disabled.');
    const outcome = await takeRequest(
      world,
      {
        id: 'command/1',
        key: keyCase.key,
        act: 'restore',
        because: { kind: 'command', by: 'arn:aws:iam::123456789012:user/ana' },
        at: world.now,
      },
      { configuration },
    );
    expect(outcome.did).toBe('restored');
    const disabled = [...(await statuses())].filter(([, status]) => status === 'Inactive');
    expect(disabled.map(([name]) => name)).not.toContain(nameOf(keyCase.key));
  });
});
