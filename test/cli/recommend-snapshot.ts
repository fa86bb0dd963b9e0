import { accessKeys, report, reportRow } from './snapshot-files.ts';

/** Generated accounts for `lastkey recommend`: outputs of the AWS CLI for one user and its key. */
export const account = '111122223333';
export const user = 'shop-deployer';
export const keyId = 'AKIAIOSFODNN7EXAMPLE';
export const now = '2026-11-23';

const made = '2025-03-10T08:00:00+00:00';
const github = 'token.actions.githubusercontent.com';

export interface Call {
  readonly source: string;
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly accountId?: string;
  readonly userName?: string;
  readonly accessKeyId?: string;
  readonly agent?: string;
  readonly address?: string;
}

export const githubAgent =
  'aws-sdk-js/3.600.0 ua/2.0 os/linux#6.5.0-1025-azure lang/js md/nodejs#20.19.0 exec-env/GitHub-Actions aws-actions/configure-aws-credentials';

export const deployCalls: readonly Call[] = [
  {
    source: 's3.amazonaws.com',
    name: 'PutObject',
    parameters: { bucketName: 'shop-site', key: 'index.html' },
  },
  {
    source: 's3.amazonaws.com',
    name: 'GetObject',
    parameters: { bucketName: 'shop-site', key: 'index.html' },
  },
  {
    source: 'lambda.amazonaws.com',
    name: 'UpdateFunctionCode20150331v2',
    parameters: { functionName: 'shop-api' },
  },
];

/** CloudTrail records of a long-lived key, one a few minutes, newest last. */
export const records = (
  count: number,
  calls: readonly Call[] = deployCalls,
  {
    accountId = account,
    userName = user,
    accessKeyId = keyId,
    agent = githubAgent,
    address = '20.55.10.4',
  }: CallOptions = {},
): readonly object[] =>
  Array.from({ length: count }, (_, index) => {
    const call = calls[index % calls.length];
    const at = new Date(Date.UTC(2026, 10, 1) + index * 7 * 60_000);
    return {
      eventVersion: '1.10',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE',
        arn: `arn:aws:iam::${accountId}:user/${userName}`,
        accountId,
        accessKeyId,
        userName,
      },
      eventTime: `${at.toISOString().slice(0, 19)}Z`,
      eventSource: call?.source,
      eventName: call?.name,
      awsRegion: 'eu-west-1',
      sourceIPAddress: address,
      userAgent: agent,
      requestParameters: call?.parameters ?? null,
      responseElements: null,
      eventID: `${accessKeyId}-${index}`,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
    };
  });

export const githubTrust = (subject: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${github}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: subject },
      },
    },
  ],
});

export const role = (
  name: string,
  trust: object,
  actions: readonly string[],
  resource: string | readonly string[] = '*',
) => ({
  Path: '/',
  RoleName: name,
  RoleId: `AROA${name.toUpperCase().replace(/\W/g, '')}`,
  Arn: `arn:aws:iam::${account}:role/${name}`,
  CreateDate: made,
  AssumeRolePolicyDocument: trust,
  InstanceProfileList: [],
  RolePolicyList: [
    {
      PolicyName: 'work',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
      },
    },
  ],
  AttachedManagedPolicies: [],
  Tags: [],
  RoleLastUsed: {},
});

export const deployRole = role(
  'shop-deploy',
  githubTrust('repo:acme/shop:environment:production'),
  ['s3:PutObject', 's3:GetObject', 'lambda:UpdateFunctionCode'],
);

export const userDetails = (
  userName: string,
  tags: Readonly<Record<string, string>> = {},
  accountId = account,
) => ({
  Path: '/ci/',
  UserName: userName,
  UserId: 'AIDAEXAMPLE',
  Arn: `arn:aws:iam::${accountId}:user/ci/${userName}`,
  CreateDate: made,
  GroupList: [],
  AttachedManagedPolicies: [],
  UserPolicyList: [],
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

export const details = (users: readonly object[], roles: readonly object[]) => ({
  UserDetailList: users,
  GroupDetailList: [],
  RoleDetailList: roles,
  Policies: [],
  IsTruncated: false,
});

/** Every file that a snapshot of the account can have. */
export const wholeAccount = (
  options: {
    readonly events?: number;
    readonly roles?: readonly object[];
    readonly tags?: Readonly<Record<string, string>>;
  } = {},
): Readonly<Record<string, unknown>> => ({
  'organization.json': { Accounts: [{ Id: account, Name: 'Shop', State: 'ACTIVE' }] },
  [`${account}/credential-report.csv`]: report(
    reportRow(account, '<root_account>', []),
    reportRow(account, user, [{ active: true, madeAt: made, usedAt: '2026-11-05T20:33:00+00:00' }]),
  ),
  [`${account}/account-authorization-details.json`]: details(
    [
      userDetails(
        user,
        options.tags ?? { repository: 'acme/shop', 'github-environment': 'production' },
      ),
    ],
    options.roles ?? [deployRole],
  ),
  [`${account}/access-keys/${user}.json`]: accessKeys(user, [keyId, made]),
  [`${account}/access-keys-last-used.json`]: {
    [keyId]: {
      UserName: user,
      AccessKeyLastUsed: {
        LastUsedDate: '2026-11-05T20:33:00+00:00',
        ServiceName: 's3',
        Region: 'eu-west-1',
      },
    },
  },
  [`${account}/open-id-connect-providers/0.json`]: {
    Arn: `arn:aws:iam::${account}:oidc-provider/${github}`,
    Url: github,
    ClientIDList: ['sts.amazonaws.com'],
    ThumbprintList: [],
  },
  [`${account}/cloudtrail/events.json`]: { Records: records(options.events ?? 60) },
});
