import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { trustDocument } from '../../src/cli/schemas/trust.ts';
import { type LocalAws, startAws } from '../../src/local/aws/start-aws.ts';
import { runCommand } from './run-command.ts';

const account = '111122223333';
const github = 'token.actions.githubusercontent.com';

const trusting = (provider: string, subject: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${provider}:sub`]: subject },
      },
    },
  ],
});
const safe = trusting(github, 'repo:acme@77/shop@88:ref:refs/heads/main');
const open = trusting(github, 'repo:acme*/*');
const service = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;

interface TrustDocument {
  readonly partial: boolean;
  readonly roles: readonly {
    readonly source: string;
    readonly verdict: string;
    readonly findings: readonly { readonly id: string }[];
  }[];
  readonly unread: readonly { readonly where: string; readonly why: string }[];
}

const documentOf = (stdout: string): TrustDocument => {
  const document: unknown = JSON.parse(stdout);
  expect(trustDocument.safeParse(document).error).toBeUndefined();
  return document as TrustDocument;
};

describe('lastkey trust on a live account', () => {
  let aws: LocalAws;
  const environmentBefore = { ...process.env };

  beforeAll(async () => {
    aws = await startAws({
      accounts: [
        {
          accountId: account,
          name: 'Payments',
          roles: [
            { roleName: 'deploy', trustPolicy: safe },
            { roleName: 'open', path: '/ci/', trustPolicy: open },
            { roleName: 'gone', trustPolicy: trusting('gitlab.example.com', 'project_path:a/b:*') },
            { roleName: 'server', trustPolicy: service },
          ],
          oidcProviders: [{ url: github, clientIds: ['sts.amazonaws.com'] }],
        },
      ],
    });
  });
  afterEach(() => {
    process.env = { ...environmentBefore };
    aws.faults.clear();
  });
  afterAll(() => aws.close());

  const run = (...words: string[]) => {
    Object.assign(process.env, aws.environment(account));
    return runCommand(['trust', ...words]);
  };

  it('judges every role, names it by ARN, and tells a provider that no longer exists', async () => {
    const { exitCode, stdout, stderr } = await run('--all', '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const { roles, partial, unread } = documentOf(stdout);
    expect({ partial, unread }).toEqual({ partial: false, unread: [] });
    expect(roles.map(({ source, verdict }) => [source, verdict]).sort()).toEqual([
      [arnOf('ci/open'), 'unsafe'],
      [arnOf('deploy'), 'safe'],
      [arnOf('gone'), 'broad'],
      [arnOf('server'), 'not-federated'],
    ]);
    const gone = (id: string) => id === 'trust.oidc.provider-gone';
    expect(roles.filter(({ findings }) => findings.some(({ id }) => gone(id)))).toMatchObject([
      { source: arnOf('gone') },
    ]);
  });

  it('counts the roles that trust no identity provider instead of listing them', async () => {
    const { stdout } = await run('--all');
    expect(stdout).toContain('SAFE arn:aws:iam::111122223333:role/deploy\n');
    expect(stdout).not.toContain('role/server');
    expect(stdout).toMatch(
      /\n4 roles: 1 unsafe, 1 broad, 1 safe, 1 that trust no identity provider\n$/,
    );
  });

  it('judges one role by its ARN', async () => {
    const { exitCode, stdout } = await run('--role', arnOf('ci/open'));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^UNSAFE arn:aws:iam::111122223333:role\/ci\/open\n/);
    expect((await run('--role', arnOf('deploy'))).exitCode).toBe(0);
  });

  it.each([
    [['--role', 'deploy'], /Got "deploy", expected arn:aws:iam::<account>:role/],
    [['--role', arnOf('nobody')], /has no role nobody/],
    [['--role', 'arn:aws:iam::999988887777:role/deploy'], /credentials are of another account/],
    [['--role', arnOf('deploy'), '--all'], /do not go together/],
    [['--all', 'file.json'], /do not go together/],
    [['--all', '--fail-on', 'grave'], /expected one of/],
  ])('answers %j with exit code 2', async (words, message) => {
    const { exitCode, stdout, stderr } = await run(...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('marks as partial what was judged before a read was denied', async () => {
    aws.faults.add({ on: { action: 'ListOpenIDConnectProviders' }, effect: 'deny' });
    const { exitCode, stdout, stderr } = await run('--all', '--json');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/ListOpenIDConnectProviders: access denied[\s\S]*partial/);
    const { partial, roles, unread } = documentOf(stdout);
    expect({ partial, roles: roles.length }).toEqual({ partial: true, roles: 4 });
    expect(unread).toMatchObject([{ where: 'ListOpenIDConnectProviders' }]);
    // Not known to be gone: nothing may be said about it.
    expect(stdout).not.toContain('provider-gone');
  });

  it('calls nothing clean when the roles could not be listed', async () => {
    aws.faults.add({ on: { action: 'ListRoles' }, effect: 'deny' });
    const { exitCode, stdout, stderr } = await run('--all');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/ListRoles: access denied. 0 roles were read before/);
  });

  it('answers exit code 3 when one role cannot be read', async () => {
    aws.faults.add({ on: { action: 'GetRole' }, effect: 'deny' });
    const { exitCode, stderr } = await run('--role', arnOf('deploy'));
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/could not be read: access denied.*--profile/);
  });
});

describe('lastkey trust on a snapshot', () => {
  const write = (folder: string, files: Readonly<Record<string, unknown>>): string => {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    }
    return folder;
  };
  const snapshot = (files: Readonly<Record<string, unknown>>) =>
    write(mkdtempSync(join(tmpdir(), 'lastkey-snapshot-')), files);
  const details = (...roles: readonly [string, unknown][]) => ({
    RoleDetailList: roles.map(([RoleName, AssumeRolePolicyDocument]) => ({
      RoleName,
      Arn: arnOf(RoleName),
      AssumeRolePolicyDocument,
    })),
  });
  const provider = { Arn: `arn:aws:iam::${account}:oidc-provider/${github}`, Url: github };

  it('judges the roles of every account and knows which providers exist', async () => {
    const other = '444455556666';
    const folder = snapshot({
      [`${account}/account-authorization-details.json`]: details(
        ['deploy', safe],
        ['gone', trusting('gitlab.example.com', 'project_path:a/b:*')],
      ),
      [`${account}/open-id-connect-providers/1.json`]: provider,
      [`${other}/account-authorization-details.json`]: {
        RoleDetailList: [
          {
            RoleName: 'open',
            Arn: `arn:aws:iam::${other}:role/open`,
            AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(open)),
          },
        ],
      },
      [`${other}/open-id-connect-providers/1.json`]: { Url: `https://${github}` },
      'organization.json': { Accounts: [] },
    });
    const { exitCode, stdout, stderr } = await runCommand(['trust', '--from', folder, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const { roles, partial } = documentOf(stdout);
    expect(partial).toBe(false);
    expect(roles.map(({ source, verdict }) => [source, verdict])).toEqual([
      [arnOf('deploy'), 'safe'],
      [arnOf('gone'), 'broad'],
      [`arn:aws:iam::${other}:role/open`, 'unsafe'],
    ]);
    expect(stdout.match(/trust\.oidc\.provider-gone/g)).toHaveLength(1);
  });

  it('says what the snapshot lacks: providers are a detail, roles are a gap', async () => {
    const without = snapshot({
      [`${account}/account-authorization-details.json`]: details(['deploy', safe]),
    });
    const judged = await runCommand(['trust', '--all', '--from', without, '--json']);
    expect(judged.exitCode).toBe(0);
    expect(judged.stderr).toMatch(/open-id-connect-providers: not in the snapshot.*unknown/);
    expect(documentOf(judged.stdout)).toMatchObject({ partial: false, unread: [{}] });

    const empty = snapshot({ [`${account}/credential-report.csv`]: 'user\n' });
    const unjudged = await runCommand(['trust', '--from', empty, '--json']);
    expect(unjudged.exitCode).toBe(3);
    expect(documentOf(unjudged.stdout)).toMatchObject({ partial: true, roles: [] });
    expect(unjudged.stderr).toMatch(/roles of this account are unknown/);
  });

  it('marks a truncated list as partial', async () => {
    const folder = snapshot({
      [`${account}/account-authorization-details.json`]: {
        ...details(['deploy', safe]),
        IsTruncated: true,
      },
      [`${account}/open-id-connect-providers/1.json`]: provider,
    });
    const { exitCode, stdout } = await runCommand(['trust', '--from', folder, '--json']);
    expect(exitCode).toBe(3);
    expect(documentOf(stdout)).toMatchObject({ partial: true, roles: [{ verdict: 'safe' }] });
  });

  it('judges the other accounts when one is unreadable', async () => {
    const folder = snapshot({
      [`${account}/account-authorization-details.json`]: details(['deploy', safe]),
      [`${account}/open-id-connect-providers/1.json`]: '{',
      '444455556666/account-authorization-details.json': '{"RoleDetailList": [',
    });
    const { exitCode, stdout, stderr } = await runCommand(['trust', '--from', folder, '--json']);
    expect(exitCode).toBe(2);
    expect(documentOf(stdout).roles).toHaveLength(1);
    expect(stderr).toMatch(/1\.json: not an OIDC provider/);
    expect(stderr).toMatch(/444455556666.*is not JSON/);
  });

  it.each([
    ['/nonexistent/snapshot', /Got no such folder/],
    [mkdtempSync(join(tmpdir(), 'lastkey-empty-')), /Got no account in it/],
  ])('answers %s, which is none, with exit code 2', async (folder, message) => {
    const { exitCode, stderr } = await runCommand(['trust', '--from', folder]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
