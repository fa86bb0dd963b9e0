import type { FederationUse } from '../../../src/core/federation/fold-logins.ts';
import type { RoleDetails } from '../../../src/core/inventory/account-details.ts';
import type { KeyCase } from '../../../src/core/keys/key-case.ts';
import { known, unknown } from '../../../src/core/model/fact.ts';
import { parseRoleArn, type RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import type { PermissionsFact } from '../../../src/core/permissions/permissions.ts';
import type { RecommendationInput } from '../../../src/core/replacement/recommendation-input.ts';
import type { ActionUse, KeyUsage } from '../../../src/core/usage/key-usage.ts';
import { key } from '../../flows/key-story.ts';

/** One account and one key in it, as short as a reader can take it in. */
export interface AccountCase {
  readonly name: string;
  readonly userName: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly holder?: KeyCase['holder'];
  readonly answers?: Readonly<Record<string, string>>;
  readonly subjects?: Readonly<Record<string, unknown>>;
  /** Left out: nobody has looked. */
  readonly used?: readonly UsedAction[];
  readonly userAgents?: readonly string[];
  readonly userMay?: readonly Grant[];
  /** Left out: the account has those that its roles trust. */
  readonly providers?: readonly string[];
  readonly audiences?: readonly string[];
  readonly organizationId?: string;
  readonly roles?: readonly RoleOfCase[];
  /** `[role, provider, subject]` of recent logins. */
  readonly logins?: readonly (readonly [string, string, string])[];
}

/** An action, or an action with its resources; `denied` when it never succeeded. */
export type UsedAction = string | { readonly [action: string]: readonly string[] | 'denied' };

/** Actions on everything, or a statement as IAM has it. */
export type Grant = string | Readonly<Record<string, unknown>>;

export interface RoleOfCase {
  readonly name: string;
  readonly path?: string;
  readonly provider?: string;
  readonly sub?: string | readonly string[];
  /** Left out: `sts.amazonaws.com`; `null`: not asked for. */
  readonly aud?: string | null;
  /** Instead of `provider` and `sub`: statements as IAM has them. */
  readonly trust?: readonly Readonly<Record<string, unknown>>[];
  /** Left out: not read. */
  readonly may?: readonly Grant[];
  readonly boundary?: readonly Grant[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly lastUsedAt?: string;
}

export const now = '2026-11-03T10:00:00.000Z' as Instant;
const lastWeek = '2026-10-28T08:00:00.000Z' as Instant;

export const arnOf = (name: string, path = '/'): RoleArn => {
  const arn = parseRoleArn(`arn:aws:iam::${key.accountId}:role${path}${name}`);
  if (arn === undefined) throw new Error(`${name} makes no role ARN.`);
  return arn;
};

const documentOf = (grants: readonly Grant[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: grants.map((grant) =>
      typeof grant === 'string'
        ? { Effect: 'Allow', Action: grant.split(' '), Resource: '*' }
        : grant,
    ),
  });

export const permissionsOf = (
  grants: readonly Grant[] | undefined,
  boundary?: readonly Grant[],
): PermissionsFact =>
  grants === undefined
    ? unknown('not read', 'GetAccountAuthorizationDetails')
    : known(
        {
          policies: [{ name: 'work', document: documentOf(grants) }],
          boundary:
            boundary === undefined ? null : { name: 'boundary', document: documentOf(boundary) },
        },
        now,
        'GetAccountAuthorizationDetails',
      );

const trustOf = ({ provider = '', sub, aud = 'sts.amazonaws.com', trust }: RoleOfCase): string => {
  if (trust !== undefined) return JSON.stringify({ Version: '2012-10-17', Statement: trust });
  const subjects = [sub ?? []].flat();
  const isWild = subjects.some((subject) => subject.includes('*'));
  const Condition = {
    ...(aud === null ? {} : { StringEquals: { [`${provider}:aud`]: aud } }),
    ...(subjects.length === 0
      ? {}
      : isWild
        ? { StringLike: { [`${provider}:sub`]: subjects } }
        : {
            StringEquals: {
              ...(aud === null ? {} : { [`${provider}:aud`]: aud }),
              [`${provider}:sub`]: subjects,
            },
          }),
  };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Federated:
            provider === 'accounts.google.com'
              ? provider
              : `arn:aws:iam::${key.accountId}:oidc-provider/${provider}`,
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition,
      },
    ],
  });
};

