import type { OidcProvider } from '../federation/federated-role.ts';
import type { FederationUse } from '../federation/fold-logins.ts';
import { judgeRole } from '../federation/judge-role.ts';
import type { OwnSubjects } from '../federation/own-subjects.ts';
import { parseTrustPolicy } from '../federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../federation/trust-policy.ts';
import { identityProviders } from '../idps/catalogue.ts';
import type { RoleDetails } from '../inventory/account-details.ts';
import type { Fact } from '../model/fact.ts';
import { nameOfArn } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { PermissionsFact } from '../permissions/permissions.ts';
import { policyReader } from '../permissions/read-permissions.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import { expectedTokens } from './expected-tokens.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import { kinshipOf, type Relatives, type Sign, signsOfUse, weightOf } from './kinship.ts';
import { mayAdmit, textsIn } from './may-admit.ts';
import { principalTrust } from './principal-trust.ts';
import { proposePrincipalTrust } from './propose-principal-trust.ts';
import { proposeTokenTrust } from './propose-token-trust.ts';
import { providerKinds } from './provider-kind.ts';
import type { Coverage, WorkloadKind } from './replacement.ts';
import { doorFinder } from './token-door.ts';
import type { RolePlace } from './trust-statement.ts';
import { coverageOrder, privilegeOfKey, weighRole } from './weigh-role.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/** A role that fits, and why. */
export interface RoleMatch {
  readonly role: RoleDetails;
  readonly name: string;
  /** What the role says the workload is, where that was not known. */
  readonly kind: WorkloadKind;
  readonly identityProvider?: string;
  readonly audience?: string;
  /** The first subject pattern that the trust policy asks for. */
  readonly subject?: string;
  /** `maybe`: told by kinship, because the workload is only partly known. */
  readonly admits: 'yes' | 'maybe';
  /** The trust policy that it must get first; there when more than the workload can assume it now. */
  readonly fixedTrustPolicy?: string;
  readonly coverage?: Coverage;
  readonly why: readonly string[];
  /** What is not certain about it, in words. */
  readonly unknowns: readonly string[];
}

export interface MatchResult {
  readonly best?: RoleMatch;
  /** Roles as good as each other: no guess is made between them. */
  readonly ties: readonly RoleMatch[];
  /** Roles that let the workload in, or may, and are not recommended. */
  readonly passedOver: readonly { readonly name: string; readonly why: string }[];
}

export interface MatchInput {
  readonly roles: readonly RoleDetails[];
  readonly identity: WorkloadIdentity;
  readonly userName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly ignoreIssuers: readonly string[];
  readonly providers: Fact<readonly OidcProvider[]>;
  readonly usage: Fact<KeyUsage>;
  readonly userPermissions?: PermissionsFact;
  readonly uses: readonly FederationUse[];
  readonly own: OwnSubjects;
  readonly place: RolePlace;
  readonly now: Instant;
}

/**
 * The existing role that a workload should use, or none. A role counts when evaluation lets the
 * workload's token in, nobody else's can get in, and its permissions cover what the key does; where
 * the workload is only partly known, signs of kinship must say that it is the one.
 *
 * Order: coverage, least excess, trust verdict, kinship; told by kinship, kinship comes first. Two
 * that are equally good are no answer.
 */
export const matchRole = (input: MatchInput): MatchResult => {
  const read = policyReader();
  const privilege = privilegeOfKey(input.userPermissions, input.usage, read);
  const tools = toolsFor(input);
  const passedOver: { name: string; why: string }[] = [];
  const ranked: Ranked[] = [];
  for (const role of rolesWorthALook(input, tools)) {
    const found = candidateOf(role, input, tools);
    if (found === undefined) continue;
    const name = nameOfArn(role.arn);
    if (found.status === 'passed-over') {
      passedOver.push({ name, why: found.why });
      continue;
    }
    const weight = weighRole(role.permissions, input.usage, privilege, read);
    if (weight.status === 'does-not-fit') {
      passedOver.push({ name, why: weight.why });
      continue;
    }
    const { coverage, unknown } = weight;
    // A service's principal names no workload: without kinship or coverage it could be any role.
    if (found.needsCoverage && coverage === undefined) continue;
    ranked.push({
      order: orderOf(found, coverage),
      match: {
        ...found.match,
        role,
        name,
        ...(coverage === undefined ? {} : { coverage }),
        why: [...found.match.why, ...coverageWhy(coverage)],
        unknowns: [
          ...found.match.unknowns,
          ...(unknown === undefined
            ? []
            : [`whether ${name} may do what the key does (${unknown})`]),
          ...(coverage?.unknowns ?? []),
        ],
      },
    });
  }
  ranked.sort((a, b) => compare(a.order, b.order) || (a.match.name < b.match.name ? -1 : 1));
  const [best] = ranked;
  if (best === undefined) return { ties: [], passedOver };
  const equal = ranked.filter(({ order }) => compare(order, best.order) === 0);
  return equal.length > 1
    ? { ties: equal.map(({ match }) => match), passedOver }
    : { best: best.match, ties: [], passedOver };
};

