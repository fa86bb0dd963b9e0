import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecommendationDocument } from '../../src/cli/recommend/recommendation-document.ts';
import { recommendationSchema } from '../../src/cli/schemas/recommend.ts';
import { type LocalAws, startAws } from '../../src/local/aws/start-aws.ts';
import { runCommand } from './run-command.ts';

const account = '111122223333';
const github = 'token.actions.githubusercontent.com';
const keyId = 'AKIASHOP000000000001';
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${github}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${github}:aud`]: 'sts.amazonaws.com',
          [`${github}:sub`]: 'repo:acme/shop:environment:production',
        },
      },
    },
  ],
};

describe('lastkey recommend on a live account', () => {
  let aws: LocalAws;
  const environmentBefore = { ...process.env };

  beforeAll(async () => {
    aws = await startAws({
      accounts: [
        {
          accountId: account,
          name: 'Shop',
          oidcProviders: [{ url: github, clientIds: ['sts.amazonaws.com'] }],
          roles: [{ roleName: 'shop-deploy', trustPolicy: trust }],
          users: [
            {
              userName: 'shop-deployer',
              path: '/ci/',
              tags: { repository: 'acme/shop', 'github-environment': 'production' },
              accessKeys: [
                {
                  accessKeyId: keyId,
                  createdAt: daysAgo(200),
                  lastUsed: { at: daysAgo(1), service: 's3', region: 'eu-west-1' },
                },
              ],
            },
          ],
        },
      ],
    });
  });
  beforeEach(() => {
    Object.assign(process.env, aws.environment(account));
  });
  afterEach(() => {
    process.env = { ...environmentBefore };
    aws.faults.clear();
  });
  afterAll(() => aws.close());

  const recommend = async (...words: string[]) => {
    const { exitCode, stdout, stderr } = await runCommand([
      'recommend',
      '--user',
      'shop-deployer',
      '--json',
      ...words,
    ]);
    const document: RecommendationDocument = recommendationSchema.parse(JSON.parse(stdout));
    return { exitCode, stderr, document };
  };

  it('names the role with the caller’s credentials, says how far it looked, and counts its calls', async () => {
    const from = aws.calls.all().length;
    const { exitCode, stderr, document } = await recommend('--regions', 'eu-west-1');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/looking up what AKIASHOP000000000001 did in eu-west-1/);
    expect(document).toMatchObject({
      source: 'live',
      partial: false,
      key: { accessKeyId: keyId, status: 'Active' },
      workload: { kind: 'github-actions' },
      replacement: { role: { arn: `arn:aws:iam::${account}:role/shop-deploy`, existing: true } },
    });
    expect(document.calls).toMatchObject({
      GetCallerIdentity: 1,
      GetAccountAuthorizationDetails: 1,
      ListAccessKeys: 1,
      GetAccessKeyLastUsed: 1,
      LookupEvents: 1,
    });
    const actions = new Set(
      aws.calls
        .all()
        .slice(from)
        .map(({ action }) => action),
    );
    expect([...actions].filter((action) => !/^(Get|List|Generate|Lookup)/.test(action))).toEqual(
      [],
    );
  });

  it('answers from the rest and exits with 3 when what roles may do is refused', async () => {
    aws.faults.add({ on: { action: 'GetAccountAuthorizationDetails' }, effect: 'deny' });
    const { exitCode, stderr, document } = await recommend('--regions', 'eu-west-1');
    expect(exitCode).toBe(3);
    expect(document.partial).toBe(true);
    expect(document.rolesLookedAt).toBe('unknown');
    expect(stderr).toMatch(/GetAccountAuthorizationDetails: access denied/);
  });

  it('says which Region refused its event history, and does not take it for no use', async () => {
    aws.faults.add({ on: { action: 'LookupEvents' }, effect: 'deny' });
    const { exitCode, stderr, document } = await recommend('--regions', 'eu-west-1');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/LookupEvents in eu-west-1: access denied/);
    expect(document.replacement.breaks.join('\n')).toMatch(/Not everything was read/);
  });

  it('says of a user that is not there who was meant', async () => {
    const { exitCode, stderr } = await runCommand(['recommend', '--user', 'shop-deploier']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean shop-deployer?');
  });

  it('refuses without credentials, naming what it expected', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) {
      delete process.env[name];
    }
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nonexistent';
    process.env['AWS_CONFIG_FILE'] = '/nonexistent';
    const { exitCode, stdout } = await runCommand(['recommend', '--user', 'shop-deployer']);
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
  });
});
