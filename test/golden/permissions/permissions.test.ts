import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../src/core/permissions/coverage-of.ts';
import { decidePermission } from '../../../src/core/permissions/decide-permission.ts';
import type { Permissions } from '../../../src/core/permissions/permissions.ts';
import { privilegeOf } from '../../../src/core/permissions/privilege-of.ts';
import { type UsedAction, usageOf } from '../replacement/account.ts';

interface Case {
  readonly name: string;
  /** Statements, or text that is no policy. */
  readonly policy: readonly Readonly<Record<string, unknown>>[] | string;
  readonly version?: string;
  readonly boundary?: readonly Readonly<Record<string, unknown>>[];
  /** `action`, `action resource`, or `action some` to a decision. */
  readonly decisions?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, string>>;
  readonly used?: readonly UsedAction[];
  readonly coverage?: Readonly<Record<string, unknown>>;
  readonly privilege?: string;
}

const cases = JSON.parse(
  readFileSync(new URL('cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

const textOf = (policy: Case['policy'], version = '2012-10-17'): string =>
  typeof policy === 'string' ? policy : JSON.stringify({ Version: version, Statement: policy });

const permissionsOf = ({ policy, boundary, version }: Case): Permissions => ({
  policies: [{ name: 'work', document: textOf(policy, version) }],
  boundary: boundary === undefined ? null : { name: 'boundary', document: textOf(boundary) },
});

const requestOf = (text: string) => {
  const [action = '', resource] = text.split(' ');
  if (resource === undefined) return { action };
  return { action, resource: resource === 'some' ? ({ some: true } as const) : resource };
};

describe('permissions', () => {
  it.each(cases)('$name', (each) => {
    const permissions = permissionsOf(each);
    const { decisions = {}, context = {} } = each;
    const decided = Object.keys(decisions).map((request) => [
      request,
      decidePermission(permissions, { ...requestOf(request), context }),
    ]);
    expect(Object.fromEntries(decided)).toEqual(decisions);
    if (each.used !== undefined) {
      expect(coverageOf(permissions, usageOf(each.used))).toMatchObject(each.coverage ?? {});
    }
    if (each.privilege !== undefined) expect(privilegeOf(permissions)).toBe(each.privilege);
  });
});
