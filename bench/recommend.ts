import type { RoleDetails } from '../src/core/inventory/account-details.ts';
import { known } from '../src/core/model/fact.ts';
import type { AccessKeyId, AccountId, RoleArn } from '../src/core/model/ids.ts';
import type { Instant } from '../src/core/model/instant.ts';
import type { PolicyText } from '../src/core/permissions/permissions.ts';
import { recommend } from '../src/core/replacement/recommend.ts';
import type { RecommendationInput } from '../src/core/replacement/recommendation-input.ts';
import { median, printRows, type Row } from './support/measure.ts';

/**
 * CPU time of one recommendation in an account with 1,000 roles that share 200 managed policies:
 * every role for tokens of the same provider, and every role for a service. Pure: no AWS call.
 */
const roleCount = 1000;
const policyCount = 200;
const aimMs = 200;
const now = '2026-11-23T08:00:00.000Z' as Instant;
const accountId = '111122223333' as AccountId;
const github = 'token.actions.githubusercontent.com';

const services = ['s3', 'dynamodb', 'sqs', 'sns', 'lambda', 'ec2', 'logs', 'ecr', 'ecs', 'kms'];

/** About 3 KB each, as AWS managed policies are on average. */
const policies = Array.from({ length: policyCount }, (_, index): PolicyText => {
  const service = services[index % services.length];
  return {
    name: `arn:aws:iam::aws:policy/Managed${index}`,
    document: JSON.stringify({
      Version: '2012-10-17',
      Statement: Array.from({ length: 8 }, (_, at) => ({
        Sid: `Part${at}`,
        Effect: at === 7 ? 'Deny' : 'Allow',
        Action: Array.from({ length: 8 }, (_, each) =>
          each === 0 ? `${service}:Get${at}*` : `${service}:Action${index}x${at}x${each}`,
        ),
        Resource: at % 2 === 0 ? '*' : `arn:aws:${service}:*:${accountId}:thing${index}/*`,
      })),
    }),
  };
});

const policyAt = (index: number): PolicyText => policies[index % policyCount] as PolicyText;

const tokenTrust = (index: number): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${github}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${github}:sub`]: `repo:acme/service-${index}:environment:production` },
        },
      },
    ],
  });

const serviceTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
});

const rolesWith = (trust: (index: number) => string): readonly RoleDetails[] =>
  Array.from({ length: roleCount }, (_, index) => ({
    arn: `arn:aws:iam::${accountId}:role/service-${index}-deploy` as RoleArn,
    trustPolicy: trust(index),
    tags: { service: `service-${index}` },
    lastUsedAt: now,
    permissions: known(
      {
        policies: Array.from({ length: 6 }, (_, at) => ({ ...policyAt(index * 7 + at * 31) })),
        boundary: null,
      },
      now,
      'GetAccountAuthorizationDetails',
    ),
  }));

const usage = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
  read: [],
  records: 1000,
  actions: Array.from({ length: 30 }, (_, index) => ({
    action: `${services[index % 10]}:Get${index % 8}Item`,
    service: services[index % 10] ?? 's3',
    count: 30,
    denied: 0,
    resources: [`arn:aws:${services[index % 10]}:eu-west-1:${accountId}:thing${index}/a`],
    allResourcesKnown: true,
    lastAt: now,
    origin: 'record' as const,
  })),
  userAgents: [],
  addresses: [],
  regions: [],
  hours: [],
  days: [],
};

const inputFor = (
  userName: string,
  answers: Readonly<Record<string, string>>,
  roles: readonly RoleDetails[],
): RecommendationInput => ({
  key: {
    accountId,
    userName,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
    createdAt: now,
  },
  holder: 'workload',
  user: known({ path: '/', tags: {}, createdAt: now }, now, 'GetUser'),
  lastUse: known(null, now, 'GetAccessKeyLastUsed'),
  usage: known(usage, now, 'CloudTrail'),
  createdBy: { type: 'AssumedRole' },
  roles: known(roles, now, 'GetAccountAuthorizationDetails'),
  identityProviders: known(
    [
      {
        arn: `arn:aws:iam::${accountId}:oidc-provider/${github}`,
        url: github,
        clientIds: ['sts.amazonaws.com'],
        thumbprints: [],
      },
    ],
    now,
    'ListOpenIDConnectProviders',
  ),
  federation: { subjects: {}, ignoreIssuers: [], thumbprints: 'propose' },
  answers,
  federationUses: [],
  now,
});

const cpuMs = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const accounts: readonly (readonly [string, RecommendationInput])[] = [
  [
    'one of 1,000 repositories',
    inputFor(
      'service-512',
      { kind: 'github-actions', repository: 'acme/service-512', environment: 'production' },
      rolesWith(tokenTrust),
    ),
  ],
  [
    'repository not known, told by names',
    inputFor('service-512-deployer', { kind: 'github-actions' }, rolesWith(tokenTrust)),
  ],
  [
    'one of 1,000 functions',
    inputFor(
      'service-512-lambda',
      { kind: 'aws-compute' },
      rolesWith(() => serviceTrust),
    ),
  ],
];

const rows = accounts.flatMap(([what, input]): readonly Row[] => {
  const first = cpuMs(() => recommend(input));
  const later = Array.from({ length: 7 }, () => cpuMs(() => recommend(input)));
  const note = (ms: number) => (ms <= aimMs ? `aim ${aimMs} ms` : `OVER the aim of ${aimMs} ms`);
  return [
    [`${what}, first`, `${first.toFixed(0)} ms CPU`, note(first)],
    [`${what}, warm`, `${median(later).toFixed(0)} ms CPU`, note(median(later))],
  ];
});
printRows([...rows, ['AWS calls', '0', 'pure; reading the account is counted in recommend-calls']]);