/** Made once for all roles. */
interface Tools {
  readonly doorsOf: ReturnType<typeof doorFinder>;
  /** Subjects of the workload's tokens, where they are wholly known. */
  readonly subjects: readonly string[];
}

const toolsFor = ({ identity, ignoreIssuers, providers }: MatchInput): Tools => {
  const { kind, known, provider } = identity;
  const workload = oidcWorkloadOf(kind);
  const tokens = expectedTokens(kind, { subjectForm: 'both', ...known }, provider?.url ?? '');
  const subjects = tokens.flatMap(({ sub }) => (typeof sub === 'string' ? [sub] : []));
  return {
    doorsOf: doorFinder({ workload, known, ignoreIssuers, providers }),
    subjects,
  };
};

const forTokens = /oidc-provider\/|accounts\.google\.com/;

/** So many roles are judged at most where only kinship can tell: the nearest. */
const mostByKinship = 50;

/** Without a subject only kinship can tell, and there is no more of it than the text of a role has. */
const rolesWorthALook = (input: MatchInput, { subjects }: Tools): readonly RoleDetails[] => {
  const { kind } = input.identity;
  const isByToken = oidcWorkloadOf(kind) !== undefined || kind === 'unknown';
  if (!isByToken || subjects.length > 0) return input.roles;
  const relatives = relativesOf(input);
  return input.roles
    .filter(({ trustPolicy }) => forTokens.test(trustPolicy))
    .map((role) => ({
      role,
      weight: weightOf(kinshipOf(role, textsIn(role.trustPolicy), relatives)),
    }))
    .filter(({ weight }) => weight >= leastKinship)
    .sort((a, b) => b.weight - a.weight || (a.role.arn < b.role.arn ? -1 : 1))
    .slice(0, mostByKinship)
    .map(({ role }) => role);
};

interface Ranked {
  readonly order: readonly number[];
  readonly match: RoleMatch;
}

type Candidate =
  | {
      readonly status: 'fits';
      readonly match: Omit<RoleMatch, 'role' | 'name' | 'coverage'>;
      readonly isBroad: boolean;
      readonly kinship: number;
      readonly needsCoverage: boolean;
    }
  | { readonly status: 'passed-over'; readonly why: string };

/** Less is a coincidence: a shared tag, or one word in two names. */
const leastKinship = 3;

const orderOf = (
  { match, isBroad, kinship }: Extract<Candidate, { status: 'fits' }>,
  coverage: Coverage | undefined,
): readonly number[] => {
  const trust = [isBroad ? 1 : 0];
  const work = coverageOrder(coverage);
  return match.admits === 'yes'
    ? [0, ...work, ...trust, -kinship]
    : [1, -kinship, ...work, ...trust];
};

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const coverageWhy = (coverage: Coverage | undefined): readonly string[] => {
  if (coverage === undefined) return [];
  const { used, missing, unknowns } = coverage;
  if (missing.length > 0) {
    return [`it may do ${used.length - missing.length} of the ${used.length} things the key does`];
  }
  return unknowns.length > 0 ? [] : [`it may do all ${used.length} things the key does`];
};

const candidateOf = (role: RoleDetails, input: MatchInput, tools: Tools): Candidate | undefined => {
  const { kind } = input.identity;
  if (role.arn.includes(':role/aws-service-role/')) return undefined;
  if (kind === 'person') return signInCandidate(role, input);
  if (role.arn.includes(':role/aws-reserved/')) return undefined;
  const workload = oidcWorkloadOf(kind);
  if (workload !== undefined || kind === 'unknown') return tokenCandidate(role, input, tools);
  return principalCandidate(role, input);
};

const tokenCandidate = (
  role: RoleDetails,
  input: MatchInput,
  tools: Tools,
): Candidate | undefined => {
  if (!forTokens.test(role.trustPolicy)) return undefined;
  const { kind } = input.identity;
  const relatives = relativesOf(input);
  const { trustPolicy } = role;
  // An owner's id stands between its name and the repository's.
  const parts = relatives.telling.map((value) =>
    value.slice(value.lastIndexOf('/', value.length - 2) + 1),
  );
  if (!mayAdmit(trustPolicy, tools.subjects, parts)) return undefined;
  const policy = parsed(role);
  if (policy === undefined) return undefined;
  const [door] = tools.doorsOf(policy);
  if (door === undefined) return undefined;
  const kinship = kinshipOf(role, door.subjects, relatives);
  if (door.admits === 'maybe' && weightOf(kinship) < leastKinship) return undefined;
  const { verdict } = judgeRole(policy, identityProviders, { own: input.own });
  const toldKind = kind === 'unknown' ? providerKinds(door.provider)[0] : kind;
  if (toldKind === undefined) return undefined;
  if (verdict !== 'safe' && verdict !== 'broad') {
    return { status: 'passed-over', why: `its trust policy is ${verdict}` };
  }
  const fixed = verdict === 'broad' ? fixedTrust(policy, input) : undefined;
  if (verdict === 'broad' && fixed === undefined) {
    const why = 'more than this workload can assume it, and what to narrow it to is not known';
    return { status: 'passed-over', why };
  }
  const signs = [...kinship, ...signsOfUse(role, relatives)];
  return {
    status: 'fits',
    isBroad: verdict === 'broad',
    kinship: weightOf(signs),
    needsCoverage: false,
    match: {
      kind: toldKind,
      identityProvider: door.provider,
      ...(door.audience === undefined ? {} : { audience: door.audience }),
      ...(door.subjects[0] === undefined ? {} : { subject: door.subjects[0] }),
      admits: door.admits,
      ...(fixed === undefined ? {} : { fixedTrustPolicy: fixed }),
      why: [admission(door.admits), ...signs.map(textOf)],
      unknowns: door.caveat === undefined ? [] : [`whether ${door.caveat}`],
    },
  };
};