export const roleOf = (role: RoleOfCase): RoleDetails => ({
  arn: arnOf(role.name, role.path),
  trustPolicy: trustOf(role),
  tags: role.tags ?? {},
  lastUsedAt: (role.lastUsedAt ?? null) as Instant | null,
  permissions: permissionsOf(role.may, role.boundary),
});

const useOf = (used: UsedAction): readonly ActionUse[] => {
  const entries: readonly (readonly [string, readonly string[] | 'denied'])[] =
    typeof used === 'string' ? [[used, []]] : Object.entries(used);
  return entries.map(([action, resources]) => ({
    action,
    service: action.split(':')[0] ?? '',
    count: 12,
    denied: resources === 'denied' ? 12 : 0,
    resources: resources === 'denied' ? [] : resources,
    allResourcesKnown: resources !== 'denied' && resources.length > 0,
    lastAt: lastWeek,
    origin: 'record',
  }));
};

export const usageOf = (
  used: readonly UsedAction[],
  userAgents: readonly string[] = [],
): KeyUsage => ({
  accessKeyId: key.accessKeyId,
  read: [{ source: 'cloudtrail-logs', complete: true }],
  records: used.length * 12,
  actions: used.flatMap(useOf),
  userAgents: userAgents.map((value) => ({ value, count: 12 })),
  addresses: [],
  regions: [{ value: 'eu-west-1', count: 12 }],
  hours: Array.from({ length: 24 }, () => 0),
  days: [],
});

const loginOf = ([role, identityProvider, subject]: readonly [
  string,
  string,
  string,
]): FederationUse => ({
  roleArn: arnOf(role),
  identityProvider,
  subject,
  day: '2026-11-01',
  allowed: 4,
  denied: 0,
  firstSeenAt: lastWeek,
  lastSeenAt: lastWeek,
  recent: [],
  version: 1,
});

/** The input of a recommendation for a case. */
export const inputOf = (each: AccountCase): RecommendationInput => {
  const roles = each.roles ?? [];
  const providers = each.providers ?? [...new Set(roles.flatMap(({ provider }) => provider ?? []))];
  return {
    key: { ...key, userName: each.userName },
    holder: each.holder ?? 'workload',
    user: known({ path: '/', tags: each.tags ?? {}, createdAt: now }, now, 'GetUser'),
    ...(each.userMay === undefined ? {} : { userPermissions: permissionsOf(each.userMay) }),
    lastUse: known(null, now, 'GetAccessKeyLastUsed'),
    usage:
      each.used === undefined
        ? unknown('nobody has looked', 'CloudTrail')
        : known(usageOf(each.used, each.userAgents), now, 'CloudTrail'),
    createdBy: { type: 'AssumedRole' },
    roles: known(roles.map(roleOf), now, 'GetAccountAuthorizationDetails'),
    identityProviders: known(
      providers.map((url) => ({
        arn: `arn:aws:iam::${key.accountId}:oidc-provider/${url}`,
        url,
        clientIds: each.audiences ?? [],
        thumbprints: [],
      })),
      now,
      'ListOpenIDConnectProviders',
    ),
    federation: {
      subjects: each.subjects ?? {},
      ignoreIssuers: ['oidc.eks.*'],
      thumbprints: 'propose',
    },
    ...(each.organizationId === undefined ? {} : { organizationId: each.organizationId }),
    answers: each.answers ?? {},
    federationUses: (each.logins ?? []).map(loginOf),
    now,
  };
};
