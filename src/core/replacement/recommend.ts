import type { Caller } from '../events/change.ts';
import type { FederatedRole, OidcProvider } from '../federation/federated-role.ts';
import type { AccessKey, LastUse } from '../keys/access-key.ts';
import type { KeyCase } from '../keys/key-case.ts';
import type { UserFacts } from '../keys/key-facts.ts';
import type { Fact } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import { classifyWorkload } from './classify/classify-workload.ts';
import { matchRole, type RoleMatch } from './match-role.ts';
import { providerKinds } from './provider-kind.ts';
import type { Replacement, Workload } from './replacement.ts';
import { type Place, type Scenario, scenarioFor } from './scenario.ts';
import { rootUser } from './scenarios/root-user.ts';

export interface RecommendationInput {
  readonly key: AccessKey;
  readonly holder: KeyCase['holder'];
  readonly user: Fact<UserFacts | null>;
  readonly lastUse: Fact<LastUse | null>;
  readonly createdBy: Caller;
  readonly createdWith?: string;
  readonly roles: Fact<readonly FederatedRole[]>;
  readonly identityProviders: Fact<readonly OidcProvider[]>;
  /** Issuers whose roles are nobody's replacement, such as `oidc.eks.*`. */
  readonly ignoreIssuers: readonly string[];
  readonly now: Instant;
}

/**
 * Names what the owner should use instead of a key: an existing federated role of the same account
 * whose trust and name, tags or recent use fit the user, or the way to set one up. Pure; what could
 * not be read is said, not assumed.
 */
export const recommend = (input: RecommendationInput): Replacement => {
  const user = input.user.known ? input.user.value : null;
  const { workload } = classifyWorkload({
    traits: {
      userName: input.key.userName,
      ...(user === null ? {} : { path: user.path, tags: user.tags }),
      holder: input.holder,
      createdBy: input.createdBy,
      ...(input.createdWith === undefined ? {} : { createdWith: input.createdWith }),
    },
    ...(input.lastUse.known ? { lastUse: input.lastUse.value } : {}),
  });
  const place: Place = { accountId: input.key.accountId, userName: input.key.userName };
  const scenario = input.holder === 'root' ? rootUser : scenarioFor(workload.kind);
  const match = input.roles.known
    ? matchRole({
        roles: input.roles.value,
        workload,
        userName: input.key.userName,
        tags: user?.tags ?? {},
        ignoreIssuers: input.ignoreIssuers,
        now: input.now,
      })
    : undefined;
  const unknowns = unknownsOf(input);
  if (match !== undefined) return withRole(match, workload, place, unknowns);
  return {
    workload,
    mechanism: scenario.mechanism,
    role: null,
    summary: noRoleSummary(scenario, input.roles.known),
    steps: [...missingProvider(input, workload), ...scenario.setUp(place)],
    snippets: scenario.snippets(place, undefined),
    unknowns,
  };
};

const withRole = (
  match: RoleMatch,
  workload: Workload,
  place: Place,
  unknowns: readonly string[],
): Replacement => {
  // The role says what the workload is when the user's name did not.
  const kind = workload.kind === 'unknown' ? match.kind : workload.kind;
  const scenario = scenarioFor(kind);
  return {
    workload:
      workload.kind === kind
        ? workload
        : { kind, confidence: 0.5, evidence: [`role ${match.name} is for it`] },
    mechanism: 'oidc',
    role: {
      arn: match.role.arn,
      existing: true,
      identityProvider: match.identityProvider,
      ...(match.subjects[0] === undefined ? {} : { subject: match.subjects[0] }),
      why: match.why,
    },
    summary: `Use role ${match.name} through ${match.identityProvider}.`,
    steps: scenario.switchTo(place, match.role.arn),
    snippets: scenario.snippets(place, match.role.arn),
    unknowns,
  };
};

/** Says that no role fits only where the roles were read and one could have. */
const noRoleSummary = ({ mechanism, noRole }: Scenario, rolesRead: boolean): string =>
  mechanism === 'oidc' && rolesRead ? `No role fits yet. ${noRole}` : noRole;

/** A role cannot trust a provider that the account does not have: providers are per account. */
const missingProvider = (input: RecommendationInput, workload: Workload): readonly string[] => {
  const providers = input.identityProviders;
  const scenario = scenarioFor(workload.kind);
  if (!providers.known || scenario.mechanism !== 'oidc') return [];
  const isThere = providers.value.some(({ url }) => providerKinds(url).includes(workload.kind));
  return isThere ? [] : ['Add the identity provider to the account: it has none for this yet.'];
};

const unknownsOf = (input: RecommendationInput): readonly string[] => [
  ...(input.roles.known ? [] : [`the roles of the account (${input.roles.reason})`]),
  ...(input.identityProviders.known
    ? []
    : [`the identity providers of the account (${input.identityProviders.reason})`]),
];
