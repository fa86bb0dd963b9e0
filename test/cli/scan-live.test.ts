import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/cli/configuration.ts';
import { readLiveAccounts } from '../../src/cli/scan/read-live-accounts.ts';
import type { ScanDocument } from '../../src/cli/scan/scan-document.ts';
import { scanSchema } from '../../src/cli/schemas/scan.ts';
import { instantOf } from '../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../src/local/aws/start-aws.ts';
import { runCommand } from './run-command.ts';

const management = '111122223333';
const payments = '222233334444';
const shop = '333344445555';
const closed = '444455556666';
const role = 'OrganizationAccountAccessRole';

const dayMs = 86_400_000;
const daysAgo = (days: number): string =>
  `${new Date(Date.now() - days * dayMs).toISOString().slice(0, 19)}Z`;
const usedAgo = (days: number) => ({ at: daysAgo(days), service: 's3', region: 'eu-west-1' });

const readRole = {
  roleName: role,
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${management}:root` },
        Action: 'sts:AssumeRole',
      },
    ],
  },
};

/** More users than one page of any IAM list has. */
const manyUsers = Array.from({ length: 101 }, (_, index) => ({
  userName: `user-${String(index).padStart(3, '0')}`,
  ...(index === 100 ? { accessKeys: [{ createdAt: daysAgo(200), lastUsed: usedAgo(1) }] } : {}),
}));

describe('lastkey scan on live accounts', () => {
  let aws: LocalAws;
  const environmentBefore = { ...process.env };

  beforeAll(async () => {
    aws = await startAws({
      accounts: [
        {
          accountId: management,
          name: 'Management',
          users: [
            {
              userName: 'deployer',
              path: '/ci/',
              tags: { owner: 'team@example.com' },
              accessKeys: [
                {
                  accessKeyId: 'AKIAOLD0000000000001',
                  createdAt: daysAgo(400),
                  lastUsed: usedAgo(200),
                },
                {
                  accessKeyId: 'AKIANEW0000000000001',
                  createdAt: daysAgo(10),
                  lastUsed: usedAgo(1),
                },
              ],
            },
            {
              userName: 'fresh',
              accessKeys: [
                {
                  accessKeyId: 'AKIAFRESH00000000001',
                  createdAt: daysAgo(3),
                  lastUsed: usedAgo(1),
                },
              ],
            },
          ],
        },
        {
          accountId: payments,
          name: 'Payments',
          roles: [readRole],
          rootAccessKeys: [{ createdAt: daysAgo(900) }],
          users: [
            // The same name as in another account, and another person's key.
            {
              userName: 'deployer',
              accessKeys: [{ accessKeyId: 'AKIAPAY0000000000001', createdAt: daysAgo(60) }],
            },
            ...manyUsers,
          ],
        },
        { accountId: shop, name: 'Shop', users: [{ userName: 'unseen', accessKeys: [{}] }] },
        { accountId: closed, name: 'Closed', state: 'SUSPENDED' },
      ],
    });
  });
  beforeEach(() => {
    Object.assign(process.env, aws.environment(management));
  });
  afterEach(() => {
    process.env = { ...environmentBefore };
    aws.faults.clear();
  });
  afterAll(() => aws.close());

  const scan = async (...words: string[]) => {
    const { exitCode, stdout, stderr } = await runCommand(['scan', '--json', ...words]);
    const document = JSON.parse(stdout) as ScanDocument;
    expect(scanSchema.safeParse(document).error).toBeUndefined();
    return { exitCode, stderr, document };
  };
  const keyOf = (document: ScanDocument, id: string) =>
    document.keys.find(({ accessKeyId }) => accessKeyId === id);

  it('names the exact id of every key, its owner, its verdict and what was called', async () => {
    const { exitCode, stderr, document } = await scan();
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(document.keys).toHaveLength(3);
    expect(keyOf(document, 'AKIAOLD0000000000001')).toMatchObject({
      accountId: management,
      userName: 'deployer',
      status: 'Active',
      lastUsedService: 's3',
      holder: 'workload',
      owner: { id: 'team@example.com', source: 'tag', confidence: 'high' },
      verdict: {
        stage: 'told',
        severity: 'Medium',
        reasons: [{ id: 'unused' }, { id: 'too-old' }, { id: 'second-active-key' }],
        dueAt: expect.any(String),
      },
    });
    expect(keyOf(document, 'AKIAFRESH00000000001')).toMatchObject({
      owner: null,
      verdict: { stage: 'watched', severity: 'Informational', reasons: [] },
    });
    expect(document.calls).toEqual({
      GetCallerIdentity: 1,
      GenerateCredentialReport: 1,
      GetCredentialReport: 1,
      ListAccessKeys: 2,
      ListServiceSpecificCredentials: 1,
      GetAccountAuthorizationDetails: 1,
    });
  });

  it('calls nothing that changes anything', async () => {
    const from = aws.calls.all().length;
    await scan('--organization');
    const actions = new Set(
      aws.calls
        .all()
        .slice(from)
        .map(({ action }) => action),
    );
    expect(
      [...actions].filter((action) => !/^(Get|List|Generate|AssumeRole)/.test(action)),
    ).toEqual([]);
  });

  it('reads every account of the organization by the role, and goes on past one that fails', async () => {
    const { exitCode, stderr, document } = await scan('--organization');
    expect(exitCode).toBe(3);
    expect(document.partial).toBe(true);
    expect(document.accounts.map(({ name, coverage, keys }) => [name, coverage, keys])).toEqual([
      ['Management', 'read', 3],
      ['Payments', 'read', 3],
      ['Shop', 'failed', 'unknown'],
      ['Closed', 'excluded', 'unknown'],
    ]);
    expect(document.accounts[2]?.reason).toMatch(/AssumeRole .*333344445555.*access denied/);
    expect(document.accounts[3]?.reason).toMatch(/SUSPENDED/);
    expect(stderr).toMatch(/3 of 3 accounts looked at[\s\S]*Shop \(333344445555\) was not read/);
    expect(stderr).toMatch(/the result is partial/);
    expect(document.summary.accounts).toEqual({ read: 2, failed: 1, excluded: 1 });
  });

  it('keeps two users of one name in two accounts apart, and sees the user on the second page', async () => {
    const { document } = await scan('--organization');
    expect(keyOf(document, 'AKIAPAY0000000000001')).toMatchObject({
      accountId: payments,
      userName: 'deployer',
      lastUsedAt: null,
      owner: null,
      verdict: { reasons: [{ id: 'never-used' }] },
    });
    expect(document.keys.filter(({ userName }) => userName === 'user-100')).toMatchObject([
      { accessKeyId: expect.stringMatching(/^AKIA/), verdict: { reasons: [{ id: 'too-old' }] } },
    ]);
  });

  it('reports a root key as critical, and that nobody can list its id', async () => {
    const { document } = await scan('--organization');
    expect(document.summary.rootKeys).toBe(1);
    expect(document.keys[0]).toMatchObject({
      accountId: payments,
      userName: '<root_account>',
      accessKeyId: 'unknown',
      accessKeyIdReason: expect.any(String),
      verdict: { severity: 'Critical', reasons: [{ id: 'root-key' }, {}, {}] },
    });
  });

  it('asks with --fast only for the ids of keys that something is found about', async () => {
    const { document } = await scan('--fast');
    expect(document.calls).toEqual({
      GetCallerIdentity: 1,
      GenerateCredentialReport: 1,
      GetCredentialReport: 1,
      ListAccessKeys: 1,
    });
    const fresh = document.keys.find(({ userName }) => userName === 'fresh');
    expect(fresh).toMatchObject({ accessKeyId: 'unknown', accessKeyIdReason: expect.any(String) });
    expect(keyOf(document, 'AKIAOLD0000000000001')).toBeDefined();
    expect(document.partial).toBe(false);
  });

  it('says so and stays unsure when what users may do and who they are is denied', async () => {
    aws.faults.add({ on: { action: 'GetAccountAuthorizationDetails' }, effect: 'deny' });
    const { exitCode, document } = await scan();
    expect(exitCode).toBe(3);
    expect(keyOf(document, 'AKIAOLD0000000000001')).toMatchObject({
      owner: 'unknown',
      ownerReason: expect.stringMatching(/access denied/),
    });
    expect(document.gaps).toEqual([
      expect.stringMatching(/owners.*GetAccountAuthorizationDetails: access denied/),
    ]);
  });

  it('never makes a key disappear because its id cannot be listed', async () => {
    aws.faults.add({ on: { action: 'ListAccessKeys' }, effect: 'deny' });
    const { exitCode, document } = await scan();
    expect(exitCode).toBe(3);
    expect(document.keys).toHaveLength(3);
    expect(document.keys.every(({ accessKeyId }) => accessKeyId === 'unknown')).toBe(true);
    expect(document.keys.some(({ verdict }) => verdict.dueAt !== undefined)).toBe(false);
  });

  it.each([['critical'], ['high']])('answers 0 when nothing reaches --fail-on %s', async (word) => {
    expect((await scan('--fail-on', word)).exitCode).toBe(0);
  });

  it('answers 3 without a document when the caller may not list accounts', async () => {
    aws.faults.add({ on: { action: 'ListAccounts' }, effect: 'deny' });
    const { exitCode, stdout, stderr } = await runCommand(['scan', '--organization']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/ListAccounts failed: access denied/);
  });

  it('finds a profile in the AWS configuration, its Region included', async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
    const folder = mkdtempSync(join(tmpdir(), 'lastkey-profile-'));
    writeFileSync(`${folder}/config`, `[profile audit]\nregion = ${AWS_REGION}\n`);
    writeFileSync(
      `${folder}/credentials`,
      `[audit]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\naws_session_token = ${AWS_SESSION_TOKEN}\n`,
    );
    for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN', 'REGION']) {
      delete process.env[`AWS_${name}`];
    }
    process.env['AWS_CONFIG_FILE'] = `${folder}/config`;
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = `${folder}/credentials`;
    const { exitCode, document } = await scan('--organization', '--profile', 'audit');
    expect(exitCode).toBe(3);
    expect(document.summary.accounts.read).toBe(2);
  });

  it('waits for a report that AWS is still making, says so, and reads it then', async () => {
    const slow = await startAws({
      accounts: [
        {
          accountId: management,
          name: 'Management',
          reportSeconds: 5,
          users: [{ userName: 'deployer', accessKeys: [{ createdAt: daysAgo(100) }] }],
        },
      ],
    });
    try {
      Object.assign(process.env, slow.environment(management));
      const notes: string[] = [];
      const io = {
        stdin: (async function* () {})(),
        out: () => undefined,
        note: (line: string) => notes.push(line),
        colour: false,
      };
      const { readings } = await readLiveAccounts(
        {},
        parseConfiguration('version: 1', 'none'),
        instantOf(Date.now()),
        io,
        (seconds) => slow.advance(seconds * 1000),
      );
      expect(readings).toMatchObject([{ outcome: { coverage: 'read', keys: [{}] } }]);
      expect(notes).toEqual(
        [1, 2, 4].map((seconds) => expect.stringMatching(`waiting ${seconds} s`)),
      );
    } finally {
      await slow.close();
    }
  });
});
