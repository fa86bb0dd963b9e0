import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/cli/plan/plan-document.ts';
import { planSchema } from '../../src/cli/schemas/plan.ts';
import { runCommand } from './run-command.ts';
import { accessKeys, report, reportRow, snapshotFolder } from './snapshot-files.ts';

const account = '111122223333';
const now = '2026-11-23T10:00:00Z';
const old = '2026-09-10T08:00:00+00:00';
const id = (text: string) => `AKIA${text.toUpperCase().padEnd(16, '0')}`;
const name = (user: string) => `${account}/${user}/${id(user)}`;

const snapshot = () =>
  snapshotFolder({
    'organization.json': {
      Accounts: [{ Id: account, Name: 'Payments production', State: 'ACTIVE' }],
    },
    [`${account}/credential-report.csv`]: report(
      reportRow(account, 'stale', [{ active: true, madeAt: old, usedAt: old }]),
      reportRow(account, 'busy', [
        { active: true, madeAt: old, usedAt: '2026-11-23T08:00:00+00:00' },
      ]),
    ),
    [`${account}/access-keys/stale.json`]: accessKeys('stale', [id('stale'), old]),
    [`${account}/access-keys/busy.json`]: accessKeys('busy', [id('busy'), old]),
  });

const configuration = (yaml: string): string =>
  `${snapshotFolder({ 'lastkey.yaml': `version: 1\n${yaml}` })}/lastkey.yaml`;

const enforcing = () =>
  configuration('mode: enforce\nkeys: { window: null }\nlimits: { percentOfAccount: 100 }');

const plan = async (words: readonly string[], stdin = '') => {
  const { exitCode, stdout, stderr } = await runCommand(
    ['plan', ...words, '--json'],
    new TextEncoder().encode(stdin),
  );
  const document = JSON.parse(stdout) as PlanDocument;
  expect(planSchema.safeParse(document).error).toBeUndefined();
  return { exitCode, stderr, document };
};

const lines = ({ days }: PlanDocument) =>
  days.flatMap(({ date, steps }) => steps.map(({ key, to }) => `${date} ${key} ${to}`));

describe('lastkey plan', () => {
  it('says which overrides a scan leaves open, and nothing of them from a snapshot', async () => {
    const folder = snapshot();
    const words = [
      '--now',
      now,
      '--config',
      configuration('overrides: [{ where: { userPath: /ci/ }, keys: { unusedDays: 20 } }]'),
    ];
    const scan = await runCommand(['scan', '--from', folder, '--now', now, '--json']);
    const open = await plan(['-', ...words], scan.stdout);
    expect(open.document.assumptions.at(-1)).toMatch(
      /override for userPath \/ci\/ applies to 2 of 2 keys is unknown/,
    );
    const whole = await plan(['--from', folder, ...words]);
    expect(whole.document.assumptions.join()).not.toContain('override');
  });

  it('says from a snapshot what happens on which day', async () => {
    const words = ['--from', snapshot(), '--now', now, '--days', '14', '--config', enforcing()];
    const { document, exitCode } = await plan(words);
    expect(lines(document)).toEqual([
      `2026-11-23 ${name('stale')} told`,
      `2026-11-29 ${name('stale')} warned`,
      `2026-11-30 ${name('stale')} disabled`,
    ]);
    expect(document.keys).toEqual([
      {
        name: name('stale'),
        accountId: account,
        accountName: 'Payments production',
        userName: 'stale',
        accessKeyId: id('stale'),
        owner: '#cloud-security',
      },
    ]);
    expect(document.assumptions.join(' ')).toContain('Nobody uses');
    expect(exitCode).toBe(1);
  });

  it('says the same from the output of a scan', async () => {
    const folder = snapshot();
    const config = enforcing();
    const scan = await runCommand(['scan', '--from', folder, '--now', now, '--json']);
    const days = ['--days', '14', '--config', config];
    const { document } = await plan(['-', ...days], scan.stdout);
    const { document: whole } = await plan(['--from', folder, '--now', now, ...days]);
    expect(lines(document)).toEqual(lines(whole));
    expect(document.from).toBe('2026-11-23T10:00:00.000Z');
  });

  it('says what another configuration does differently, and exits by that', async () => {
    const patient = configuration(
      'mode: enforce\nkeys: { window: null, newKeyGraceDays: 10 }\nlimits: { percentOfAccount: 100 }',
    );
    const words = ['--from', snapshot(), '--now', now, '--days', '14', '--config', enforcing()];
    const { document, exitCode } = await plan([...words, '--against', patient]);
    expect(document.differences).toEqual([
      {
        key: name('stale'),
        here: ['2026-11-23 told', '2026-11-29 warned', '2026-11-30 disabled'],
        there: ['2026-11-23 told', '2026-11-26 warned', '2026-12-03 disabled'],
      },
    ]);
    expect(exitCode).toBe(1);
    expect((await plan([...words, '--against', enforcing()])).exitCode).toBe(0);
  });

  it('prints a list of days with the names of accounts', async () => {
    const words = ['--from', snapshot(), '--now', now, '--config', enforcing()];
    const { stdout } = await runCommand(['plan', ...words, '--against', configuration('')]);
    expect(stdout).toContain('2026-11-30  Mon');
    expect(stdout).toContain('Payments production (111122223333)  stale');
    expect(stdout).toMatch(/ {2}- 2026-11-30 disabled/);
    expect(stdout).toContain('Assumed:\n  Nobody uses');
  });

  it('has nothing to say of keys in order', async () => {
    const words = ['--from', snapshot(), '--now', '2026-09-12', '--days', '1'];
    const { exitCode, stdout } = await runCommand(['plan', ...words]);
    expect(stdout).toContain('nothing would happen');
    expect(exitCode).toBe(0);
  });

  it('marks a plan from a scan with gaps as partial', async () => {
    const scan = { version: 1, at: now, partial: true, gaps: ['an account failed'], keys: [] };
    const { exitCode, document } = await plan(['-'], JSON.stringify(scan));
    expect(document).toMatchObject({ partial: true, gaps: ['an account failed'] });
    expect(exitCode).toBe(3);
  });

  it.each([
    [['plan'], '', 'needs one thing to plan from'],
    [['plan', '-', '--from', '.'], '', 'needs one thing to plan from'],
    [['plan', '-'], 'no json', 'is not JSON'],
    [['plan', '-'], '{"version":1}', 'keys'],
    [['plan', 'no-such-file.json'], '', 'ENOENT'],
    [['plan', '-', '--days', '0'], '{"version":1,"keys":[]}', '--days takes 1 to 366'],
    [['plan', '-', '--now', 'today'], '{"version":1,"keys":[]}', '--now takes a time'],
  ])('refuses %j with what to do', async (words, stdin, said) => {
    const { exitCode, stderr } = await runCommand(words, new TextEncoder().encode(stdin));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });
});
