import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callersIam, rolePolicies } from '../../../src/adapters/aws/role-policies.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const account = '111122223333';
const now = () => '2026-11-03T10:00:00.000Z' as Instant;
const provider = 'token.actions.githubusercontent.com';
const roleName = (index: number) => `app-${String(index).padStart(4, '0')}`;
const trustPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
    },
  ],
};

let aws: LocalAws;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      {
        accountId: account,
        name: 'Payments',
        // More than IAM answers in one page of any size.
        roles: Array.from({ length: 1_005 }, (_, index) => ({
          roleName: roleName(index),
          path: '/ci/',
          trustPolicy,
        })),
        oidcProviders: [{ url: provider }, { url: 'https://gitlab.example.com' }],
      },
    ],
  });
  Object.assign(process.env, aws.environment(account));
});

afterEach(() => aws.faults.clear());

afterAll(async () => {
  process.env = environmentBefore;
  await aws.close();
});

const policies = () => rolePolicies(callersIam(), now);

describe("trust policies of the caller's account", () => {
  it('lists the roles of every page, with the policy as IAM encodes it', async () => {
    const { roles, stopped } = await policies().all();
    expect(stopped).toBeNull();
    expect(roles).toHaveLength(1_005);
    expect(roles[1_004]).toMatchObject({ name: roleName(1_004) });
    expect(roles[0]?.arn).toBe(`arn:aws:iam::${account}:role/ci/${roleName(0)}`);
    expect(JSON.parse(decodeURIComponent(roles[0]?.trustPolicy ?? ''))).toEqual(trustPolicy);
  });

  it('keeps the roles of the pages before the one that fails, and says why it stopped', async () => {
    const undo = aws.faults.add({ on: { action: 'ListRoles' }, effect: 'deny' });
    expect(await policies().all()).toMatchObject({
      roles: [],
      stopped: { reason: 'access denied', retry: 'no' },
    });
    undo();
    const before = aws.calls.all().filter(({ action }) => action === 'ListRoles').length;
    const iam = callersIam();
    let sent = 0;
    iam.middlewareStack.add(
      (next) => async (request) => {
        sent += 1;
        if (sent === 2) aws.faults.add({ on: { action: 'ListRoles' }, effect: 'throttle' });
        return next(request);
      },
      { step: 'initialize' },
    );
    const { roles, stopped } = await rolePolicies(iam, now).all();
    expect(roles).toHaveLength(1_000);
    expect(stopped).toMatchObject({ reason: expect.stringMatching(/throttled/), retry: 'yes' });
    // The SDK has tried the second page four times before it gave up.
    const calls = aws.calls.all().filter(({ action }) => action === 'ListRoles').length;
    expect(calls - before).toBe(5);
  });

  it('reads one role, and tells one that is not there from one that cannot be read', async () => {
    expect(await policies().role(roleName(7))).toMatchObject({
      known: true,
      value: { arn: `arn:aws:iam::${account}:role/ci/${roleName(7)}` },
    });
    expect(await policies().role('nobody')).toMatchObject({ known: true, value: null });
    aws.faults.add({ on: { action: 'GetRole' }, effect: 'deny' });
    expect(await policies().role(roleName(7))).toMatchObject({ known: false, retry: 'no' });
  });

  it('names the OIDC providers as policies name them; denied is unknown, not none', async () => {
    expect(await policies().oidcProviders()).toMatchObject({
      value: [provider, 'gitlab.example.com'],
    });
    aws.faults.add({ on: { action: 'ListOpenIDConnectProviders' }, effect: 'deny' });
    expect(await policies().oidcProviders()).toMatchObject({ known: false });
  });

  it('signs for the Region of the environment, and for the public one without any', async () => {
    const regionOf = async () => callersIam().config.region();
    const { AWS_REGION: region, AWS_DEFAULT_REGION: fallback } = process.env;
    try {
      process.env['AWS_REGION'] = 'us-gov-west-1';
      expect(await regionOf()).toBe('us-gov-west-1');
      delete process.env['AWS_REGION'];
      process.env['AWS_CONFIG_FILE'] = '/nonexistent';
      process.env['AWS_DEFAULT_REGION'] = 'cn-north-1';
      expect(await regionOf()).toBe('cn-north-1');
      delete process.env['AWS_DEFAULT_REGION'];
      expect(await regionOf()).toBe('us-east-1');
    } finally {
      delete process.env['AWS_CONFIG_FILE'];
      if (region !== undefined) process.env['AWS_REGION'] = region;
      if (fallback !== undefined) process.env['AWS_DEFAULT_REGION'] = fallback;
    }
  });
});
