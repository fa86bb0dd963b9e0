import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportRows } from '../../../src/adapters/aws/credential-report.ts';
import { readCredentialReport } from '../../../src/core/inventory/read-credential-report.ts';
import { InputError } from '../../../src/core/model/errors.ts';
import type { AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const origin = {
  accountId: '111122223333' as AccountId,
  at: '2026-11-20T08:00:00.000Z' as Instant,
};

const header = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
];

const cell = fc.oneof(
  fc.constantFrom('true', 'FALSE', 'N/A', 'no_information', 'not_supported', '', '"', '\n'),
  fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-30T00:00:00+00:00', '9999-99-99T99:99:99Z'),
  fc.string(),
);

/** Rows, or the one error that says what is wrong with the input. */
const readOrRefuse = (content: Uint8Array | string) => {
  try {
    return readCredentialReport(reportRows(content), origin);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
};

describe('any bytes as a credential report', () => {
  it('have the rows that a CSV parser finds, quotes or none', () => {
    const line = fc.array(fc.constantFrom('a', '', ' ', 'N/A', '\u2028', '"b"', '"c,d"'), {
      minLength: 1,
    });
    const end = fc.constantFrom('\n', '\n\n', '\r\n');
    fc.assert(
      fc.property(fc.array(line), end, fc.constantFrom('', '\uFEFF'), (lines, ending, mark) => {
        const text = mark + lines.map((cells) => cells.join(',') + ending).join('');
        const whole = { bom: true, relaxColumnCount: true, skipEmptyLines: true };
        expect(reportRows(text)).toEqual(parse(text, whole));
      }),
      { numRuns: 500 },
    );
  });

  it('give users and keys, or say what is wrong', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readOrRefuse(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('give users and keys, or say what is wrong, behind a proper header too', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        readOrRefuse(`${header.join(',')}\n${text}`);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any cells', () => {
  const rows = fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 8 });

  it('give one user for each row that has any', () => {
    fc.assert(
      fc.property(rows, (body) => {
        const { users } = readCredentialReport([header, ...body], origin);
        expect(users).toHaveLength(body.filter((row) => row.some((text) => text.trim())).length);
      }),
    );
  });

  it('never make an active key disappear', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 10, maxLength: 10 }), (cells) => {
        const row = [...cells];
        row[0] = 'deployer';
        row[7] = 'true';
        const { keys } = readCredentialReport([header, row], origin);
        const active = keys.filter(({ status }) => status.known && status.value === 'Active');
        expect(active.length).toBeGreaterThan(0);
      }),
    );
  });

  it('are a count of keys only when each slot was read', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), (cells) => {
        const { users, keys } = readCredentialReport([header, ['deployer', ...cells]], origin);
        const count = users[0]?.keyCount;
        if (count?.known) expect(count.value).toBe(keys.length);
      }),
    );
  });

  it('mean the same in any order of columns', () => {
    const places = fc.shuffledSubarray(
      header.map((_, place) => place),
      { minLength: header.length },
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 10, maxLength: 10 }), places, (row, order) => {
        const shuffled = [header, row].map((cells) => order.map((place) => cells[place] ?? ''));
        if (row.every((text) => text.trim() === '')) return;
        expect(readCredentialReport(shuffled, origin)).toEqual(
          readCredentialReport([header, row], origin),
        );
      }),
    );
  });
});
