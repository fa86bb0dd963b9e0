import type { Caller } from '../events/change.ts';
import { configuredSubjects } from '../federation/configured-subjects.ts';
import type { OidcProvider } from '../federation/federated-role.ts';
import type { FederationUse } from '../federation/fold-logins.ts';
import type { RoleDetails } from '../inventory/account-details.ts';
import type { AccessKey, LastUse } from '../keys/access-key.ts';
import type { KeyCase } from '../keys/key-case.ts';
import type { UserFacts } from '../keys/key-facts.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Fact } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { PermissionsFact } from '../permissions/permissions.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import { classifyWorkload } from './classify/classify-workload.ts';
import { partitionOf } from './partition-of.ts';
import { type Workload, workloadKinds } from './replacement.ts';
import type { MatchInput } from './role-match.ts';
import type { IdentitySources, WorkloadIdentity } from './workload-identity.ts';

export interface RecommendationInput {
  readonly key: AccessKey;
  readonly holder: KeyCase['holder'];
  readonly user: Fact<UserFacts | null>;
  /** What the user itself may do; absent where nobody looked. */
  readonly userPermissions?: PermissionsFact;
  readonly lastUse: Fact<LastUse | null>;
  readonly usage: Fact<KeyUsage>;
  readonly createdBy: Caller;
  readonly createdWith?: string;
  /** Permissions are unknown where only trust policies were read. */
  readonly roles: Fact<readonly RoleDetails[]>;
  readonly identityProviders: Fact<readonly OidcProvider[]>;
  readonly federation: Configuration['federation'];
  /** Of the organization that the account is in. */
  readonly organizationId?: string;
  /** By people, by field of the identity; `kind`, `mechanism` and `reason` are answers too. */
  readonly answers: Readonly<Record<string, string>>;
  /** Recent logins with tokens in the account. */
  readonly federationUses: readonly FederationUse[];
  readonly now: Instant;
}

/** Its owner knows best; else what its traits and its use say. */
export const workloadOf = (input: RecommendationInput): Workload => {
  const told = workloadKinds.find((kind) => kind === input.answers['kind']);
  if (told !== undefined) {
    return { kind: told, confidence: 0.99, evidence: ['its owner says so'] };
  }
  // A password is for a person; only what the key was seen doing can say otherwise.
  if (input.holder === 'human' && !wasSeen(input.usage)) {
    return { kind: 'person', confidence: 0.9, evidence: ['the user has a console password'] };
  }
  const user = input.user.known ? input.user.value : null;
  const { userPermissions, usage, lastUse } = input;
  return classifyWorkload({
    traits: {
      userName: input.key.userName,
      accountId: input.key.accountId,
      holder: input.holder,
      createdBy: input.createdBy,
      ...(user === null ? {} : { path: user.path, tags: user.tags }),
      ...(userPermissions?.known
        ? { policyNames: userPermissions.value.policies.map(({ name }) => name) }
        : {}),
      ...(input.createdWith === undefined ? {} : { createdWith: input.createdWith }),
    },
    ...(usage.known ? { usage: usage.value } : {}),
    ...(lastUse.known ? { lastUse: lastUse.value } : {}),
  }).workload;
};

const wasSeen = (usage: Fact<KeyUsage>): boolean => usage.known && usage.value.records > 0;

const tagsOf = ({ user }: RecommendationInput): Readonly<Record<string, string>> =>
  user.known ? (user.value?.tags ?? {}) : {};

export const sourcesOf = (input: RecommendationInput): IdentitySources => ({
  answers: input.answers,
  tags: tagsOf(input),
  userName: input.key.userName,
  subjects: input.federation.subjects,
  ignoreIssuers: input.federation.ignoreIssuers,
  ...(input.organizationId === undefined ? {} : { organizationId: input.organizationId }),
  providers: input.identityProviders,
  uses: input.federationUses,
  usage: input.usage,
});

export const matchInput = (
  input: RecommendationInput,
  identity: WorkloadIdentity,
  roles: readonly RoleDetails[],
): MatchInput => ({
  roles,
  identity,
  userName: input.key.userName,
  tags: tagsOf(input),
  ignoreIssuers: input.federation.ignoreIssuers,
  providers: input.identityProviders,
  usage: input.usage,
  ...(input.userPermissions === undefined ? {} : { userPermissions: input.userPermissions }),
  uses: input.federationUses,
  own: configuredSubjects(input.federation),
  place: { accountId: input.key.accountId, partition: partition(input) },
  now: input.now,
});

export const partition = ({ roles, identityProviders, lastUse }: RecommendationInput): string =>
  partitionOf({
    arns: [
      ...(roles.known ? roles.value.slice(0, 1).map(({ arn }) => arn) : []),
      ...(identityProviders.known ? identityProviders.value.slice(0, 1).map(({ arn }) => arn) : []),
    ],
    region: lastUse.known ? lastUse.value?.region : undefined,
  });

/** What could not be read, in words. */
export const unreadOf = (input: RecommendationInput): readonly string[] => [
  ...(input.roles.known ? [] : [`the roles of the account (${input.roles.reason})`]),
  ...(input.identityProviders.known
    ? []
    : [`the identity providers of the account (${input.identityProviders.reason})`]),
  ...(input.usage.known ? [] : [`what the key is used for (${input.usage.reason})`]),
];
