import { describe, expect, it } from 'vitest';
import type { RecommendationDocument } from '../../src/cli/recommend/recommendation-document.ts';
import { recommendationSchema } from '../../src/cli/schemas/recommend.ts';
import {
  account,
  details,
  keyId,
  now,
  records,
  user,
  userDetails,
  wholeAccount,
} from './recommend-snapshot.ts';
import { runCommand } from './run-command.ts';
import { accessKeys, report, reportRow, snapshotFolder } from './snapshot-files.ts';

const run = (files: Readonly<Record<string, unknown>>, ...words: string[]) =>
  runCommand([
    'recommend',
    '--user',
    user,
    '--from',
    snapshotFolder(files),
    '--now',
    now,
    ...words,
  ]);

const documentFrom = (stdout: string): RecommendationDocument =>
  recommendationSchema.parse(JSON.parse(stdout));

const answer = async (files: Readonly<Record<string, unknown>>, ...words: string[]) => {
  const { exitCode, stdout, stderr } = await run(files, '--json', ...words);
  return { exitCode, stderr, document: documentFrom(stdout) };
};

const file = (name: string) => `${account}/${name}`;
const without = (name: string) =>
  Object.fromEntries(Object.entries(wholeAccount()).filter(([each]) => !each.startsWith(name)));

