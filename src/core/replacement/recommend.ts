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
import { type MatchInput, type MatchResult, matchRole, type RoleMatch } from './match-role.ts';
import { mechanismOf } from './mechanism-of.ts';
import { partitionOf } from './partition-of.ts';
import { proposePermissions } from './propose-permissions.ts';
import { proposeRole, type RoleProposal } from './propose-role.ts';
import { type Mechanism, type Replacement, type Workload, workloadKinds } from './replacement.ts';
import { notesOnMatch, notesOnOthers, notesOnProposal } from './role-notes.ts';
import { howToSwitch } from './switch/how-to-switch.ts';
import type { SwitchPlan } from './switch-plan.ts';
import {
  type IdentitySources,
  type WorkloadIdentity,
  workloadIdentity,
} from './workload-identity.ts';

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

/**
 * Names what the owner should use instead of a key: the existing role that lets the workload in and
 * may do what the key does, or a role to create, proven by evaluation. Pure; what could not be read
 * is said, not assumed, and what is not known is asked.
 */
export const recommend = (input: RecommendationInput): Replacement => {
  const workload = workloadOf(input);
  const sources = sourcesOf(input);
  const identity = workloadIdentity(workload.kind, sources);
  const found = input.holder === 'root' ? nothing : matched(input, identity);
  const unknowns = [...unreadOf(input), ...notesOnOthers(found)];
  if (found.best !== undefined) return withRole(input, workload, found.best, unknowns);
  const mechanism = mechanismOf(workload.kind, input.usage, input.answers);
  const proposed = found.ties.length > 0 ? none : proposal(input, identity, mechanism);
  if (proposed.status === 'none') {
    const why = proposed.why === '' ? [] : [`a role to propose: ${proposed.why}`];
    return withoutRole(input, workload, identity, mechanism, [...unknowns, ...why]);
  }
  return withProposal(input, workload, identity, mechanism, proposed.proposal, unknowns);
};

const nothing: MatchResult = { ties: [], passedOver: [] };
const none = { status: 'none', why: '' } as const;

