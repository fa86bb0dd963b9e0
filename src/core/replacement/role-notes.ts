import type { PermissionsProposal } from './propose-permissions.ts';
import type { RoleProposal } from './propose-role.ts';
import type { MatchResult, RoleMatch } from './role-match.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/** What a person must know before a role is made or changed, one line each. */
export const notesOnProposal = (
  { permissions, trust }: Pick<RoleProposal, 'permissions' | 'trust'>,
  { kind, known }: WorkloadIdentity,
): readonly string[] => [
  ...(permissions === undefined
    ? ['Nothing was seen of what the key does: give the role only what the workload needs.']
    : notesOnPermissions(permissions)),
  ...notesOnSubjectForm(kind, known),
  ...(trust.isComplete
    ? []
    : ['The proposal is incomplete: <…> stands for what must be answered.']),
];

/** A role for subjects with ids refuses a repository whose subjects have names only. */
const notesOnSubjectForm = (
  kind: WorkloadIdentity['kind'],
  known: WorkloadIdentity['known'],
): readonly string[] =>
  kind === 'github-actions' && known['subjectForm'] === undefined
    ? [
        'Look which subjects the repository has (gh api repos/{owner}/{repo}/actions/oidc/customization/sub): the role is for those with ids; older repositories have names only until they opt in.',
      ]
    : [];

export const notesOnMatch = (
  match: RoleMatch,
  lacking: PermissionsProposal | undefined,
): readonly string[] => [
  ...(match.fixedTrustPolicy === undefined
    ? []
    : [
        `More than this workload can assume role ${match.name} now. Narrow its trust policy to the one given here first; who else uses it today loses it.`,
      ]),
  ...(lacking === undefined
    ? []
    : [
        `Role ${match.name} lacks ${list(match.coverage?.missing ?? [])}: add the permissions policy given here.`,
        ...notesOnPermissions(lacking),
      ]),
  ...(match.coverage === undefined ? [] : notesOnExcess(match)),
];

const notesOnExcess = ({ name, coverage }: RoleMatch): readonly string[] => {
  const excess = coverage?.excess ?? [];
  if (excess.length === 0) return [];
  return [`Role ${name} may do more than the key was seen doing: ${list(excess)}.`];
};

const notesOnPermissions = (permissions: PermissionsProposal): readonly string[] => {
  const { sensitive, deniedOnly, unnarrowed, onlyForUsers, documents } = permissions;
  return [
    ...(sensitive.length === 0
      ? []
      : [
          `A person must agree to what is sensitive in the permissions policy: ${list(
            sensitive.map(({ action, why }) => `${action} (${why})`),
          )}.`,
        ]),
    ...(documents.length < 2
      ? []
      : [
          `The permissions are ${documents.length} policies, because one would be over IAM's size limit: attach every one (snippets permissions-policy-2 and on).`,
        ]),
    ...(unnarrowed.length === 0
      ? []
      : [`On any resource, because not every record names one: ${list(unnarrowed)}. Narrow it.`]),
    ...(deniedOnly.length === 0
      ? []
      : [`Left out, because AWS denied it every time: ${list(deniedOnly)}.`]),
    ...(onlyForUsers.length === 0
      ? []
      : [`A role cannot call ${list(onlyForUsers)}, and need not: it has a session already.`]),
  ];
};

/** Why no existing role is named although some came close. */
export const notesOnOthers = ({ ties, passedOver }: MatchResult): readonly string[] => [
  ...(ties.length === 0
    ? []
    : [`which of ${list(ties.map(({ name }) => name))}: they fit equally well`]),
  ...passedOver
    .slice(0, mostShown)
    .map(({ name, why }) => `role ${name} is not recommended: ${why}`),
];

const mostShown = 8;

const list = (items: readonly string[]): string =>
  items.length <= mostShown
    ? items.join(', ')
    : `${items.slice(0, mostShown).join(', ')} and ${items.length - mostShown} more`;