describe('lastkey recommend --from', () => {
  it('names the existing role with its coverage, the workload and how to switch', async () => {
    const { exitCode, stderr, document } = await answer(wholeAccount());
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(document).toMatchObject({
      partial: false,
      accountId: account,
      key: { accessKeyId: keyId, status: 'Active' },
      otherKeys: [],
      rolesLookedAt: 1,
      workload: { kind: 'github-actions' },
      replacement: {
        mechanism: 'oidc',
        role: { arn: `arn:aws:iam::${account}:role/shop-deploy`, existing: true },
        coverage: { missing: [] },
      },
    });
    const { coverage, snippets, breaks } = document.replacement;
    expect(coverage.used).toEqual(coverage.allowed);
    expect(snippets['workflow']).toContain(
      `role-to-assume: arn:aws:iam::${account}:role/shop-deploy`,
    );
    expect(breaks.join('\n')).toContain('s3:PutObject on arn:aws:s3:::shop-site/index.html');
  });

  it('proposes a role as policies that are objects, and asks for what it does not know', async () => {
    const files = { ...wholeAccount({ roles: [], tags: {} }) };
    const { exitCode, document } = await answer(files);
    const { role, trustPolicy, permissionsPolicy, questions, complete, coverage } =
      document.replacement;
    expect(exitCode).toBe(0);
    expect(role?.existing).toBe(false);
    expect(role?.arn).toContain(':role/lastkey/proposed/');
    expect(complete).toBe(false);
    expect(questions.map(({ field }) => field)).toContain('repository');
    expect(trustPolicy?.['Statement']).toHaveLength(1);
    expect(JSON.stringify(permissionsPolicy)).toContain('s3:PutObject');
    expect(coverage).toMatchObject({ missing: [], excess: [] });
    expect(coverage.allowed).toEqual(coverage.used);
  });

  it('fills answers in, and then asks no more', async () => {
    const answers = {
      repository: 'https://github.com/acme/shop.git',
      environment: 'production',
      ownerId: '123456',
      repositoryId: '789012',
    };
    const words = Object.entries(answers).flatMap(([field, value]) => [
      '--answer',
      `${field}=${value}`,
    ]);
    const { document } = await answer(wholeAccount({ roles: [], tags: {} }), ...words);
    expect(document.replacement.complete).toBe(true);
    expect(document.replacement.questions).toEqual([]);
    expect(document.replacement.role?.subject).toBe(
      'repo:acme@123456/shop@789012:environment:production',
    );
  });

  it.each([
    ['repositry=acme/shop', /no field repositry\. Did you mean repository\?/],
    ['repository=not a repository', /got "not a repository", expected GitHub repository/],
    ['repository', /takes field=value/],
    ['kind=github', /Kind of workload/],
  ])('refuses --answer %s with what was meant', async (pair, message) => {
    const { exitCode, stdout, stderr } = await run(wholeAccount(), '--answer', pair);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([
    ['organization.json', 'shop-deploy', undefined],
    [file('credential-report.csv'), 'shop-deploy', /signs in with a password/],
    [file('access-keys/'), 'shop-deploy', undefined],
    [file('access-keys-last-used.json'), 'shop-deploy', undefined],
    [file('open-id-connect-providers/'), 'shop-deploy', /identity providers of the account/],
    [file('cloudtrail/'), 'shop-deploy', /what the key is used for \(cloudtrail\/ is not/],
    [file('account-authorization-details.json'), 'proposed', /the roles of the account/],
  ])('answers without %s, and says what is unknown', async (missing, role, unknown) => {
    const { exitCode, stderr, document } = await answer(without(missing));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(document.partial).toBe(false);
    expect(document.replacement.role?.arn).toContain(role);
    if (unknown !== undefined) expect(document.unknowns.join('\n')).toMatch(unknown);
  });

  it('never says that no role fits when the roles were not there to look at', async () => {
    const { stdout } = await run(without(file('account-authorization-details.json')));
    expect(stdout).not.toContain('no role of the account fits');
    expect(stdout).toContain('whether a role of the account fits could not be looked at');
  });

  it('finds the key through its calls when no list of keys is there', async () => {
    const files = { [file('cloudtrail/a.json')]: { Records: records(10) } };
    const { document } = await answer(files);
    expect(document.key).toMatchObject({ accessKeyId: keyId, status: 'unknown' });
    expect(document.observed).toMatchObject({ records: 10 });
    expect(document.workload.kind).toBe('github-actions');
  });

  it('answers from nothing but the providers, with everything else unknown', async () => {
    const name = file('open-id-connect-providers/0.json');
    const { exitCode, document } = await answer({ [name]: wholeAccount()[name] });
    expect(exitCode).toBe(0);
    expect(document.key).toBe('unknown');
    expect(document.observed).toBe('unknown');
    expect(document.workload.kind).toBe('unknown');
    expect(document.unknowns.length).toBeGreaterThan(2);
  });

  it.each([
    file('account-authorization-details.json'),
    file(`access-keys/${user}.json`),
    file('access-keys-last-used.json'),
    file('open-id-connect-providers/0.json'),
    file('credential-report.csv'),
  ])('names a broken %s, answers from the rest, and exits with 2', async (broken) => {
    const whole = wholeAccount();
    const text = JSON.stringify(whole[broken]);
    const cut = text.slice(0, text.length / 2);
    const { exitCode, stderr, document } = await answer({ ...whole, [broken]: cut });
    expect(exitCode).toBe(2);
    expect(document.partial).toBe(true);
    expect(stderr).toContain(broken);
    expect(document.workload.kind).toBe('github-actions');
  });

  it('reads the records before the place where a log file is cut off, and says so', async () => {
    const name = file('cloudtrail/events.json');
    const text = JSON.stringify({ Records: records(20) });
    const files = { ...wholeAccount(), [name]: text.slice(0, text.length - 700) };
    const { exitCode, stderr, document } = await answer(files);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('events.json');
    expect(document.observed).toMatchObject({ records: 19 });
  });

  it('keeps the roles of truncated details, and says that there may be more', async () => {
    const name = file('account-authorization-details.json');
    const cut = { ...(wholeAccount()[name] as object), IsTruncated: true, Marker: 'more' };
    const { document } = await answer({ ...wholeAccount(), [name]: cut });
    expect(document.replacement.role?.arn).toContain('shop-deploy');
    expect(document.unknowns.join('\n')).toContain('truncated');
  });

  it.each([
    [
      'shop-deploer',
      /There is no user shop-deploer in the snapshot\. Did you mean shop-deployer\?/,
    ],
    ['nobody', /There is no user nobody in the snapshot: it has /],
  ])('says of %s that there is no such user', async (name, message) => {
    const words = ['recommend', '--user', name, '--from', snapshotFolder(wholeAccount())];
    const { exitCode, stderr } = await runCommand(words);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('refuses a user without a key: there is nothing to replace', async () => {
    const name = file(`access-keys/${user}.json`);
    const { exitCode, stderr } = await run({ ...wholeAccount(), [name]: accessKeys(user) });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/has no access key/);
  });
});

describe('lastkey recommend --from, with several accounts', () => {
  const other = '222233334444';
  const second = (userName: string) => ({
    ...wholeAccount(),
    [`${other}/account-authorization-details.json`]: details(
      [userDetails(userName, {}, other)],
      [],
    ),
  });

  it('takes the account that has the user', async () => {
    const { document } = await answer(second('somebody'));
    expect(document.accountId).toBe(account);
  });

  it('asks which, when two have it, and takes the one that is said', async () => {
    const { exitCode, stderr } = await run(second(user));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Say which with --account: 111122223333, 222233334444/);
    const { document } = await answer(second(user), '--account', other);
    expect(document.accountId).toBe(other);
  });

  it('says which accounts there are when the one that is said is not', async () => {
    const { exitCode, stderr } = await run(second(user), '--account', '999999999999');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no folder for account 999999999999\. Got 111122223333, 222233334444/);
  });
});

describe('lastkey recommend --from, for a user with two keys', () => {
  const idle = 'AKIAIDLE000000000001';
  const files = {
    ...wholeAccount(),
    [file('credential-report.csv')]: report(
      reportRow(account, user, [
        { active: true, madeAt: '2024-01-01T08:00:00+00:00' },
        { active: true, madeAt: '2025-03-10T08:00:00+00:00', usedAt: '2026-11-05T20:33:00+00:00' },
      ]),
    ),
    [file(`access-keys/${user}.json`)]: accessKeys(
      user,
      [idle, '2024-01-01T08:00:00+00:00'],
      [keyId, '2025-03-10T08:00:00+00:00'],
    ),
  };

  it('takes the one in use, and says that the other may need another role', async () => {
    const { document } = await answer(files);
    expect(document.key).toMatchObject({ accessKeyId: keyId });
    expect(document.otherKeys).toMatchObject([{ accessKeyId: idle, lastUsedAt: null }]);
    expect(document.unknowns.join('\n')).toContain(`the other key ${idle} (Active, never used)`);
  });

  it('takes the one that is asked for', async () => {
    const { document } = await answer(files, '--key', idle);
    expect(document.key).toMatchObject({ accessKeyId: idle });
    expect(document.observed).toMatchObject({ records: 0 });
  });

  it('refuses a key that the user does not have', async () => {
    const { exitCode, stderr } = await run(files, '--key', 'AKIASOMEBODYELSES001');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Got ${idle}, ${keyId}`);
  });
});

describe('lastkey recommend as text and in pieces', () => {
  it('fits 100 columns, leads with the role, and gives the reason next', async () => {
    for (const roles of [undefined, []]) {
      const { stdout } = await run(wholeAccount(roles === undefined ? {} : { roles, tags: {} }));
      const lines = stdout.split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(lines[0]).toMatch(/^(Use|Create and use) role arn:aws:iam::111122223333:role\//);
      expect(lines[1]).toMatch(/^ {2}Because /);
    }
  });

  it('prints no control character that a tag or a user agent holds', async () => {
    const agent = 'x\u001b[31my\u0007z\u202e';
    const { stdout } = await run({
      ...wholeAccount({ tags: { repository: 'a\u001b[2Jb' } }),
      [file('cloudtrail/events.json')]: { Records: records(3, undefined, { agent }) },
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of the test.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  it.each(['cloudformation', 'cdk', 'terraform', 'workflow', 'trust-policy', 'check'])(
    'prints %s alone, and what is not filled in on stderr',
    async (format) => {
      const { exitCode, stdout, stderr } = await run(
        wholeAccount({ roles: [], tags: {} }),
        '--format',
        format,
      );
      expect(exitCode).toBe(0);
      expect(stdout.endsWith('\n')).toBe(true);
      expect(stdout).not.toContain('Because');
      expect(stderr).toContain('--answer repository=');
    },
  );

  it('says which pieces there are', async () => {
    const { exitCode, stdout, stderr } = await run(wholeAccount(), '--format', 'terraform');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Expected one of text, json, workflow');
    const { stderr: both } = await run(wholeAccount(), '--json', '--format', 'workflow');
    expect(both).toContain('do not go together');
  });
});
