import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportRows } from '../../../src/adapters/aws/credential-report.ts';
import { readCredentialReport } from '../../../src/core/inventory/read-credential-report.ts';
import type { LastUse } from '../../../src/core/keys/access-key.ts';
import type { Fact } from '../../../src/core/model/fact.ts';
import type { AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

interface Case {
  readonly name: string;
  /** When AWS made it; `2026-11-20T08:00:00.000Z` when absent. */
  readonly at?: string;
  /** Joined by line feeds, unless `text` is given. */
  readonly report?: readonly string[];
  readonly text?: string;
  readonly expected: { readonly error: string } | Readonly<Record<string, unknown>>;
}

const cases = JSON.parse(
  readFileSync(new URL('credential-reports.json', import.meta.url), 'utf8'),
) as readonly Case[];

const words = <T>(fact: Fact<T>, inWords: (value: T) => string = String): string =>
  fact.known ? inWords(fact.value) : `unknown: ${fact.reason}`;

const useInWords = (use: LastUse | null): string =>
  use === null ? 'never used' : `used ${use.at} ${use.service} ${use.region}`;

const read = ({ at, report, text }: Case) => {
  const rows = reportRows(text ?? (report ?? []).join('\n'));
  const found = readCredentialReport(rows, {
    accountId: '111122223333' as AccountId,
    at: (at ?? '2026-11-20T08:00:00.000Z') as Instant,
  });
  return {
    users: Object.fromEntries(
      found.users.map((user) => [
        user.userName,
        [
          `made ${words(user.createdAt)}`,
          `password ${words(user.hasConsolePassword)}, used ${words(user.passwordLastUsedAt)}`,
          `MFA ${words(user.mfaActive)}`,
          `keys ${words(user.keyCount)}`,
          ...user.otherCredentials,
        ].join('; '),
      ]),
    ),
    keys: found.keys.map(({ userName, status, createdAt, lastUse }) =>
      [userName, words(status), words(createdAt), words(lastUse, useInWords)].join('; '),
    ),
    oddities: found.oddities,
  };
};

describe('a credential report', () => {
  it.each(cases)('$name', (each) => {
    const { expected } = each;
    if ('error' in expected) expect(() => read(each)).toThrow(String(expected['error']));
    else expect(read(each)).toEqual(expected);
  });
});
