import { configuredSubjects } from '../federation/configured-subjects.ts';
import { parseAccessKeyId } from '../model/ids.ts';
import { matchRole } from './match-role.ts';
import { mechanismOf } from './mechanism-of.ts';
import { proposePermissions } from './propose-permissions.ts';
import { proposeRole, type RoleProposal } from './propose-role.ts';
import {
  matchInput,
  partition,
  type RecommendationInput,
  sourcesOf,
  unreadOf,
  workloadOf,
} from './recommendation-input.ts';
import type { Mechanism, Replacement, Workload } from './replacement.ts';
import type { MatchResult, RoleMatch } from './role-match.ts';
import { notesOnMatch, notesOnOthers, notesOnProposal } from './role-notes.ts';
import { howToSwitch } from './switch/how-to-switch.ts';
import type { SwitchPlan } from './switch-plan.ts';
import { type WorkloadIdentity, workloadIdentity } from './workload-identity.ts';

export type { RecommendationInput };

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
  const proposed = found.ties.length > 0 ? none : proposalFor(input, identity, mechanism);
  if (proposed.status === 'none') {
    const why = proposed.why === '' ? [] : [`a role to propose: ${proposed.why}`];
    return withoutRole(input, workload, identity, mechanism, [...unknowns, ...why]);
  }
  return withProposal(input, workload, identity, mechanism, proposed.proposal, unknowns);
};

const nothing: MatchResult = { ties: [], passedOver: [] };
const none = { status: 'none', why: '' } as const;

const matched = (input: RecommendationInput, identity: WorkloadIdentity): MatchResult =>
  input.roles.known ? matchRole(matchInput(input, identity, input.roles.value)) : nothing;

const proposalFor = (
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
      ...lastUseOf(input),
      ...parts,
    },
    input.usage.known ? input.usage.value : undefined,
  );

/** Which key, and where it was used last, as far as that is known. */
const lastUseOf = ({ key, lastUse }: RecommendationInput) => {
  const accessKeyId = parseAccessKeyId(key.accessKeyId);
  const region = lastUse.known ? lastUse.value?.region : undefined;
  return {
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)
      ? { lastUsedRegion: region }
      : {}),
  };
};

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
  proposal: RoleProposal,
  unknowns: readonly string[],
): Replacement => {
  const { arn, trust, permissions, maxSessionSeconds } = proposal;
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
    steps: [...notesOnProposal(proposal, identity), ...steps],
    snippets: { ...snippets, ...furtherPolicies(documents) },
    breaks,
    ...(identity.questions.length === 0 ? {} : { questions: identity.questions }),
    unknowns,
  };
};

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
