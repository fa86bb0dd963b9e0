import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAws } from '../../../src/local/aws/start-aws.ts';
import { hasMoto, startMoto } from './moto.ts';

/** moto's account; ours is given the same. */
const account = '123456789012';

interface Subject {
  readonly url: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

const ours = async (): Promise<Subject> => {
  const aws = await startAws({
    accounts: [
      { accountId: account, name: 'master', email: 'master@example.com' },
      { accountId: '222222222222', name: 'payments', email: 'payments@example.com' },
    ],
  });
  return { url: aws.url, credentials: aws.credentials(account), stop: aws.close };
};

const moto = async (): Promise<Subject> => {
  const { url, stop } = await startMoto();
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const organizations = new OrganizationsClient({
    endpoint: url,
    region: 'us-east-1',
    credentials,
  });
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  await organizations.send(
    new CreateAccountCommand({ AccountName: 'payments', Email: 'payments@example.com' }),
  );
  return { url, credentials, stop };
};

const subjects = [{ name: 'the loopback AWS', start: ours }];
if (hasMoto()) subjects.push({ name: 'moto', start: moto });
else
  process.stderr.write('moto is not installed: the contract runs against the loopback AWS only.\n');

const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

describe.each(subjects)('$name', ({ start }) => {
  let subject: Subject;
  let iam: IAMClient;
  let sts: STSClient;
  let organizations: OrganizationsClient;
  let ssm: SSMClient;
  let secrets: SecretsManagerClient;

  beforeAll(async () => {
    subject = await start();
    const options = {
      endpoint: subject.url,
      region: 'us-east-1',
      credentials: subject.credentials,
      maxAttempts: 1,
    };
    iam = new IAMClient(options);
    sts = new STSClient(options);
    organizations = new OrganizationsClient(options);
    ssm = new SSMClient(options);
    secrets = new SecretsManagerClient(options);
  });
  afterAll(() => subject.stop());

  /** The error's name and status, as callers see them. */
  const refusal = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'no refusal',
      (error: Error & { $metadata: { httpStatusCode: number } }) =>
        `${error.name} ${error.$metadata.httpStatusCode}`,
    );

  it('keeps users, with their tags', async () => {
    const { User } = await iam.send(
      new CreateUserCommand({
        UserName: 'tagged',
        Path: '/ci/',
        Tags: [{ Key: 'owner', Value: 'a & <b>' }],
      }),
    );
    expect(User).toMatchObject({ UserName: 'tagged', Path: '/ci/' });
    const shown = await iam.send(new GetUserCommand({ UserName: 'tagged' }));
    expect(shown.User).toMatchObject({
      Arn: `arn:aws:iam::${account}:user/ci/tagged`,
      Tags: [{ Key: 'owner', Value: 'a & <b>' }],
    });
    expect(shown.User?.CreateDate).toBeInstanceOf(Date);
    await iam.send(new TagUserCommand({ UserName: 'tagged', Tags: [{ Key: 'team', Value: 'x' }] }));
    const { Tags, IsTruncated } = await iam.send(new ListUserTagsCommand({ UserName: 'tagged' }));
    expect(Tags).toEqual([
      { Key: 'owner', Value: 'a & <b>' },
      { Key: 'team', Value: 'x' },
    ]);
    expect(IsTruncated).toBe(false);
    expect(await refusal(iam.send(new CreateUserCommand({ UserName: 'tagged' })))).toBe(
      'EntityAlreadyExistsException 409',
    );
  });

  it('says NoSuchEntity for what is not there', async () => {
    const UserName = 'nobody';
    const calls = [
      () => iam.send(new GetUserCommand({ UserName })),
      () => iam.send(new ListAccessKeysCommand({ UserName })),
      () => iam.send(new ListUserTagsCommand({ UserName })),
      () => iam.send(new CreateAccessKeyCommand({ UserName })),
      () => iam.send(new GetLoginProfileCommand({ UserName })),
      () => iam.send(new DeleteUserCommand({ UserName })),
      () => iam.send(new GetRoleCommand({ RoleName: UserName })),
      () => iam.send(new ListRoleTagsCommand({ RoleName: UserName })),
      () =>
        iam.send(
          new GetOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/nowhere.example`,
          }),
        ),
    ];
    for (const call of calls) expect(await refusal(call())).toBe('NoSuchEntityException 404');
  });

  it('lets a user have two access keys and no third, inactive ones counted', async () => {
    const UserName = 'keyed';
    await iam.send(new CreateUserCommand({ UserName }));
    const first = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const AccessKeyId = first.AccessKey?.AccessKeyId ?? '';
    expect(AccessKeyId).toMatch(/^AKIA[A-Z0-9]{16}$/);
    expect(first.AccessKey?.SecretAccessKey).toHaveLength(40);
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
    await iam.send(new CreateAccessKeyCommand({ UserName }));
    expect(await refusal(iam.send(new CreateAccessKeyCommand({ UserName })))).toBe(
      'LimitExceededException 409',
    );
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata?.map(({ Status }) => Status).sort()).toEqual(['Active', 'Inactive']);

    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    expect(
      await refusal(
        iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' })),
      ),
    ).toBe('NoSuchEntityException 404');
  });

  it('says N/A and no date for a key that was never used', async () => {
    const UserName = 'unused';
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const answer = await iam.send(
      new GetAccessKeyLastUsedCommand({ AccessKeyId: AccessKey?.AccessKeyId }),
    );
    expect(answer.UserName).toBe(UserName);
    expect(answer.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
  });

  it('notes the use of a key', async () => {
    const UserName = 'used';
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const own = new STSClient({
      endpoint: subject.url,
      region: 'us-east-1',
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
    });
    const identity = await own.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: account,
      Arn: `arn:aws:iam::${account}:user/${UserName}`,
    });
    const { AccessKeyLastUsed } = await iam.send(
      new GetAccessKeyLastUsedCommand({ AccessKeyId: AccessKey?.AccessKeyId }),
    );
    expect(AccessKeyLastUsed).toMatchObject({ ServiceName: 'sts', Region: 'us-east-1' });
    expect(AccessKeyLastUsed?.LastUsedDate).toBeInstanceOf(Date);
  });

  it('knows who has a password', async () => {
    const UserName = 'human';
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Long-enough-1' }));
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName }));
    expect(LoginProfile).toMatchObject({ UserName });
    expect(
      await refusal(
        iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Long-enough-1' })),
      ),
    ).toBe('EntityAlreadyExistsException 409');
  });

  it('pages by marker', async () => {
    for (const RoleName of ['page-a', 'page-b', 'page-c']) {
      await iam.send(
        new CreateRoleCommand({
          RoleName,
          Path: '/paged/',
          AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
        }),
      );
    }
    const first = await iam.send(new ListRolesCommand({ PathPrefix: '/paged/', MaxItems: 2 }));
    expect(first.Roles).toHaveLength(2);
    expect(first.IsTruncated).toBe(true);
    const second = await iam.send(
      new ListRolesCommand({ PathPrefix: '/paged/', MaxItems: 2, Marker: first.Marker }),
    );
    expect(second.IsTruncated).toBe(false);
    const names = [...(first.Roles ?? []), ...(second.Roles ?? [])].map((role) => role.RoleName);
    expect(names.sort()).toEqual(['page-a', 'page-b', 'page-c']);
  });

  it('answers trust policies URL-encoded', async () => {
    const RoleName = 'deploy';
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/ci/',
        AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
        Tags: [{ Key: 'repository', Value: 'acme/shop' }],
      }),
    );
    const decoded = (text: string | undefined): unknown =>
      JSON.parse(decodeURIComponent(text ?? ''));
    const created = await iam.send(new GetRoleCommand({ RoleName }));
    expect(created.Role).toMatchObject({
      Arn: `arn:aws:iam::${account}:role/ci/deploy`,
      Tags: [{ Key: 'repository', Value: 'acme/shop' }],
    });
    expect(created.Role?.AssumeRolePolicyDocument).not.toContain('{');
    expect(decoded(created.Role?.AssumeRolePolicyDocument)).toEqual(
      JSON.parse(trust('ec2.amazonaws.com')),
    );
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: trust('lambda.amazonaws.com'),
      }),
    );
    const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: '/ci/' }));
    expect(Roles?.map((role) => decoded(role.AssumeRolePolicyDocument))).toEqual([
      JSON.parse(trust('lambda.amazonaws.com')),
    ]);
    expect(
      await refusal(
        iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: 'no json' })),
      ),
    ).toBe('MalformedPolicyDocumentException 400');
  });

  it('keeps OIDC providers, their audiences and thumbprints', async () => {
    const arn = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const thumbprint = 'a'.repeat(40);
    const created = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: [thumbprint],
      }),
    );
    expect(created.OpenIDConnectProviderArn).toBe(arn);
    await iam.send(
      new UpdateOpenIDConnectProviderThumbprintCommand({
        OpenIDConnectProviderArn: arn,
        ThumbprintList: ['b'.repeat(40)],
      }),
    );
    const provider = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
    );
    expect(provider).toMatchObject({
      Url: 'token.actions.githubusercontent.com',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['b'.repeat(40)],
    });
    const list = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(list.OpenIDConnectProviderList).toEqual([{ Arn: arn }]);
    expect(
      await refusal(
        iam.send(
          new CreateOpenIDConnectProviderCommand({
            Url: 'https://token.actions.githubusercontent.com',
            ThumbprintList: [thumbprint],
          }),
        ),
      ),
    ).toBe('EntityAlreadyExistsException 409');
  });

  it('turns a role into temporary credentials', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'assumed',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account}:root` },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      }),
    );
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/assumed`,
        RoleSessionName: 'story',
      }),
    );
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/assumed/story`);
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(Credentials?.Expiration).toBeInstanceOf(Date);
    const session = new STSClient({
      endpoint: subject.url,
      region: 'us-east-1',
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    });
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: AssumedRoleUser?.Arn,
      UserId: AssumedRoleUser?.AssumedRoleId,
    });
  });

  it('lists and describes the accounts of the organization', async () => {
    const { Accounts } = await organizations.send(new ListAccountsCommand({}));
    const byName = new Map(Accounts?.map(({ Name, Id }) => [Name, Id]));
    expect([...byName.keys()].sort()).toEqual(['master', 'payments']);
    const { Account } = await organizations.send(
      new DescribeAccountCommand({ AccountId: byName.get('payments') }),
    );
    expect(Account).toMatchObject({ Name: 'payments', Email: 'payments@example.com' });
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ MasterAccountId: account, FeatureSet: 'ALL' });
    expect(Organization?.Id).toMatch(/^o-[a-z0-9]{10,32}$/);
    expect(
      await refusal(organizations.send(new DescribeAccountCommand({ AccountId: '999999999999' }))),
    ).toBe('AccountNotFoundException 400');
  });

  it('keeps parameters', async () => {
    const Name = '/lastkey/stop-switch';
    expect(await refusal(ssm.send(new GetParameterCommand({ Name })))).toBe(
      'ParameterNotFound 400',
    );
    await ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: 'go' }));
    expect(
      await refusal(ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: 'stop' }))),
    ).toBe('ParameterAlreadyExists 400');
    await ssm.send(
      new PutParameterCommand({ Name, Type: 'String', Value: 'stop', Overwrite: true }),
    );
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    expect(Parameter).toMatchObject({ Name, Type: 'String', Value: 'stop', Version: 2 });
    expect(Parameter?.ARN).toBe(`arn:aws:ssm:us-east-1:${account}:parameter${Name}`);
  });

  it('keeps secrets and their previous version', async () => {
    const SecretId = 'lastkey/slack';
    // moto says 404; the name is what callers go by.
    expect(await refusal(secrets.send(new GetSecretValueCommand({ SecretId })))).toMatch(
      /^ResourceNotFoundException /,
    );
    const { ARN } = await secrets.send(
      new CreateSecretCommand({ Name: SecretId, SecretString: 'first' }),
    );
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'second' }));
    expect(await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).toMatchObject({
      Name: SecretId,
      SecretString: 'second',
      VersionStages: ['AWSCURRENT'],
    });
    expect(
      await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSPREVIOUS' })),
    ).toMatchObject({ SecretString: 'first' });
  });

  it('moves the staging labels of a secret as a rotation does', async () => {
    const { ARN: SecretId, VersionId } = await secrets.send(
      new CreateSecretCommand({
        Name: 'lastkey/keys/deployer',
        Tags: [{ Key: 'lastkey:user', Value: 'deployer' }],
      }),
    );
    expect(VersionId).toBeUndefined();
    const put = (ClientRequestToken: string, SecretString: string) =>
      secrets.send(
        new PutSecretValueCommand({
          SecretId,
          ClientRequestToken,
          SecretString,
          VersionStages: ['AWSPENDING'],
        }),
      );
    const [first, second] = ['1', '2'].map((each) => each.repeat(32));
    if (first === undefined || second === undefined) throw new Error('The sample is wrong.');
    await put(first, 'one');
    const makeCurrent = (MoveToVersionId: string, RemoveFromVersionId?: string) =>
      secrets.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId,
          ...(RemoveFromVersionId === undefined ? {} : { RemoveFromVersionId }),
        }),
      );
    const stagesOf = async () => {
      const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
      expect(described.Tags).toEqual([{ Key: 'lastkey:user', Value: 'deployer' }]);
      expect(described.DeletedDate).toBeUndefined();
      return described.VersionIdsToStages ?? {};
    };
    // AWS makes the first version current by itself; moto does not.
    if ((await stagesOf())[first]?.includes('AWSCURRENT') !== true) await makeCurrent(first);
    await put(second, 'two');
    // The same again changes nothing.
    await put(second, 'two');
    expect(await stagesOf()).toMatchObject({
      [first]: expect.arrayContaining(['AWSCURRENT']),
      [second]: ['AWSPENDING'],
    });
    await makeCurrent(second, first);
    const after = await stagesOf();
    expect(after[second]).toContain('AWSCURRENT');
    expect(after[first]).toEqual(['AWSPREVIOUS']);
    expect(
      await secrets.send(
        // The stage is named for moto, which forgets what its default is.
        new GetSecretValueCommand({
          SecretId: 'lastkey/keys/deployer',
          VersionStage: 'AWSCURRENT',
        }),
      ),
    ).toMatchObject({ SecretString: 'two', VersionId: second });
    expect(await refusal(secrets.send(new DescribeSecretCommand({ SecretId: 'none' })))).toMatch(
      /^ResourceNotFoundException /,
    );
  });
});
