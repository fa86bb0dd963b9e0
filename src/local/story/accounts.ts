import type { AccountSeed, RoleSeed, UserSeed } from '../aws/account-seed.ts';
import { accountIds } from './story-configuration.ts';

const github = 'token.actions.githubusercontent.com';
/** The tenant of Acme, as issuer of version 1 tokens. */
export const entraTenant = 'sts.windows.net/11111111-2222-3333-4444-555555555555/';
export const adminRole = 'AWSReservedSSO_PlatformAdmin_0f1e2d3c4b5a6978';
export const terraformRole = 'terraform-apply';

export const federated = (
  accountId: string,
  provider: string,
  pinned: Readonly<Record<string, string | readonly string[]>>,
  operator = 'StringEquals',
): unknown => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        [operator]: Object.fromEntries(
          Object.entries(pinned).map(([key, value]) => [`${provider}:${key}`, value]),
        ),
      },
    },
  ],
});

/** Who works in every account: people through Identity Center, and the pipeline that runs Terraform. */
const workers = (accountId: string): readonly RoleSeed[] => [
  {
    roleName: adminRole,
    path: '/aws-reserved/sso.amazonaws.com/',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: {
            Federated: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_0123456789abcdef`,
          },
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        },
      ],
    },
  },
  {
    roleName: terraformRole,
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountIds.management}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    },
  },
];

const account = (
  accountId: string,
  name: string,
  users: readonly UserSeed[],
  more: Partial<AccountSeed> = {},
): AccountSeed => ({
  accountId,
  name,
  users,
  ...more,
  roles: [...workers(accountId), ...(more.roles ?? [])],
});

const { management, hub, payments, shop, integration, partners, datacentre } = accountIds;

/** The organization before anything happens: users, roles and identity providers, no keys yet. */
export const storyAccounts: readonly AccountSeed[] = [
  account(management, 'Acme management', []),
  account(hub, 'Acme security tooling', []),
  account(
    payments,
    'Acme payments production',
    [
      {
        userName: 'shop-deployer',
        path: '/ci/',
        tags: { owner: '#team-shop', repository: 'acme/shop', system: 'github' },
      },
      {
        userName: 'azure-func-invoices',
        path: '/integration/',
        tags: { owner: 'dave@acme.example' },
      },
    ],
    {
      oidcProviders: [
        { url: github, clientIds: ['sts.amazonaws.com'] },
        { url: entraTenant, clientIds: ['api://acme-invoices'] },
      ],
      roles: [
        {
          roleName: 'shop-production-deploy',
          description: 'Deploys the shop from GitHub Actions',
          tags: { system: 'github', service: 'shop' },
          trustPolicy: federated(payments, github, {
            aud: 'sts.amazonaws.com',
            sub: 'repo:acme/shop:environment:production',
          }),
        },
        {
          roleName: 'ledger-production-deploy',
          tags: { system: 'github', service: 'ledger', owner: 'alice@acme.example' },
          trustPolicy: federated(payments, github, {
            aud: 'sts.amazonaws.com',
            sub: 'repo:acme/ledger:environment:production',
          }),
        },
      ],
    },
  ),
  account(
    shop,
    'Acme web',
    [
      {
        userName: 'gitlab-web-frontend',
        path: '/ci/',
        tags: { owner: '#team-web', project: 'acme/web-frontend' },
      },
      {
        userName: 'nightly-report',
        createdAt: '2024-03-01T08:00:00Z',
        accessKeys: [
          {
            createdAt: '2024-03-01T08:00:00Z',
            lastUsed: { at: '2026-11-01T22:00:00Z', service: 's3', region: 'eu-west-1' },
          },
          { createdAt: '2025-07-14T08:00:00Z', status: 'Inactive' },
        ],
      },
      { userName: 'carol', tags: { 'team-email': 'carol@acme.example' }, hasConsolePassword: true },
    ],
    {
      oidcProviders: [{ url: 'gitlab.com', clientIds: ['https://gitlab.com'] }],
      roles: [
        {
          roleName: 'web-frontend-release',
          tags: { team: 'web' },
          trustPolicy: federated(shop, 'gitlab.com', {
            aud: 'https://gitlab.com',
            sub: 'project_path:acme/web-frontend:ref_type:branch:ref:main',
          }),
        },
      ],
    },
  ),
  account(integration, 'Acme integration', [
    {
      userName: 'crm-sync',
      path: '/integration/',
      tags: { owner: 'dave@acme.example' },
    },
    {
      userName: 'd365-order-export',
      path: '/integration/',
      tags: { owner: 'dave@acme.example', system: 'dynamics-365' },
    },
  ]),
  account(partners, 'Acme partner exchange', [
    {
      userName: 'logistics-partner',
      tags: { 'partner-account': '777788889999' },
    },
  ]),
  account(datacentre, 'Acme datacentre', [
    { userName: 'veeam-backup-host', tags: { owner: '#team-datacentre' } },
  ]),
];
