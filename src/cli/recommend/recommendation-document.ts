import type { z } from 'zod';
import { type Fact, unknown } from '../../core/model/fact.ts';
import type { Instant } from '../../core/model/instant.ts';
import { coverageOf, neededActions } from '../../core/permissions/coverage-of.ts';
import type { Permissions } from '../../core/permissions/permissions.ts';
import type { Coverage, Replacement } from '../../core/replacement/replacement.ts';
import type { KeyUsage } from '../../core/usage/key-usage.ts';
import type { recommendationSchema } from '../schemas/recommend.ts';
import type { KeyReading, UserReading } from './user-reading.ts';

/** What `lastkey recommend --json` prints. */
export type RecommendationDocument = z.infer<typeof recommendationSchema>;

/** The answer about one key, as the contract has it. */
export const recommendationDocument = (
  reading: UserReading,
  key: KeyReading | undefined,
  replacement: Replacement,
  origin: { readonly source: 'live' | 'snapshot'; readonly at: Instant },
): RecommendationDocument => {
  const { workload, role, questions = [], snippets } = replacement;
  const usage = key?.usage ?? unknown('no key of the user is known', 'CloudTrail');
  const trust = parsed(replacement.trustPolicy);
  const permissions = parsed(replacement.permissionsPolicy);
  return {
    version: 1,
    at: origin.at,
    source: origin.source,
    partial: reading.gaps.length > 0,
    gaps: [...reading.gaps],
    accountId: reading.accountId,
    userName: reading.userName,
    key: key === undefined ? 'unknown' : keyIn(key),
    otherKeys: reading.keys.filter((each) => each !== key).map(keyIn),
    observed: usage.known ? observed(usage.value) : 'unknown',
    ...(usage.known ? {} : { observedReason: usage.reason }),
    rolesLookedAt: reading.roles.known ? reading.roles.value.length : 'unknown',
    workload: {
      kind: workload.kind,
      confidence: workload.confidence,
      evidence: [...workload.evidence],
      alternatives: [...(workload.alternatives ?? [])],
    },
    replacement: {
      mechanism: replacement.mechanism,
      summary: replacement.summary,
      complete: questions.length === 0 && role !== null,
      role:
        role === null
          ? null
          : {
              arn: role.arn,
              existing: role.existing,
              ...(role.identityProvider === undefined
                ? {}
                : { identityProvider: role.identityProvider }),
              ...(role.subject === undefined ? {} : { subject: role.subject }),
              why: [...role.why],
            },
      ...(trust === undefined ? {} : { trustPolicy: trust }),
      ...(permissions === undefined ? {} : { permissionsPolicy: permissions }),
      steps: [...replacement.steps],
      snippets: { ...snippets },
      coverage: copied(replacement.coverage ?? coverageWithout(replacement, usage)),
      breaks: [...(replacement.breaks ?? [])],
      questions: questions.map((question) => ({ ...question })),
    },
    unknowns: [...reading.unknowns, ...replacement.unknowns, ...aboutOthers(reading, key)],
    calls: { ...reading.calls },
  };
};

const parsed = (text: string | undefined): Record<string, unknown> | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>);

const keyIn = (key: KeyReading) => ({
  accessKeyId: key.accessKeyId.known ? key.accessKeyId.value : 'unknown',
  ...(key.accessKeyId.known ? {} : { accessKeyIdReason: key.accessKeyId.reason }),
  status: key.status.known ? key.status.value : ('unknown' as const),
  ...(key.status.known ? {} : { statusReason: key.status.reason }),
  createdAt: key.createdAt.known ? key.createdAt.value : 'unknown',
  ...(key.createdAt.known ? {} : { createdAtReason: key.createdAt.reason }),
  lastUsedAt: key.lastUse.known ? (key.lastUse.value?.at ?? null) : 'unknown',
  ...(key.lastUse.known ? {} : { lastUsedAtReason: key.lastUse.reason }),
});

const mostNamed = 20;

const observed = (usage: KeyUsage) => ({
  records: usage.records,
  read: usage.read.map((reading) => ({ ...reading })),
  actions: usage.actions.map(({ action, count, denied, resources, lastAt }) => ({
    action,
    count,
    denied,
    resources: [...resources],
    lastAt,
  })),
  userAgents: usage.userAgents.slice(0, mostNamed).map((each) => ({ ...each })),
  addresses: usage.addresses.slice(0, mostNamed).map((each) => ({ ...each })),
  regions: usage.regions.map((each) => ({ ...each })),
  ...(usage.firstSeenAt === undefined ? {} : { firstSeenAt: usage.firstSeenAt }),
  ...(usage.lastSeenAt === undefined ? {} : { lastSeenAt: usage.lastSeenAt }),
});

const copied = ({ used, allowed, missing, excess, unknowns }: Coverage) => ({
  used: [...used],
  allowed: [...allowed],
  missing: [...missing],
  excess: [...excess],
  unknowns: [...unknowns],
});

/** Of a proposal: what its own policies allow. Without a role, nothing is allowed yet. */
const coverageWithout = (replacement: Replacement, usage: Fact<KeyUsage>): Coverage => {
  const nothing = { used: [], allowed: [], missing: [], excess: [] };
  if (!usage.known) {
    return { ...nothing, unknowns: [`what the key is used for (${usage.reason})`] };
  }
  if (replacement.role?.existing === true) {
    const used = neededActions(usage.value).map(({ action }) => action);
    return { ...nothing, used, unknowns: [`whether ${replacement.role.arn} may do it`] };
  }
  return coverageOf(proposedPermissions(replacement), usage.value);
};

const proposedPermissions = ({ permissionsPolicy, snippets }: Replacement): Permissions => ({
  policies: [
    ...(permissionsPolicy === undefined ? [] : [permissionsPolicy]),
    ...Object.entries(snippets).flatMap(([name, text]) =>
      /^permissions-policy-\d+$/.test(name) ? [text] : [],
    ),
  ].map((document, index) => ({ name: `proposed ${index + 1}`, document })),
  boundary: null,
});

/** A key that this says nothing about may need another role. */
const aboutOthers = ({ keys }: UserReading, key: KeyReading | undefined): readonly string[] =>
  keys
    .filter((other) => other !== key)
    .map(({ accessKeyId, status, lastUse }) => {
      const id = accessKeyId.known ? accessKeyId.value : 'with an unknown id';
      const state = status.known ? status.value : 'status unknown';
      const used = lastUse.known ? (lastUse.value?.at ?? 'never used') : 'last use unknown';
      return `what the other key ${id} (${state}, ${used}) is used for: it may need another role (--key)`;
    });