const admission = (admits: 'yes' | 'maybe'): string =>
  admits === 'yes'
    ? 'its trust policy lets the workload in'
    : 'its trust policy may let the workload in, as far as the workload is known';

const principalCandidate = (role: RoleDetails, input: MatchInput): Candidate | undefined => {
  const { kind, known } = input.identity;
  if (!/sts:|\*/.test(role.trustPolicy) || role.trustPolicy.includes('"Federated"'))
    return undefined;
  if (kind === 'on-premises' && !role.trustPolicy.includes('rolesanywhere')) return undefined;
  if (kind === 'aws-compute' && !role.trustPolicy.includes(known['service'] ?? '.amazonaws.com')) {
    return undefined;
  }
  const policy = parsed(role);
  if (policy === undefined) return undefined;
  const { admits, verdict, why } = principalTrust(policy, kind, known);
  const relatives = relativesOf(input);
  const kinship = kinshipOf(role, [], relatives);
  const isRelated = weightOf(kinship) >= leastKinship;
  if (verdict === 'unsafe') return isRelated ? { status: 'passed-over', why } : undefined;
  if (admits === 'no') return undefined;
  // Many roles are for one service: its principal alone tells nothing.
  if (kind === 'aws-compute' && weightOf(kinship) < 2) return undefined;
  if (admits === 'maybe' && !isRelated) return undefined;
  const fixed = verdict === 'broad' ? fixedTrust(policy, input) : undefined;
  if (verdict === 'broad' && fixed === undefined) return { status: 'passed-over', why };
  const signs = [...kinship, ...signsOfUse(role, relatives)];
  return {
    status: 'fits',
    isBroad: verdict === 'broad',
    kinship: weightOf(signs),
    needsCoverage: kind === 'aws-compute' && !isRelated,
    match: {
      kind,
      admits,
      ...(fixed === undefined ? {} : { fixedTrustPolicy: fixed }),
      why: [admission(admits), ...signs.map(textOf)],
      unknowns: [],
    },
  };
};

/** A permission set of Identity Center, as the role that it becomes in the account. */
const signInCandidate = (role: RoleDetails, input: MatchInput): Candidate | undefined => {
  if (!role.arn.includes(':role/aws-reserved/sso.amazonaws.com/')) return undefined;
  const use = signsOfUse(role, relativesOf(input));
  return {
    status: 'fits',
    isBroad: false,
    kinship: weightOf(use),
    needsCoverage: true,
    match: {
      kind: 'person',
      admits: 'yes',
      why: ['it is a permission set of IAM Identity Center', ...use.map(textOf)],
      unknowns: ['whether the person is assigned to it'],
    },
  };
};

/**
 * The trust policy for this workload alone, in the place of one that lets in more. Only where the
 * workload is fully known and the policy has one statement: nobody else's door is closed unseen.
 */
const fixedTrust = (
  policy: TrustPolicy,
  { identity, place, own }: MatchInput,
): string | undefined => {
  if (policy.statements.length !== 1) return undefined;
  const proposal =
    oidcWorkloadOf(identity.kind) === undefined
      ? proposePrincipalTrust(identity, place)
      : proposeTokenTrust(identity, place, own);
  return proposal.status === 'proposed' && proposal.isComplete ? proposal.trustPolicy : undefined;
};

const parsed = ({ trustPolicy }: RoleDetails): TrustPolicy | undefined => {
  const result = parseTrustPolicy(trustPolicy);
  return result.status === 'parsed' ? result.policy : undefined;
};

const textOf = ({ text }: Sign): string => text;

const relativesOf = ({ identity, userName, tags, uses, now }: MatchInput): Relatives => ({
  userName,
  tags,
  telling: (oidcWorkloadOf(identity.kind)?.telling ?? []).flatMap(
    (field) => identity.known[field] ?? [],
  ),
  uses,
  now,
});