/** Its owner knows best; else what its traits and its use say. */
const workloadOf = (input: RecommendationInput): Workload => {
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

const sourcesOf = (input: RecommendationInput): IdentitySources => ({
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

const matched = (input: RecommendationInput, identity: WorkloadIdentity): MatchResult =>
  input.roles.known ? matchRole(matchInput(input, identity, input.roles.value)) : nothing;

const matchInput = (
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

const partition = ({ roles, identityProviders, lastUse }: RecommendationInput): string =>
  partitionOf({
    arns: [
      ...(roles.known ? roles.value.slice(0, 1).map(({ arn }) => arn) : []),
      ...(identityProviders.known ? identityProviders.value.slice(0, 1).map(({ arn }) => arn) : []),
    ],
    region: lastUse.known ? lastUse.value?.region : undefined,
  });

const proposal = (
  input: RecommendationInput,
  identity: WorkloadIdentity,
  mechanism: Mechanism,
): ReturnType<typeof proposeRole> => {
  if (input.holder === 'root' || mechanism === 'exception') return none;
  if (['unknown', 'person'].includes(identity.kind)) return none;
  return proposeRole({
    key: input.key,
    partition: partition(input),
    identity,
    usage: input.usage,
    own: configuredSubjects(input.federation),
  });
};

type PlanParts = Pick<SwitchPlan, 'kind' | 'mechanism' | 'identity' | 'questions'> &
  Partial<Pick<SwitchPlan, 'role' | 'provider'>>;

const switchBy = (input: RecommendationInput, parts: PlanParts) =>
  howToSwitch(
    {
      accountId: input.key.accountId,
      partition: partition(input),
      userName: input.key.userName,
      ...parts,
    },
    input.usage.known ? input.usage.value : undefined,
  );

/** A role's sessions last an hour unless it says otherwise, and reading its trust does not tell. */
const sessionSeconds = 3600;

const withRole = (
  input: RecommendationInput,
  workload: Workload,
  match: RoleMatch,
  unknowns: readonly string[],
): Replacement => {
  // The role says what the workload is when nothing else did.
  const told: Workload =
    workload.kind === match.kind
      ? workload
      : { kind: match.kind, confidence: 0.5, evidence: [`role ${match.name} is for it`] };
  const identity = workloadIdentity(match.kind, sourcesOf(input));
  const { missing = [] } = match.coverage ?? {};
  const lacking =
    missing.length > 0 && input.usage.known
      ? proposePermissions(input.usage.value, missing)
      : undefined;
  const changes = {
    ...(match.fixedTrustPolicy === undefined ? {} : { trustPolicy: match.fixedTrustPolicy }),
    ...(lacking?.documents[0] === undefined ? {} : { permissionsPolicy: lacking.documents[0] }),
  };
  const mechanism = mechanismOf(match.kind, input.usage, input.answers);
  const { summary, steps, snippets, breaks } = switchBy(input, {
    kind: match.kind,
    mechanism,
    identity: identity.known,
    // The role is there: what it pins need not be asked.
    questions: [],
    role: { arn: match.role.arn, existing: true, maxSessionSeconds: sessionSeconds, ...changes },
    ...(match.identityProvider === undefined
      ? {}
      : {
          provider: {
            url: match.identityProvider,
            audience: match.audience ?? 'sts.amazonaws.com',
            exists: existence(match.identityProvider, input),
          },
        }),
  });
  return {
    workload: told,
    mechanism,
    role: {
      arn: match.role.arn,
      existing: true,
      ...(match.identityProvider === undefined ? {} : { identityProvider: match.identityProvider }),
      ...(match.subject === undefined ? {} : { subject: match.subject }),
      why: match.why,
    },
    summary,
    ...changes,
    ...(match.coverage === undefined ? {} : { coverage: match.coverage }),
    steps: [...notesOnMatch(match, lacking), ...steps],
    snippets: { ...snippets, ...furtherPolicies(lacking?.documents ?? []) },
    breaks,
    unknowns: [...unknowns, ...match.unknowns],
  };
};

const existence = (url: string, { identityProviders }: RecommendationInput) => {
  if (url === 'accounts.google.com') return 'yes';
  if (!identityProviders.known) return 'unknown';
  return identityProviders.value.some((each) => each.url === url) ? 'yes' : 'no';
};

const withProposal = (
  input: RecommendationInput,
  workload: Workload,
  identity: WorkloadIdentity,
  mechanism: Mechanism,
  { arn, trust, permissions, maxSessionSeconds }: RoleProposal,
  unknowns: readonly string[],
): Replacement => {
  const { trustPolicy, token, isComplete } = trust;
  const documents = permissions?.documents ?? [];
  const policies = {
    trustPolicy,
    ...(documents[0] === undefined ? {} : { permissionsPolicy: documents[0] }),
  };
  const { summary, steps, snippets, breaks } = switchBy(input, {
    kind: workload.kind,
    mechanism,
    identity: identity.known,
    questions: identity.questions,
    role: { arn, existing: false, maxSessionSeconds, ...policies },
    ...(token === undefined
      ? {}
      : {
          provider: {
            url: token.provider,
            audience: token.audience,
            exists: identity.provider?.exists ?? 'unknown',
          },
        }),
  });
  return {
    workload,
    mechanism,
    role: {
      arn,
      existing: false,
      ...(token === undefined ? {} : { identityProvider: token.provider, subject: token.subject }),
      why: [`proven before it is shown: ${trust.proof}`],
    },
    summary: isComplete ? summary : `${summary} Incomplete: ${asked(identity)} must be answered.`,
    ...policies,
    steps: [
      ...notesOnProposal({ arn, trust, maxSessionSeconds, ...optionalPermissions(permissions) }),
      ...steps,
    ],
    snippets: { ...snippets, ...furtherPolicies(documents) },
    breaks,
    ...(identity.questions.length === 0 ? {} : { questions: identity.questions }),
    unknowns,
  };
};

const optionalPermissions = (permissions: RoleProposal['permissions']) =>
  permissions === undefined ? {} : { permissions };

const asked = ({ questions }: WorkloadIdentity): string =>
  questions.map(({ label }) => label).join(', ');

/** What one policy has no room for. */
const furtherPolicies = (documents: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    documents.slice(1).map((text, index) => [`permissions-policy-${index + 2}`, text]),
  );

const withoutRole = (
  input: RecommendationInput,
  workload: Workload,
  identity: WorkloadIdentity,
  mechanism: Mechanism,
  unknowns: readonly string[],
): Replacement => {
  const questions = [...reasonQuestion(input), ...identity.questions];
  const { summary, steps, snippets, breaks } = switchBy(input, {
    kind: workload.kind,
    mechanism,
    identity: identity.known,
    questions,
  });
  return {
    workload,
    mechanism,
    role: null,
    summary,
    steps,
    snippets,
    breaks,
    ...(questions.length === 0 ? {} : { questions }),
    unknowns,
  };
};

/** Keeping a key needs a reason. */
const reasonQuestion = ({ answers }: RecommendationInput) =>
  answers['mechanism'] === 'exception' && (answers['reason'] ?? '').trim() === ''
    ? [
        {
          field: 'reason',
          label: 'Why the key must stay',
          example: 'the appliance takes keys only',
        },
      ]
    : [];

const unreadOf = (input: RecommendationInput): readonly string[] => [
  ...(input.roles.known ? [] : [`the roles of the account (${input.roles.reason})`]),
  ...(input.identityProviders.known
    ? []
    : [`the identity providers of the account (${input.identityProviders.reason})`]),
  ...(input.usage.known ? [] : [`what the key is used for (${input.usage.reason})`]),
];
