import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAws } from '../../../src/local/aws/start-aws.ts';
import { hasMoto, startMoto } from './moto.ts';

const account = '123456789012';

interface Subject {
  readonly url: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

const ours = async (): Promise<Subject> => {
  const aws = await startAws({ accounts: [{ accountId: account, name: 'master' }] });
  return { url: aws.url, credentials: aws.credentials(account), stop: aws.close };
};
const moto = async (): Promise<Subject> => {
  const { url, stop } = await startMoto();
  return { url, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' }, stop };
};
const subjects = [{ name: 'the loopback AWS', start: ours }];
if (hasMoto()) subjects.push({ name: 'moto', start: moto });

const statement = (Action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const readOnly = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

describe.each(subjects)('$name', ({ name, start }) => {
  let subject: Subject;
  let iam: IAMClient;

  beforeAll(async () => {
    subject = await start();
    iam = new IAMClient({
      endpoint: subject.url,
      region: 'us-east-1',
      credentials: subject.credentials,
      maxAttempts: 1,
    });
  });
  afterAll(() => subject.stop());

  const refusal = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'no refusal',
      (error: Error & { $metadata: { httpStatusCode: number } }) =>
        `${error.name} ${error.$metadata.httpStatusCode}`,
    );

  it('has no credential report until one was asked for, then gives it as CSV', async () => {
    expect(await refusal(iam.send(new GetCredentialReportCommand({})))).toBe(
      'CredentialReportNotPresentException 410',
    );
    await iam.send(new CreateUserCommand({ UserName: 'deployer', Path: '/ci/' }));
    const { AccessKey: first } = await iam.send(
      new CreateAccessKeyCommand({ UserName: 'deployer' }),
    );
    await iam.send(new CreateAccessKeyCommand({ UserName: 'deployer' }));
    await iam.send(
      new UpdateAccessKeyCommand({
        UserName: 'deployer',
        AccessKeyId: first?.AccessKeyId,
        Status: 'Inactive',
      }),
    );
    await iam.send(new CreateUserCommand({ UserName: 'person' }));
    await iam.send(new CreateLoginProfileCommand({ UserName: 'person', Password: 'Pa55w0rd!' }));

    expect(await iam.send(new GenerateCredentialReportCommand({}))).toMatchObject({
      State: 'STARTED',
    });
    // moto makes the report in the second request, AWS meanwhile.
    await iam.send(new GenerateCredentialReportCommand({}));
    const { Content, ReportFormat, GeneratedTime } = await iam.send(
      new GetCredentialReportCommand({}),
    );
    expect(ReportFormat).toBe('text/csv');
    expect(GeneratedTime).toBeInstanceOf(Date);
    const [header = '', ...rows] = Buffer.from(Content ?? '')
      .toString('utf8')
      .trim()
      .split('\n');
    const columns = header.split(',');
    expect(columns.slice(0, 5)).toEqual([
      'user',
      'arn',
      'user_creation_time',
      'password_enabled',
      'password_last_used',
    ]);
    const row = (user: string) => {
      const cells = rows.find((line) => line.startsWith(`${user},`))?.split(',') ?? [];
      return Object.fromEntries(columns.map((column, place) => [column, cells[place]]));
    };
    const deployer = row('deployer');
    expect(deployer['arn']).toBe(`arn:aws:iam::${account}:user/ci/deployer`);
    expect([deployer['access_key_1_active'], deployer['access_key_2_active']].sort()).toEqual([
      'false',
      'true',
    ]);
    // An inactive key keeps its date.
    expect(deployer['access_key_1_last_rotated']).toMatch(/^20\d\d-/);
    expect(deployer['access_key_2_last_rotated']).toMatch(/^20\d\d-/);
    expect(deployer['access_key_1_last_used_date']).toBe('N/A');
    expect(row('person')).toMatchObject({
      password_enabled: 'true',
      access_key_1_active: 'false',
      access_key_1_last_rotated: 'N/A',
      access_key_2_last_rotated: 'N/A',
    });
  });

  it('keeps inline and attached policies of users, roles and groups', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: statement('s3:PutObject') }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    expect(PolicyArn).toBe(`arn:aws:iam::${account}:policy/own`);
    await iam.send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: trust }));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'app',
        PolicyName: 'inline',
        PolicyDocument: statement('sqs:SendMessage'),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: readOnly }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'deployer',
        PolicyName: 'inline',
        PolicyDocument: statement('s3:ListBucket'),
      }),
    );
    await iam.send(new AttachUserPolicyCommand({ UserName: 'deployer', PolicyArn: readOnly }));
    await iam.send(new CreateGroupCommand({ GroupName: 'ops' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'ops', UserName: 'deployer' }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'ops', PolicyArn }));
    await iam.send(
      new PutGroupPolicyCommand({
        GroupName: 'ops',
        PolicyName: 'inline',
        PolicyDocument: statement('ec2:StopInstances'),
      }),
    );

    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'app' }));
    expect(attached.AttachedPolicies?.map((each) => each.PolicyName).sort()).toEqual([
      'AmazonS3ReadOnlyAccess',
      'own',
    ]);
    const inline = await iam.send(new ListRolePoliciesCommand({ RoleName: 'app' }));
    expect(inline.PolicyNames).toEqual(['inline']);
    const document = await iam.send(
      new GetRolePolicyCommand({ RoleName: 'app', PolicyName: 'inline' }),
    );
    expect(JSON.parse(decodeURIComponent(document.PolicyDocument ?? ''))).toEqual(
      JSON.parse(statement('sqs:SendMessage')),
    );
    const ofUser = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'deployer' }));
    expect(ofUser.AttachedPolicies).toEqual([
      { PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: readOnly },
    ]);
    const names = await iam.send(new ListUserPoliciesCommand({ UserName: 'deployer' }));
    expect(names.PolicyNames).toEqual(['inline']);
    const groups = await iam.send(new ListGroupsForUserCommand({ UserName: 'deployer' }));
    expect(groups.Groups?.map((each) => each.GroupName)).toEqual(['ops']);
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'app' })))).toBe(
      'DeleteConflictException 409',
    );
  });

  it('tells the whole account with documents URL-encoded', async () => {
    const details = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    const role = details.RoleDetailList?.find((each) => each.RoleName === 'app');
    const decoded = (text: string | undefined) => JSON.parse(decodeURIComponent(text ?? ''));
    expect(decoded(role?.AssumeRolePolicyDocument)).toEqual(JSON.parse(trust));
    expect(role?.RolePolicyList?.map(({ PolicyName }) => PolicyName)).toEqual(['inline']);
    expect(decoded(role?.RolePolicyList?.[0]?.PolicyDocument)).toEqual(
      JSON.parse(statement('sqs:SendMessage')),
    );
    expect(role?.AttachedManagedPolicies).toHaveLength(2);
    const user = details.UserDetailList?.find((each) => each.UserName === 'deployer');
    expect(user).toMatchObject({
      GroupList: ['ops'],
      AttachedManagedPolicies: [{ PolicyArn: readOnly }],
    });
    expect(decoded(user?.UserPolicyList?.[0]?.PolicyDocument)).toEqual(
      JSON.parse(statement('s3:ListBucket')),
    );
    const group = details.GroupDetailList?.find((each) => each.GroupName === 'ops');
    expect(group?.GroupPolicyList).toHaveLength(1);
    expect(group?.AttachedManagedPolicies).toHaveLength(1);
    // moto lists policies without what is in them.
    if (name === 'moto') return;
    const own = details.Policies?.find((each) => each.PolicyName === 'own');
    const version = own?.PolicyVersionList?.find((each) => each.IsDefaultVersion);
    expect(decoded(version?.Document)).toEqual(JSON.parse(statement('s3:PutObject')));
    expect(details.Policies?.map(({ Arn }) => Arn)).toContain(readOnly);
  });

  it('tells only the kinds that the filter names', async () => {
    const details = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));
    expect(details.UserDetailList?.length).toBeGreaterThan(0);
    expect(details.RoleDetailList ?? []).toEqual([]);
    const local = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] }),
    );
    // moto leaves the names out here.
    expect(local.Policies).toHaveLength(1);
    expect(local.UserDetailList ?? []).toEqual([]);
  });

  // moto has neither call.
  it.skipIf(name === 'moto')('lists the service credentials of all users at once', async () => {
    await iam.send(
      new CreateServiceSpecificCredentialCommand({
        UserName: 'deployer',
        ServiceName: 'bedrock.amazonaws.com',
        CredentialAgeDays: 30,
      }),
    );
    await iam.send(
      new CreateServiceSpecificCredentialCommand({
        UserName: 'person',
        ServiceName: 'codecommit.amazonaws.com',
      }),
    );
    const all = await iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true }));
    expect(
      all.ServiceSpecificCredentials?.map((each) => [
        each.UserName,
        each.ExpirationDate !== undefined,
      ]),
    ).toEqual([
      ['deployer', true],
      ['person', false],
    ]);
    const one = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName: 'person' }));
    expect(one.ServiceSpecificCredentials).toHaveLength(1);
  });
});

