import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/cli/scan/csv.ts';
import { html } from '../../src/cli/scan/html/markup.ts';
import { runCommand } from './run-command.ts';
import { accessKeys, report, reportRow, snapshotFolder } from './snapshot-files.ts';

const account = '111122223333';
const old = '2024-01-10T08:00:00+00:00';

/** Names that a spreadsheet, a browser or a terminal would act on. IAM allows the first. */
const evil = ['=HYPERLINK+evil', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'];

const manyKeys = (count: number) => {
  const users = Array.from({ length: count }, (_, index) => `user-${index}`);
  return snapshotFolder({
    'organization.json': { Accounts: [{ Id: account, Name: evil[1], State: 'ACTIVE' }] },
    [`${account}/credential-report.csv`]: report(
      reportRow(account, '<root_account>', [{ active: true, madeAt: old }]),
      ...users.map((user) =>
        reportRow(account, user, [{ active: true, madeAt: old, usedAt: old }]),
      ),
    ),
    ...Object.fromEntries(
      users.map((user, index) => [
        `${account}/access-keys/${user}.json`,
        accessKeys(user, [`AKIA${String(index).padStart(16, '0')}`, old]),
      ]),
    ),
  });
};

const scan = (folder: string, ...words: string[]) =>
  runCommand(['scan', '--from', folder, '--now', '2026-11-23', ...words]);

describe('lastkey scan --format csv', () => {
  it('has a row for each key, and no cell that a spreadsheet takes for a formula', async () => {
    const name = evil[0] ?? '';
    const folder = snapshotFolder({
      [`${account}/credential-report.csv`]: report(
        reportRow(account, name, [{ active: true, madeAt: old }]),
      ),
    });
    const { stdout } = await scan(folder, '--format', 'csv');
    expect(stdout.endsWith('\r\n')).toBe(true);
    const [row, ...others] = parse<Record<string, string>>(stdout, { columns: true });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      userName: `'${name}`,
      lastUsedAt: 'never',
      reasons: 'never-used too-old',
    });
  });

  it('never writes a cell that begins like a formula, and reads back as it was written', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a', 'ö'),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        (rows) => {
          const read = parse(csv(rows), { relax_column_count: true });
          expect(read).toEqual(
            rows.map((row) => row.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))),
          );
        },
      ),
    );
  });
});

describe('lastkey scan --format html', () => {
  it('is one file without script that loads nothing and lets nothing in', async () => {
    const folder = manyKeys(3);
    const file = join(folder, 'report.html');
    const { exitCode, stdout, stderr } = await scan(folder, '--format', 'html', '--out', file);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `Written to ${file}.\n`,
    });
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<img|<link|\ssrc=|href=|url\(|@import/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&lt;root_account&gt;');
    // Each picture says its numbers in words too.
    expect(page.match(/<svg /g)?.length).toBe(page.match(/<desc id=/g)?.length);
  });

  it('says that it is partial, and which account was not read', async () => {
    const folder = snapshotFolder({
      'organization.json': { Accounts: [{ Id: account, Name: 'Payments', State: 'ACTIVE' }] },
    });
    const { exitCode, stdout } = await scan(folder, '--format', 'html');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('This report is partial.');
    expect(stdout).toMatch(/Payments \(111122223333\) was not read/);
    expect(stdout).not.toContain('There are no access keys');
  });

  it.each(evil)('escapes %s wherever a value goes', (text) => {
    const { markup } = html`<p title="${text}">${text}</p>`;
    expect(markup.replaceAll(/^<p title="|">|<\/p>$/g, '')).not.toMatch(/[<>"']/);
  });
});

describe('lastkey scan as a table', () => {
  it('fits 100 columns, never cuts the id of a key, and names the account once', async () => {
    const { stdout } = await scan(manyKeys(20));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout.match(/AKIA\d{16}/g)).toHaveLength(20);
    expect(stdout.match(new RegExp(account, 'g'))).toHaveLength(1);
  });

  it('counts more than fifty keys by account, still lists the gravest, and says how to get all', async () => {
    const { stdout } = await scan(manyKeys(60));
    expect(stdout).toMatch(/Gravest\n[\s\S]*<root_account> +unknown[\s\S]*root-key/);
    expect(stdout).toMatch(/ACCOUNT +KEYS +ACTIVE[\s\S]*\b61 +61 +60\b/);
    expect(stdout).not.toContain('user-7');
    expect(stdout).toContain('--format csv');
  });

  it('prints no control character that a name may hold', async () => {
    const folder = snapshotFolder({
      'organization.json': { Accounts: [{ Id: account, Name: 'a\u001b[31mb', State: 'ACTIVE' }] },
      [`${account}/credential-report.csv`]: report(
        reportRow(account, 'deployer', [{ active: true, madeAt: old }]),
      ),
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of the test.
    expect((await scan(folder)).stdout).not.toMatch(/\u001b/);
  });
});

describe('lastkey scan --help', () => {
  it('begins with examples and tells the severity of each reason', async () => {
    const { exitCode, stdout } = await runCommand(['scan', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Examples:\n {2}lastkey scan/);
    expect(stdout).toMatch(/critical: exposed, root-key\n/);
  });
});
