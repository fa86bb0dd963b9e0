import { describe, expect, it } from 'vitest';
import type { ScanDocument } from '../../src/cli/scan/scan-document.ts';
import { scanSchema } from '../../src/cli/schemas/scan.ts';
import { runCommand } from './run-command.ts';
import { accessKeys, report, reportRow, snapshotFolder } from './snapshot-files.ts';

const account = '111122223333';
const other = '222233334444';
const now = '2026-11-23T10:00:00Z';
const old = '2024-01-10T08:00:00+00:00';
const recent = '2026-11-20T08:00:00+00:00';
const id = (text: string) => `AKIA${text.toUpperCase().padEnd(16, '0')}`;

const run = (folder: string, ...words: string[]) =>
  runCommand(['scan', '--from', folder, '--now', now, ...words]);

const scan = async (files: Readonly<Record<string, unknown>>, ...words: string[]) => {
  const { exitCode, stdout, stderr } = await run(snapshotFolder(files), '--json', ...words);
  const document = JSON.parse(stdout) as ScanDocument;
  expect(scanSchema.safeParse(document).error).toBeUndefined();
  return { exitCode, stderr, document };
};

const oneKey = (user: string, madeAt = old, usedAt?: string) => ({
  [`${account}/credential-report.csv`]: report(
    reportRow(account, user, [
      { active: true, madeAt, ...(usedAt === undefined ? {} : { usedAt }) },
    ]),
  ),
  [`${account}/access-keys/${user}.json`]: accessKeys(user, [id(user), madeAt]),
});

