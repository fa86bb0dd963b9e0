import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actingAccounts } from '../../../src/adapters/aws/acting-accounts.ts';
import { memberAccounts } from '../../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../../src/adapters/aws/member-credentials.ts';
import {
  type AccessKeyId,
  type AccountId,
  parseAccessKeyId,
  parseAccountId,
} from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '999988887777';
const member = parseAccountId('111122223333') as AccountId;
const keyId = parseAccessKeyId('AKIAEXAMPLE000000001') as AccessKeyId;
const idleKeyId = parseAccessKeyId('AKIAEXAMPLE000000002') as AccessKeyId;
const now = () => '2026-11-03T10:00:00.000Z' as Instant;

const trustOfHub = (role: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${hub}:role/lastkey/${role}` },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'o-exampleorgid' } },
    },
  ],
});

const federated = (provider: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${member}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${provider}:sub`]: 'repo:acme/shop:ref:refs/heads/main' } },
    },
  ],
});

let aws: LocalAws;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      {
        accountId: hub,
        name: 'Security tooling',
        roles: [{ roleName: 'lastkey-access-key-changed', path: '/lastkey/', trustPolicy: {} }],
      },
      {
        accountId: member,
        name: 'Payments',
        users: [
          {
            userName: 'deployer',
            path: '/ci/',
            tags: { owner: '#team-shop' },
            createdAt: '2026-01-01T00:00:00Z',
            accessKeys: [
              {
                accessKeyId: keyId,
                createdAt: '2026-02-01T00:00:00Z',
                lastUsed: { at: '2026-11-01T08:00:00Z', service: 's3', region: 'eu-west-1' },
              },
              { accessKeyId: idleKeyId, createdAt: '2026-03-01T00:00:00Z', status: 'Inactive' },
            ],
          },
          { userName: 'person', hasConsolePassword: true },
        ],
        roles: [
          {
            roleName: 'lastkey-read',
            path: '/lastkey/',
            trustPolicy: trustOfHub('lastkey-access-key-changed'),
          },
          {
            roleName: 'lastkey-respond',
            path: '/lastkey/',
            trustPolicy: trustOfHub('lastkey-access-key-changed'),
          },
          // More roles than one page of ListRoles holds: the one that counts is on the second.
          ...Array.from({ length: 120 }, (_, index) => ({
            roleName: `app-${String(index).padStart(3, '0')}`,
            trustPolicy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: 'ec2.amazonaws.com' },
                  Action: 'sts:AssumeRole',
                },
              ],
            },
          })),
          {
            roleName: 'zz-deploy',
            tags: { service: 'shop' },
            lastUsed: { at: '2026-11-02T00:00:00Z', region: 'us-east-1' },
            trustPolicy: federated('token.actions.githubusercontent.com'),
          },
        ],
        oidcProviders: [
          { url: 'token.actions.githubusercontent.com', clientIds: ['sts.amazonaws.com'] },
        ],
      },
    ],
  });
  Object.assign(process.env, aws.environment(hub, 'lastkey-access-key-changed'));
});

afterEach(() => aws.faults.clear());

afterAll(async () => {
  process.env = environmentBefore;
  await aws.close();
});

const credentials = (role: string) =>
  memberCredentials({
    role: `lastkey/${role}`,
    externalId: 'o-exampleorgid',
    partition: 'aws',
    now: () => Date.parse(now()),
  });
const reading = () => memberAccounts(credentials('lastkey-read'), now).reading(member);

