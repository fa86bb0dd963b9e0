import { describe, expect, it } from 'vitest';
import type { ScanDocument } from '../../src/cli/scan/scan-document.ts';
import { scanSchema } from '../../src/cli/schemas/scan.ts';
import { runCommand } from './run-command.ts';
import { accessKeys, report, reportColumns, reportRow, snapshotFolder } from './snapshot-files.ts';

const account = '111122223333';
const now = '2026-11-23T10:00:00Z';
const old = '2024-01-10T08:00:00+00:00';
const id = (text: string) => `AKIA${text.toUpperCase().padEnd(16, '0')}`;
const inAccount = (files: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [`${account}/${name}`, file]));

const run = (files: Readonly<Record<string, unknown>>, ...words: string[]) =>
  runCommand(['scan', '--from', snapshotFolder(files), '--now', now, ...words]);

const scan = async (files: Readonly<Record<string, unknown>>) => {
  const { exitCode, stdout, stderr } = await run(inAccount(files), '--json');
  const document = JSON.parse(stdout) as ScanDocument;
  expect(scanSchema.safeParse(document).error).toBeUndefined();
  return { exitCode, stderr, document };
};

const root = reportRow(account, '<root_account>', []);
const key = (user: string) => reportRow(account, user, [{ active: true, madeAt: old }]);
const details = (...names: string[]) => ({
  UserDetailList: names.map((UserName) => ({
    UserName,
    Arn: `arn:aws:iam::${account}:user/${UserName}`,
    AttachedManagedPolicies: [],
  })),
  RoleDetailList: [],
});

