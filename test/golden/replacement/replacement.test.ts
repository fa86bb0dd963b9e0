import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KeyCase } from '../../../src/core/keys/key-case.ts';
import { known, unknown } from '../../../src/core/model/fact.ts';
import { parseRoleArn, type RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { recommend } from '../../../src/core/replacement/recommend.ts';
import { key } from '../../flows/key-story.ts';

interface RoleOfCase {
  readonly name: string;
  readonly provider: string;
  readonly sub?: string;
}
interface Case {
  readonly name: string;
  readonly userName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly holder?: KeyCase['holder'];
  readonly roles: readonly RoleOfCase[];
  readonly expected: {
    readonly kind: string;
    readonly mechanism: string;
    readonly role: string | null;
  };
}

const cases = JSON.parse(
  readFileSync(new URL('cases.json', import.meta.url), 'utf8'),
) as readonly Case[];
const now = '2026-11-03T10:00:00.000Z' as Instant;

const arnOf = (name: string): RoleArn => {
  const arn = parseRoleArn(`arn:aws:iam::${key.accountId}:role/${name}`);
  if (arn === undefined) throw new Error(`${name} makes no role ARN.`);
  return arn;
};

const roleOf = ({ name, provider, sub }: RoleOfCase) => ({
  arn: arnOf(name),
  trustPolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${key.accountId}:oidc-provider/${provider}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition:
          sub === undefined
            ? { StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' } }
            : { StringLike: { [`${provider}:sub`]: sub } },
      },
    ],
  }),
  tags: {},
  lastUsedAt: null,
});

const recommendFor = (each: Case, roles = known(each.roles.map(roleOf), now, 'ListRoles')) =>
  recommend({
    key: { ...key, userName: each.userName },
    holder: each.holder ?? 'workload',
    user: known({ path: '/', tags: each.tags, createdAt: now }, now, 'GetUser'),
    lastUse: known(null, now, 'GetAccessKeyLastUsed'),
    createdBy: { type: 'AssumedRole' },
    roles,
    identityProviders: known([], now, 'ListOpenIDConnectProviders'),
    ignoreIssuers: ['oidc.eks.*'],
    now,
  });

describe('the replacement', () => {
  it.each(cases)('$name', (each) => {
    const { workload, mechanism, role, steps, summary } = recommendFor(each);
    expect({
      kind: workload.kind,
      mechanism,
      role: role === null ? null : role.arn.split('/')[1],
    }).toEqual(each.expected);
    expect(summary).not.toBe('');
    expect(steps.length).toBeGreaterThan(1);
  });

  it.each(cases)('names no role when the roles could not be read: $name', (each) => {
    const { role, unknowns } = recommendFor(
      each,
      unknown('access denied', 'ListRoles') as ReturnType<typeof known<never>>,
    );
    expect(role).toBeNull();
    expect(unknowns).toContain('the roles of the account (access denied)');
  });
});