describe('the loopback AWS, as AWS was seen in September 2026', () => {
  it('makes a report while time passes, keeps it for four hours, and calls it expired then', async () => {
    const aws = await startAws({
      accounts: [
        { accountId: account, name: 'slow', reportSeconds: 30, users: [{ userName: 'a' }] },
      ],
    });
    const iam = new IAMClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: aws.credentials(account),
      maxAttempts: 1,
    });
    const generate = async () => (await iam.send(new GenerateCredentialReportCommand({}))).State;
    const get = () =>
      iam.send(new GetCredentialReportCommand({})).then(
        ({ Content }) => Buffer.from(Content ?? '').toString('utf8'),
        (error: Error) => error.name,
      );
    try {
      expect(await generate()).toBe('STARTED');
      expect(await generate()).toBe('INPROGRESS');
      expect(await get()).toBe('CredentialReportNotReadyException');
      await aws.advance(31_000);
      expect(await generate()).toBe('COMPLETE');
      const first = await get();
      expect(first.split('\n')).toHaveLength(3);
      expect(first.split('\n')[0]?.split(',')).toHaveLength(23);

      await iam.send(new CreateUserCommand({ UserName: 'later' }));
      expect(await generate()).toBe('COMPLETE');
      expect(await get()).toBe(first);

      await aws.advance(4 * 3_600_000);
      expect(await get()).toBe('CredentialReportExpiredException');
      expect(await generate()).toBe('STARTED');
      await aws.advance(31_000);
      expect(await get()).toContain('\nlater,');
    } finally {
      await aws.close();
    }
  });

  it('pages details through every kind', async () => {
    const aws = await startAws({
      accounts: [
        {
          accountId: account,
          name: 'large',
          users: Array.from({ length: 130 }, (_, place) => ({ userName: `user-${place}` })),
          roles: Array.from({ length: 130 }, (_, place) => ({
            roleName: `role-${place}`,
            trustPolicy: trust,
          })),
        },
      ],
    });
    const iam = new IAMClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: aws.credentials(account),
      maxAttempts: 1,
    });
    try {
      const counts: number[][] = [];
      let Marker: string | undefined;
      do {
        const page = await iam.send(
          new GetAccountAuthorizationDetailsCommand(Marker === undefined ? {} : { Marker }),
        );
        counts.push([page.UserDetailList?.length ?? 0, page.RoleDetailList?.length ?? 0]);
        Marker = page.IsTruncated ? page.Marker : undefined;
      } while (Marker !== undefined);
      expect(counts).toEqual([
        [100, 0],
        [30, 70],
        [0, 60],
      ]);
    } finally {
      await aws.close();
    }
  });
});