describe('a member account through its read role', () => {
  it('tells the user with path and tags, and whether it signs in', async () => {
    const account = await reading();
    expect(await account.user('deployer')).toMatchObject({
      known: true,
      value: { userName: 'deployer', path: '/ci/', tags: { owner: '#team-shop' } },
    });
    expect(await account.user('nobody')).toMatchObject({ known: true, value: null });
    expect(await account.hasConsolePassword('deployer')).toMatchObject({ value: false });
    expect(await account.hasConsolePassword('person')).toMatchObject({ value: true });
  });

  it('tells each key by id with status and create date, and its last use or never', async () => {
    const account = await reading();
    expect(await account.accessKeys('deployer')).toMatchObject({
      value: [
        { accessKeyId: keyId, status: 'Active', createdAt: '2026-02-01T00:00:00.000Z' },
        { accessKeyId: idleKeyId, status: 'Inactive', createdAt: '2026-03-01T00:00:00.000Z' },
      ],
    });
    expect(await account.accessKeys('nobody')).toMatchObject({ known: true, value: null });
    expect(await account.lastUse(keyId)).toMatchObject({
      value: { at: '2026-11-01T08:00:00.000Z', service: 's3', region: 'eu-west-1' },
    });
    expect(await account.lastUse(idleKeyId)).toMatchObject({ known: true, value: null });
  });

  it('tells the federated roles of every page with trust policy, tags and last use', async () => {
    const account = await reading();
    const roles = await account.federatedRoles();
    expect(roles).toMatchObject({
      value: [
        {
          arn: `arn:aws:iam::${member}:role/zz-deploy`,
          tags: { service: 'shop' },
          lastUsedAt: '2026-11-02T00:00:00.000Z',
        },
      ],
    });
    if (roles.known) expect(JSON.parse(roles.value[0]?.trustPolicy ?? '')).toBeTruthy();
    expect(await account.oidcProviders()).toMatchObject({
      value: [{ url: 'token.actions.githubusercontent.com', clientIds: ['sts.amazonaws.com'] }],
    });
  });

  it('answers unknown, worth a retry, when IAM throttles to the end', async () => {
    const account = await reading();
    aws.faults.add({ on: { service: 'iam', action: 'GetUser' }, effect: 'throttle' });
    expect(await account.user('deployer')).toMatchObject({ known: false, retry: 'yes' });
  });

  it('answers unknown, not worth a retry, when IAM denies', async () => {
    const account = await reading();
    aws.faults.add({ on: { service: 'iam', action: 'GetAccessKeyLastUsed' }, effect: 'deny' });
    expect(await account.lastUse(keyId)).toMatchObject({
      known: false,
      retry: 'no',
      reason: 'access denied',
    });
  });

  it('is unknown as a whole when its role cannot be assumed', async () => {
    const account = await memberAccounts(credentials('no-such-role'), now).reading(member);
    expect(await account.user('deployer')).toMatchObject({ known: false, retry: 'no' });
    expect(await account.federatedRoles()).toMatchObject({ known: false });
  });

  it('assumes its role once for many reads', async () => {
    const accounts = memberAccounts(credentials('lastkey-read'), now);
    const before = aws.calls.all().filter(({ action }) => action === 'AssumeRole').length;
    await (await accounts.reading(member)).user('deployer');
    await (await accounts.reading(member)).user('person');
    expect(aws.calls.all().filter(({ action }) => action === 'AssumeRole').length - before).toBe(1);
  });
});

describe('a member account through its respond role', () => {
  it('sets the status of exactly one key', async () => {
    const control = await actingAccounts(credentials('lastkey-respond'), now).responding(member);
    const key = {
      accountId: member,
      userName: 'deployer',
      accessKeyId: keyId,
      createdAt: '2026-02-01T00:00:00.000Z' as Instant,
    };
    await control.setStatus(key, 'Inactive');
    expect(await control.accessKeys('deployer')).toMatchObject({
      value: [{ status: 'Inactive' }, { status: 'Inactive' }],
    });
    await control.setStatus(key, 'Active');
    expect(await control.accessKeys('deployer')).toMatchObject({
      value: [{ status: 'Active' }, { status: 'Inactive' }],
    });
  });

  it('says whether to retry when the act fails', async () => {
    const control = await actingAccounts(credentials('lastkey-respond'), now).responding(member);
    aws.faults.add({ on: { service: 'iam', action: 'UpdateAccessKey' }, effect: 'deny' });
    const key = {
      accountId: member,
      userName: 'deployer',
      accessKeyId: keyId,
      createdAt: now(),
    };
    await expect(control.setStatus(key, 'Inactive')).rejects.toMatchObject({ retry: 'no' });
  });
});
