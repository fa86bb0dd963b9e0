import { AttachRolePolicyCommand, CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { main } from '../src/cli/main.ts';
import type { RecommendationDocument } from '../src/cli/recommend/recommendation-document.ts';
import { startAws } from '../src/local/aws/start-aws.ts';
import { printRows } from './support/measure.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** AWS calls of `lastkey recommend` in a live account with 1,000 roles and 200 managed policies. */
const roleCount = 1000;
const policyCount = 200;
const accountId = '111122223333';
const github = 'token.actions.githubusercontent.com';

const trustOf = (index: number) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${github}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${github}:aud`]: 'sts.amazonaws.com',
          [`${github}:sub`]: `repo:acme/service-${index}:environment:production`,
        },
      },
    },
  ],
});

const aws = await startAws({
  accounts: [
    {
      accountId,
      name: 'Large',
      oidcProviders: [{ url: github, clientIds: ['sts.amazonaws.com'] }],
      roles: Array.from({ length: roleCount }, (_, index) => ({
        roleName: `service-${index}-deploy`,
        trustPolicy: trustOf(index),
      })),
      users: [
        {
          userName: 'service-512',
          tags: { repository: 'acme/service-512', 'github-environment': 'production' },
          accessKeys: [{ createdAt: '2026-01-01T00:00:00Z' }],
        },
      ],
    },
  ],
});
Object.assign(process.env, aws.environment(accountId));
const iam = new IAMClient({});
for (let index = 0; index < policyCount; index += 1) {
  const { Policy: policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: `managed-${index}`,
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: `arn:aws:s3:::b${index}/*` }],
      }),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: `service-${index}-deploy`,
      PolicyArn: policy?.Arn ?? '',
    }),
  );
}

let printed = '';
const words = ['recommend', '--user', 'service-512', '--json', '--regions', 'eu-west-1'];
await main(
  words,
  {
    stdin: (async function* () {})(),
    out: (text) => {
      printed += text;
    },
    note: () => undefined,
    colour: false,
  },
  'bench',
);
const { calls, replacement, rolesLookedAt } = JSON.parse(printed) as RecommendationDocument;
await aws.close();

printRows([
  ['roles looked at', String(rolesLookedAt), replacement.role?.arn ?? 'no role'],
  [
    'AWS calls in all',
    String(Object.values(calls).reduce((sum, count) => sum + count, 0)),
    Object.entries(calls)
      .map(([action, count]) => `${action} ${count}`)
      .join(', '),
  ],
]);