describe('lastkey scan --from', () => {
  it('joins the report with the ids, whatever their order in the slots', async () => {
    const { document, exitCode } = await scan({
      [`${account}/credential-report.csv`]: report(
        // The first slot was replaced: it holds the younger key.
        reportRow(account, 'deployer', [
          { active: true, madeAt: recent, usedAt: recent },
          { active: true, madeAt: old, usedAt: '2024-03-01T00:00:00+00:00' },
        ]),
        reportRow(account, 'second-only', [null, { active: true, madeAt: old, usedAt: recent }]),
      ),
      [`${account}/access-keys/deployer.json`]: accessKeys(
        'deployer',
        [id('old'), old],
        [id('new'), recent],
      ),
      [`${account}/access-keys/second-only.json`]: accessKeys('second-only', [id('two'), old]),
    });
    expect(exitCode).toBe(1);
    const uses = document.keys.map(({ accessKeyId, lastUsedAt }) => [accessKeyId, lastUsedAt]);
    expect(Object.fromEntries(uses)).toEqual({
      [id('old')]: '2024-03-01T00:00:00.000Z',
      [id('new')]: '2026-11-20T08:00:00.000Z',
      [id('two')]: '2026-11-20T08:00:00.000Z',
    });
  });

  it('leaves the use of two keys of one second unknown, unless last-used tells it by id', async () => {
    const twins = {
      [`${account}/credential-report.csv`]: report(
        reportRow(account, 'twin', [
          { active: true, madeAt: old, usedAt: recent },
          { active: true, madeAt: old },
        ]),
      ),
      [`${account}/access-keys/twin.json`]: accessKeys('twin', [id('one'), old], [id('two'), old]),
    };
    const unsure = await scan(twins);
    expect(unsure.document.keys).toMatchObject([
      { lastUsedAt: 'unknown', lastUsedAtReason: expect.stringMatching(/which row/) },
      { lastUsedAt: 'unknown' },
    ]);
    const told = await scan({
      ...twins,
      [`${account}/access-keys-last-used.json`]: {
        [id('one')]: { UserName: 'twin', AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } },
        [id('two')]: {
          AccessKeyLastUsed: { LastUsedDate: recent, ServiceName: 's3', Region: 'eu-west-1' },
        },
      },
    });
    const uses = told.document.keys.map(({ accessKeyId, lastUsedAt }) => [accessKeyId, lastUsedAt]);
    expect(Object.fromEntries(uses)).toEqual({
      [id('one')]: null,
      [id('two')]: '2026-11-20T08:00:00.000Z',
    });
  });

  it('keeps users of one name in two accounts apart', async () => {
    const { document } = await scan({
      ...oneKey('deployer'),
      [`${other}/credential-report.csv`]: report(
        reportRow(other, 'deployer', [{ active: true, madeAt: recent, usedAt: recent }]),
      ),
      [`${other}/access-keys/deployer.json`]: accessKeys('deployer', [id('other'), recent]),
    });
    expect(
      document.keys.map(({ accountId, accessKeyId, verdict }) => [
        accountId,
        accessKeyId,
        verdict.reasons.length,
      ]),
    ).toEqual([
      [account, id('deployer'), 2],
      [other, id('other'), 0],
    ]);
  });

  it('takes the ids of more users than one page has', async () => {
    const users = Array.from({ length: 130 }, (_, index) => `user-${index}`);
    const { document } = await scan({
      [`${account}/credential-report.csv`]: report(
        ...users.map((user) => reportRow(account, user, [{ active: true, madeAt: old }])),
      ),
      ...Object.fromEntries(
        users.map((user) => [
          `${account}/access-keys/${user}.json`,
          accessKeys(user, [id(user.replace('-', '')), old]),
        ]),
      ),
    });
    expect(document.keys).toHaveLength(130);
    expect(document.keys.every(({ accessKeyId }) => accessKeyId !== 'unknown')).toBe(true);
  });

  it('says what is missing and calls nothing clean for it', async () => {
    const { document, exitCode } = await scan({
      [`${account}/credential-report.csv`]: oneKey('deployer')[`${account}/credential-report.csv`],
    });
    expect(exitCode).toBe(1);
    expect(document.keys).toMatchObject([
      {
        accessKeyId: 'unknown',
        accessKeyIdReason: 'access-keys/deployer.json is not in the snapshot',
        owner: 'unknown',
        ownerReason: expect.stringMatching(/account-authorization-details.json is not in/),
      },
    ]);
    // Which key it is must be known before a date is set.
    expect(document.keys[0]?.verdict.dueAt).toBeUndefined();
  });

  it('takes keys from their lists alone, and knows no last use but a told one', async () => {
    const lists = {
      [`${account}/access-keys/a.json`]: accessKeys('a', [id('a'), old]),
      [`${account}/access-keys/b.json`]: accessKeys('b', [id('b'), old, 'Inactive']),
      [`${account}/access-keys-last-used.json`]: {
        [id('b')]: { AccessKeyLastUsed: { LastUsedDate: old, ServiceName: 's3', Region: 'N/A' } },
      },
    };
    const partial = await scan(lists);
    expect(partial.exitCode).toBe(3);
    expect(partial.document.gaps).toEqual([
      expect.stringMatching(/whether other users have keys is unknown/),
    ]);
    expect(partial.document.keys.map(({ userName, lastUsedAt }) => [userName, lastUsedAt])).toEqual(
      [
        ['a', 'unknown'],
        ['b', '2024-01-10T08:00:00.000Z'],
      ],
    );
    const user = (UserName: string) => ({
      UserName,
      Arn: `arn:aws:iam::${account}:user/${UserName}`,
      AttachedManagedPolicies: [],
    });
    const whole = await scan({
      ...lists,
      [`${account}/account-authorization-details.json`]: {
        UserDetailList: [user('a'), user('b')],
        RoleDetailList: [],
        IsTruncated: false,
      },
    });
    expect(whole.document.gaps).toEqual([]);
    expect(whole.document.accounts[0]?.notes).toEqual([expect.stringMatching(/root user/)]);
  });

  it('names the owner by tag, none when known to have none, and finds a quarantined user', async () => {
    const quarantine = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
    const { document } = await scan({
      [`${account}/credential-report.csv`]: report(
        reportRow(account, 'owned', [{ active: true, madeAt: recent, usedAt: recent }]),
        reportRow(account, 'leaked', [{ active: true, madeAt: recent, usedAt: recent }], true),
      ),
      [`${account}/access-keys/owned.json`]: accessKeys('owned', [id('owned'), recent]),
      [`${account}/access-keys/leaked.json`]: accessKeys('leaked', [id('leaked'), recent]),
      [`${account}/account-authorization-details.json`]: {
        UserDetailList: [
          {
            UserName: 'owned',
            Arn: `arn:aws:iam::${account}:user/owned`,
            AttachedManagedPolicies: [],
            Tags: [{ Key: 'owner', Value: 'Team@Example.com' }],
          },
          {
            UserName: 'leaked',
            Arn: `arn:aws:iam::${account}:user/leaked`,
            AttachedManagedPolicies: [{ PolicyName: 'Q', PolicyArn: quarantine }],
          },
        ],
        RoleDetailList: [],
        Policies: [
          {
            Arn: quarantine,
            DefaultVersionId: 'v2',
            PolicyVersionList: [
              { VersionId: 'v1', Document: '%7B%22Statement%22%3A%5B%5D%7D' },
              { VersionId: 'v2', IsDefaultVersion: true, Document: { Statement: [] } },
            ],
          },
        ],
      },
    });
    expect(document.keys).toMatchObject([
      {
        userName: 'leaked',
        holder: 'human',
        owner: null,
        verdict: { severity: 'Critical', reasons: [{ id: 'exposed' }] },
      },
      { userName: 'owned', owner: { id: 'team@example.com', source: 'tag' } },
    ]);
    expect(document.summary.besidePassword).toBe(1);
  });

  it('lists suspended accounts and excluded ones with the reason, and accounts without a folder', async () => {
    const { document, exitCode } = await scan({
      ...oneKey('deployer', recent, recent),
      'organization.json': [
        { Accounts: [{ Id: account, Name: 'Payments', State: 'ACTIVE' }], NextToken: 'x' },
        {
          Accounts: [
            { Id: other, Name: 'Closed', State: 'SUSPENDED', Status: 'ACTIVE' },
            { Id: '333344445555', Name: 'Missing', Status: 'ACTIVE' },
          ],
        },
      ],
      [`${other}/credential-report.csv`]: 'never read',
    });
    expect(exitCode).toBe(3);
    expect(document.accounts).toMatchObject([
      { name: 'Payments', coverage: 'read', keys: 1 },
      { name: 'Closed', coverage: 'excluded', reason: expect.stringMatching(/SUSPENDED/) },
      { name: 'Missing', coverage: 'failed', reason: expect.stringMatching(/neither/) },
    ]);
  });

  it('goes on past an account with a bad file, and answers 2', async () => {
    const { document, exitCode, stderr } = await scan({
      ...oneKey('deployer'),
      [`${other}/credential-report.csv`]: 'An error occurred (AccessDenied)',
    });
    expect(exitCode).toBe(2);
    expect(document.accounts.map(({ coverage }) => coverage)).toEqual(['read', 'failed']);
    expect(stderr).toMatch(/credential-report\.csv: This is no credential report/);
  });

  it('reads what Windows and PowerShell write: byte order marks, UTF-16, CRLF', async () => {
    const files = oneKey('deployer');
    const text = String(files[`${account}/credential-report.csv`]).replaceAll('\n', '\r\n');
    const { document } = await scan({
      [`${account}/credential-report.csv`]: Buffer.from(`\uFEFF${text}`, 'utf16le'),
      [`${account}/access-keys/deployer.json`]: `\uFEFF${JSON.stringify(files[`${account}/access-keys/deployer.json`])}`,
    });
    expect(document.keys).toMatchObject([{ accessKeyId: id('deployer'), status: 'Active' }]);
  });

  it('reads the whole output of get-credential-report as well, with its time', async () => {
    const files = oneKey('deployer');
    const content = Buffer.from(String(files[`${account}/credential-report.csv`]));
    const { document } = await scan({
      ...files,
      [`${account}/credential-report.csv`]: {
        Content: content.toString('base64'),
        ReportFormat: 'text/csv',
        GeneratedTime: '2026-11-22T10:00:00.123000+00:00',
      },
    });
    expect(document.keys).toHaveLength(1);
    expect(document.accounts[0]?.reportAt).toBe('2026-11-22T10:00:00.123Z');
  });

  it('judges by the configuration and by the time that is given', async () => {
    const folder = snapshotFolder({
      ...oneKey('deployer', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'),
      'strict.yaml': 'version: 1\nkeys: { unusedDays: 10, window: null }\n',
    });
    expect((await run(folder, '--fail-on', 'medium')).exitCode).toBe(0);
    const strict = ['--config', `${folder}/strict.yaml`, '--fail-on', 'medium'];
    expect((await run(folder, ...strict)).exitCode).toBe(1);
    const earlier = ['scan', '--from', folder, '--now', '2026-11-05', ...strict];
    expect((await runCommand(earlier)).exitCode).toBe(0);
  });

  it.each([
    [
      'organization.json',
      { Accounts: [{ Id: account, Name: 'x' }] },
      /without State and without Status/,
    ],
    ['organization.json', { Accounts: [{ Id: '1' }] }, /account with the Id "1".*12 digits/],
    ['organization.json', '{"Accounts": [', /organization\.json: got no JSON/],
    ['organization.json', { Accounts: [], NextToken: 'x' }, /not the last/],
    ['readme.txt', 'x', /neither organization\.json nor a folder/],
  ])('refuses a snapshot whose %s is %j', async (name, content, message) => {
    const { exitCode, stdout, stderr } = await run(snapshotFolder({ [name]: content }));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([
    [['--now', 'yesterday'], /--now takes a time/],
    [['--json', '--format', 'csv'], /do not go together/],
    [['--organization'], /do not go together/],
    [['--fail-on', 'grave'], /expected one of/],
    [['--format', 'pdf'], /Allowed choices are table, json, csv, html/],
    [['--out', '/nonexistent/folder/report.html'], /--out cannot be written/],
  ])('answers %j with exit code 2', async (words, message) => {
    const { exitCode, stdout, stderr } = await runCommand([
      'scan',
      '--from',
      snapshotFolder(oneKey('deployer')),
      ...words,
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
