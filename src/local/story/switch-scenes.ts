import { CreateRoleCommand } from '@aws-sdk/client-iam';
import type { CloudTrailRecord } from '../aws/cloudtrail/cloudtrail-record.ts';
import { adminRole, entraTenant } from './accounts.ts';
import { githubLogin } from './cloudtrail-records.ts';
import type { Scene } from './scenes.ts';
import { accountIds } from './story-configuration.ts';
import { actingAs, press, type StoryWorld, settle } from './story-world.ts';
import { people } from './workspace.ts';

const { payments } = accountIds;
const user = 'azure-func-invoices';
const objectId = 'aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb';
const audience = 'api://acme-invoices';
const roleName = `${user}-azure-functions`;
const path = '/lastkey/proposed/';

/** From the questions of lastkey to the end of a key, as its owner lives it. */
export const switchScenes: readonly Scene[] = [
  {
    at: '2026-11-10T18:00:00Z',
    title: 'Dave answers what lastkey cannot know, and makes the role that it proposes',
    play: async (world, stage) => {
      const key = stage.keys.get(user) ?? '';
      stage.narrator.happens('Dave says which managed identity the Azure Function has');
      await press(world, people.dave, 'answer-questions', key);
      await submit(world, { objectId: { objectId }, appIdUri: { appIdUri: audience } });
      stage.narrator.happens('Dave asks how to switch, and gets the trust policy as a file');
      await press(world, people.dave, 'show-how-to-switch', key);
      stage.narrator.happens(`Dave makes role ${roleName} from it`);
      await makeRole(world, trustPolicyFile(world));
    },
  },
  {
    at: '2026-11-10T19:00:00Z',
    title: 'The Azure Function uses its role, and its key is done with',
    play: async (world, stage) => {
      stage.narrator.happens('the Azure Function logs in with its own identity');
      const at = world.organization.time.now();
      await world.organization.deliver(payments, 'eu-west-1', entraLogin(at));
      await settle(world);
      stage.narrator.happens('Dave presses Disable now');
      await press(world, people.dave, 'disable-now', stage.keys.get(user) ?? '');
    },
  },
];

const submit = async (
  world: StoryWorld,
  entered: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> => {
  const submitted = await world.slack.submit({ userId: people.dave.id, entered });
  if (submitted.status !== 'cleared') {
    throw new Error(`The form was not taken: ${JSON.stringify(submitted)}`);
  }
  await settle(world);
};

/** What lastkey put into the thread; the newest. */
const trustPolicyFile = ({ slack }: StoryWorld): string => {
  const files = slack.messages().flatMap((message) => message.files ?? []);
  const file = files.findLast(({ name }) => name === `${roleName}.trust-policy.json`);
  if (file === undefined) throw new Error('lastkey gave Dave no trust policy.');
  return file.content;
};

const makeRole = async (world: StoryWorld, trustPolicy: string): Promise<void> => {
  const iam = actingAs(world, {
    accountId: payments,
    roleName: adminRole,
    sessionName: people.dave.email,
  });
  await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      Path: path,
      AssumeRolePolicyDocument: trustPolicy,
      Tags: [{ Key: 'owner', Value: people.dave.email }],
    }),
  );
  await settle(world);
};

const entraLogin = (at: number): CloudTrailRecord => {
  const provider = `arn:aws:iam::${payments}:oidc-provider/${entraTenant}`;
  const record = githubLogin(payments, at, 8, {
    roleName: `${path.slice(1)}${roleName}`,
    subject: objectId,
  });
  return {
    ...record,
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:${audience}:${objectId}`,
      userName: objectId,
      identityProvider: provider,
    },
    userAgent: 'aws-sdk-dotnet-coreclr/4.0.2 md/DOTNET_CORE#9.0.0 os/linux',
    responseElements: {
      subjectFromWebIdentityToken: objectId,
      assumedRoleUser: {
        assumedRoleId: 'AROAINVOICES00000001:invoices',
        arn: `arn:aws:sts::${payments}:assumed-role/${roleName}/invoices`,
      },
      provider,
      audience,
    },
  };
};