describe('lastkey scan --from a flawed snapshot', () => {
  it.each(['', '{"AccessKeyMetadata": [', '[1, 2]', 'null', 'AccessKeyMetadata:'])(
    'leaves the keys of one user without ids when their list is %j, and answers 2',
    async (list) => {
      const { document, exitCode, stderr } = await scan({
        'credential-report.csv': report(root, key('ann'), key('ben')),
        'access-keys/ann.json': list,
        'access-keys/ben.json': accessKeys('ben', [id('ben'), old]),
      });
      expect(exitCode).toBe(2);
      expect(document.partial).toBe(true);
      expect(stderr).toMatch(/access-keys\/ann\.json: got /);
      expect(document.keys).toMatchObject([
        { userName: 'ann', accessKeyId: 'unknown', accessKeyIdReason: expect.any(String) },
        { userName: 'ben', accessKeyId: id('ben') },
      ]);
    },
  );

  it.each(['account-authorization-details.json', 'access-keys-last-used.json'])(
    'names a broken %s, and lists the keys all the same',
    async (name) => {
      const { document, exitCode, stderr } = await scan({
        'credential-report.csv': report(root, key('ann')),
        [name]: '',
      });
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${name}: got an empty file`);
      expect(document.keys).toMatchObject([{ userName: 'ann', owner: 'unknown' }]);
    },
  );

  it('takes the keys from their lists when the report is broken, and answers 2', async () => {
    const { document, exitCode } = await scan({
      'credential-report.csv': '',
      'access-keys/ann.json': accessKeys('ann', [id('ann'), old]),
    });
    expect(exitCode).toBe(2);
    expect(document.keys).toMatchObject([{ accessKeyId: id('ann'), lastUsedAt: 'unknown' }]);
  });

  it('says of an answer without a report that its Content is missing', async () => {
    const { stderr } = await scan({ 'credential-report.csv': { State: 'STARTED' } });
    expect(stderr).toMatch(/credential-report\.csv: got JSON without a Content, expected/);
  });

  it('calls the keys of a user unknown who is in the details and not in the report', async () => {
    const { document, exitCode } = await scan({
      'credential-report.csv': report(root, key('ann')),
      'account-authorization-details.json': details('ann', 'lost'),
    });
    expect(exitCode).toBe(3);
    expect(document.gaps).toEqual([expect.stringMatching(/which keys lost may have is unknown/)]);
  });

  it.each([
    ['is cut within a row', report(root, key('ann')).slice(0, -60), /middle of row 3/],
    ['has a header and no row', reportColumns.join(','), /no rows/],
  ])('is partial when the report %s', async (_, text, why) => {
    const { document, exitCode } = await scan({ 'credential-report.csv': text });
    expect(exitCode).toBe(3);
    expect(document.gaps[0]).toMatch(why);
  });

  it('does not count no root key where no row tells of the root user', async () => {
    const without = await scan({ 'credential-report.csv': report(key('ann')) });
    expect(without.document.summary.rootKeys).toBe('unknown');
    const told = await scan({ 'credential-report.csv': report(root, key('ann')) });
    expect(told.document.summary.rootKeys).toBe(0);
  });

  it('says of a report that is days old that it knows nothing of the time since', async () => {
    const { document } = await scan({
      'credential-report.csv': {
        Content: Buffer.from(report(root, key('ann'))).toString('base64'),
        GeneratedTime: '2026-05-01T08:00:00+00:00',
      },
    });
    expect(document.accounts[0]?.notes[0]).toMatch(/206 days before.*--now 2026-05-01T08/);
  });

  it('believes no last use that is yet to come, and names a key that is', async () => {
    const { document } = await scan({
      'credential-report.csv': report(root, key('ann')),
      'access-keys/ann.json': accessKeys(
        'ann',
        [id('one'), old],
        [id('two'), '2030-01-01T00:00:00Z'],
      ),
      'access-keys-last-used.json': {
        [id('two')]: { AccessKeyLastUsed: { LastUsedDate: '2030-02-01T00:00:00Z' } },
      },
    });
    expect(document.keys).toMatchObject([
      { accessKeyId: id('one'), lastUsedAt: null },
      { accessKeyId: id('two'), lastUsedAt: 'unknown' },
    ]);
    expect(document.accounts[0]?.notes).toContainEqual(expect.stringMatching(/yet to come/));
  });

  it.each([
    ['Base64', Buffer.from(report(root, key('ann'))).toString('base64')],
    [
      'the columns of --output text',
      `${Buffer.from(report(root, key('ann'))).toString('base64')}\t2026-11-23T08:00:00Z\ttext/csv\n`,
    ],
    ['UTF-16 without a mark', Buffer.from(report(root, key('ann')), 'utf16le')],
  ])('reads a report that was left as %s', async (_, text) => {
    const { document } = await scan({ 'credential-report.csv': text });
    expect(document.keys).toMatchObject([{ userName: 'ann', status: 'Active' }]);
  });

  it('refuses an organization without accounts: every organization has one', async () => {
    const { exitCode, stderr } = await run({ 'organization.json': { Accounts: [] } });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/without an account/);
  });

  it('says who can list the keys of the root user: no file of a snapshot has them', async () => {
    const { document } = await scan({
      'credential-report.csv': report(
        reportRow(account, '<root_account>', [{ active: true, madeAt: old }]),
      ),
    });
    expect(document.keys[0]?.accessKeyIdReason).toMatch(/root user can list/);
  });

  it('tells people how to get the ids and owners that are wanting, and each note once', async () => {
    const bare = inAccount({ 'credential-report.csv': report(root, key('ann'), key('ann')) });
    const { stdout } = await run(bare);
    expect(stdout).toContain('aws iam list-access-keys --user-name USER >');
    expect(stdout).toContain('aws iam get-account-authorization-details >');
    expect(stdout).toContain(`${account}: ann: the report has more than one row`);
    expect(stdout).not.toContain('2 accounts');
    const whole = inAccount({
      'credential-report.csv': report(root, key('ann')),
      'account-authorization-details.json': details('ann'),
      'access-keys/ann.json': accessKeys('ann', [id('ann'), old]),
    });
    expect((await run(whole)).stdout).not.toContain('What the snapshot does not tell');
  });
});
