import {
  CreateAccessKeyCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { adminRole, federated, terraformRole } from './accounts.ts';
import { federatedLogin, githubLogin, rootKeyCreated } from './cloudtrail-records.ts';
import type { Narrator } from './narrate.ts';
import { accountIds } from './story-configuration.ts';
import { actingAs, passTimeTo, press, type StoryWorld, settle } from './story-world.ts';
import { firstSweep, lostEvent } from './sweep-scenes.ts';
import { people } from './workspace.ts';

/** One scene: what happens in the world, and nothing that lastkey does about it. */
export interface Scene {
  /** When it starts: RFC 3339. */
  readonly at: string;
  readonly title: string;
  readonly play: (world: StoryWorld, stage: Stage) => Promise<void>;
}

/** What scenes share: the narrator, and the keys that were made, by user. */
export interface Stage {
  readonly narrator: Narrator;
  readonly keys: Map<string, string>;
}

/** Somebody makes a key for a user through the real API of the local IAM. */
const makeKey = async (
  world: StoryWorld,
  stage: Stage,
  made: {
    readonly accountId: string;
    readonly userName: string;
    readonly by: string;
    readonly tool?: string;
  },
): Promise<string> => {
  const iam = actingAs(world, {
    accountId: made.accountId,
    roleName: made.tool === undefined ? adminRole : terraformRole,
    sessionName: made.by,
    ...(made.tool === undefined ? {} : { tool: made.tool }),
  });
  const { AccessKey: key } = await iam.send(
    new CreateAccessKeyCommand({ UserName: made.userName }),
  );
  const accessKeyId = key?.AccessKeyId ?? '';
  stage.keys.set(made.userName, accessKeyId);
  stage.narrator.happens(`${made.by} makes key ${accessKeyId} for ${made.userName}`);
  await settle(world);
  return accessKeyId;
};

const keyOf = (stage: Stage, userName: string): string => {
  const key = stage.keys.get(userName);
  if (key === undefined) throw new Error(`No scene has made a key for ${userName}.`);
  return key;
};

const github = 'token.actions.githubusercontent.com';
const { payments, shop, integration, partners, datacentre, management } = accountIds;

export const scenes: readonly Scene[] = [
  firstSweep,
  {
    at: '2026-11-02T09:05:00Z',
    title: 'A GitHub Actions deployer gets a key, and its event arrives twice',
    play: async (world, stage) => {
      world.organization.faults.add({
        on: { service: 'events', action: 'Deliver', eventName: 'CreateAccessKey' },
        effect: 'duplicate',
        times: 1,
      });
      await makeKey(world, stage, {
        accountId: payments,
        userName: 'shop-deployer',
        by: people.alice.email,
      });
    },
  },
  {
    at: '2026-11-02T09:20:00Z',
    title: 'A Dynamics 365 integration gets one; IAM is throttled while its user is read',
    play: async (world, stage) => {
      world.organization.faults.add({
        on: { service: 'iam', action: 'GetUser', accountId: integration },
        effect: 'throttle',
        times: 4,
      });
      await makeKey(world, stage, {
        accountId: integration,
        userName: 'd365-order-export',
        by: people.dave.email,
      });
    },
  },
  {
    at: '2026-11-02T09:40:00Z',
    title: 'A GitLab job gets one; Slack asks to slow down',
    play: async (world, stage) => {
      world.slack.faults.add({
        fault: 'rate-limited',
        method: 'chat.postMessage',
        times: 1,
        retryAfterSeconds: 30,
      });
      await makeKey(world, stage, {
        accountId: shop,
        userName: 'gitlab-web-frontend',
        by: people.erin.email,
      });
    },
  },
  {
    at: '2026-11-02T10:10:00Z',
    title: 'A partner in another AWS account, and an Azure Function',
    play: async (world, stage) => {
      await makeKey(world, stage, {
        accountId: partners,
        userName: 'logistics-partner',
        by: 'provisioning',
      });
      await makeKey(world, stage, {
        accountId: payments,
        userName: 'azure-func-invoices',
        by: people.dave.email,
      });
    },
  },
  {
    at: '2026-11-02T10:30:00Z',
    title: 'A backup host on premises; the channel of its team is archived',
    play: async (world, stage) => {
      await makeKey(world, stage, {
        accountId: datacentre,
        userName: 'veeam-backup-host',
        by: 'provisioning',
      });
    },
  },
  {
    at: '2026-11-02T11:00:00Z',
    title: 'A person, a failed attempt, and the root user',
    play: async (world, stage) => {
      await makeKey(world, stage, {
        accountId: shop,
        userName: 'carol',
        by: people.carol.email,
      });
      const iam = actingAs(world, {
        accountId: shop,
        roleName: adminRole,
        sessionName: people.erin.email,
      });
      await iam
        .send(new CreateAccessKeyCommand({ UserName: 'nightly-report' }))
        .catch((error: Error) =>
          stage.narrator.happens(`a third key for nightly-report is refused: ${error.name}`),
        );
      await world.organization.deliver(
        management,
        'us-east-1',
        rootKeyCreated(management, world.organization.time.now()),
      );
      await settle(world);
    },
  },
  {
    at: '2026-11-02T14:00:00Z',
    title: 'Owners answer in Slack',
    play: async (world, stage) => {
      stage.narrator.happens('Alice asks how to switch');
      await press(world, people.alice, 'show-how-to-switch', keyOf(stage, 'shop-deployer'));
      stage.narrator.happens('Erin keeps the GitLab key until the release is out');
      await press(world, people.erin, 'keep-for-now', keyOf(stage, 'gitlab-web-frontend'));
      await submitKeep(world);
      stage.narrator.happens('Erin presses Not mine on the partner key');
      await press(world, people.erin, 'not-mine', keyOf(stage, 'logistics-partner'));
      stage.narrator.happens('Dave presses Disable now in an account that only observes');
      await press(world, people.dave, 'disable-now', keyOf(stage, 'd365-order-export'));
    },
  },
  {
    at: '2026-11-03T09:15:00Z',
    title: 'The shop deploys through its role, and the key is disabled with one click',
    play: async (world, stage) => {
      stage.narrator.happens('two GitHub Actions runs assume shop-production-deploy');
      for (const run of [1, 2]) {
        await world.organization.deliver(
          payments,
          'eu-west-1',
          federatedLogin(payments, world.organization.time.now(), run),
        );
      }
      await settle(world);
      stage.narrator.happens('Alice presses Disable now');
      const click = await press(world, people.alice, 'disable-now', keyOf(stage, 'shop-deployer'));
      stage.narrator.happens('somebody sends the very same click again');
      await fetch(click.url, { method: 'POST', headers: click.headers, body: click.body });
      await settle(world);
    },
  },
  {
    at: '2026-11-04T06:30:00Z',
    title: 'Terraform activates the key again at night',
    play: async (world, stage) => {
      const iam = actingAs(world, {
        accountId: payments,
        roleName: terraformRole,
        sessionName: 'nightly-apply',
        tool: 'Terraform/1.14.2 terraform-provider-aws/6.20.0',
      });
      await iam.send(
        new UpdateAccessKeyCommand({
          UserName: 'shop-deployer',
          AccessKeyId: keyOf(stage, 'shop-deployer'),
          Status: 'Active',
        }),
      );
      stage.narrator.happens('terraform apply sets the key to Active');
      await settle(world);
    },
  },
  {
    at: '2026-11-04T11:00:00Z',
    title: 'A malformed event arrives',
    play: async (world) => {
      await world.organization.deliver(payments, 'us-east-1', {
        eventVersion: '1.11',
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateAccessKey',
        eventID: '5f0c2d7e-malformed',
        eventTime: 'yesterday',
      } as never);
      await settle(world);
    },
  },
  lostEvent,
  {
    at: '2026-11-08T09:00:00Z',
    title: 'The week passes: the last warnings go out, and the Azure Function runs once more',
    play: async (world, stage) => {
      await passTimeTo(world, '2026-11-08T13:00:00Z');
      stage.narrator.happens('the Azure Function writes to S3 with its key');
      world.organization.useAccessKey(keyOf(stage, 'azure-func-invoices'), {
        service: 's3',
        region: 'eu-west-1',
      });
      await settle(world);
    },
  },
  {
    at: '2026-11-09T09:00:00Z',
    title: 'The due date: the last look finds the use and stops; an idle key is disabled',
    play: async (world) => {
      await passTimeTo(world, '2026-11-09T15:00:00Z');
    },
  },
  {
    at: '2026-11-10T09:00:00Z',
    title: 'Carol misses her key, and brings it back',
    play: async (world, stage) => {
      await press(world, people.carol, 'undo', keyOf(stage, 'carol'));
    },
  },
  {
    at: '2026-11-10T10:00:00Z',
    title: 'The ledger repository moves to subjects with ids, and its role refuses them',
    play: async (world, stage) => {
      const roleName = 'ledger-production-deploy';
      const before = 'repo:acme/ledger:environment:production';
      const subject = 'repo:acme@123456/ledger@789012:environment:production';
      const login = async (run: number, isDenied: boolean) => {
        const at = world.organization.time.now();
        const record = githubLogin(payments, at, run, { roleName, subject, isDenied });
        await world.organization.deliver(payments, 'eu-west-1', record);
      };
      stage.narrator.happens('two GitHub Actions runs are refused by ledger-production-deploy');
      await login(3, true);
      await login(4, true);
      await settle(world);
      await passTimeTo(world, '2026-11-10T10:20:00Z');
      stage.narrator.happens('Alice makes the change that lastkey proposes');
      await changeTrust(world, {
        accountId: payments,
        roleName,
        by: people.alice.email,
        trustPolicy: federated(payments, github, {
          aud: 'sts.amazonaws.com',
          sub: [before, subject],
        }),
      });
      await passTimeTo(world, '2026-11-10T10:30:00Z');
      stage.narrator.happens('the next run is let in');
      await login(5, false);
      await settle(world);
    },
  },
  {
    at: '2026-11-10T15:00:00Z',
    title: 'A trust policy gets worse: a star in the wrong place lets other groups in',
    play: async (world, stage) => {
      const main = 'project_path:acme/web-frontend:ref_type:branch:ref:main';
      const release = 'project_path:acme/web-frontend:ref_type:branch:ref:release';
      const change = (operator: 'StringEquals' | 'StringLike', sub: string | readonly string[]) =>
        changeTrust(world, {
          accountId: shop,
          roleName: 'web-frontend-release',
          by: people.erin.email,
          trustPolicy: federated(shop, 'gitlab.com', { aud: 'https://gitlab.com', sub }, operator),
        });
      stage.narrator.happens('Erin adds the release branch to web-frontend-release');
      await change('StringEquals', [main, release]);
      stage.narrator.happens('Erin opens it to "all of acme"');
      await change('StringLike', 'project_path:acme*:ref_type:branch:ref:main');
    },
  },
];

/** Somebody changes the trust policy of a role through the real API of the local IAM. */
const changeTrust = async (
  world: StoryWorld,
  change: {
    readonly accountId: string;
    readonly roleName: string;
    readonly by: string;
    readonly trustPolicy: unknown;
  },
): Promise<void> => {
  const iam = actingAs(world, {
    accountId: change.accountId,
    roleName: adminRole,
    sessionName: change.by,
  });
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: change.roleName,
      PolicyDocument: JSON.stringify(change.trustPolicy),
    }),
  );
  await settle(world);
};

/** The form of *Keep for now*, filled in. */
const submitKeep = async (world: StoryWorld): Promise<void> => {
  const submission = await world.slack.submit({
    userId: people.erin.id,
    entered: keepForm,
  });
  if (submission.status === 'errors' || submission.status === 'failed') {
    throw new Error(`The form was not taken: ${JSON.stringify(submission)}`);
  }
  await settle(world);
};

const keepForm = {
  reason: { reason: 'The release of 1 December still uses the old runner.' },
  until: { until: '2026-12-04' },
};
