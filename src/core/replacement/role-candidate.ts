import { judgeRole } from '../federation/judge-role.ts';
import { parseTrustPolicy } from '../federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../federation/trust-policy.ts';
import { identityProviders } from '../idps/catalogue.ts';
import type { RoleDetails } from '../inventory/account-details.ts';
import { expectedTokens } from './expected-tokens.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import { kinshipOf, type Relatives, type Sign, signsOfUse, weightOf } from './kinship.ts';
import { mayAdmit, textsIn } from './may-admit.ts';
import { otherDoors } from './other-doors.ts';
import { principalTrust } from './principal-trust.ts';
import { proposePrincipalTrust } from './propose-principal-trust.ts';
import { proposeTokenTrust } from './propose-token-trust.ts';
import { providerKinds } from './provider-kind.ts';
import type { MatchInput, RoleMatch } from './role-match.ts';
import { doorFinder } from './token-door.ts';

/** A role that lets the workload in, or may, before its permissions are weighed. */
export type Candidate =
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

/** Made once for all roles. */
export interface Tools {
  readonly doorsOf: ReturnType<typeof doorFinder>;
  /** Subjects of the workload's tokens, where they are wholly known. */
  readonly subjects: readonly string[];
}

export const toolsFor = ({ identity, ignoreIssuers, providers }: MatchInput): Tools => {
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
export const rolesWorthALook = (input: MatchInput, { subjects }: Tools): readonly RoleDetails[] => {
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

/** `undefined`: nothing speaks for the role. */
export const candidateOf = (
  role: RoleDetails,
  input: MatchInput,
  tools: Tools,
): Candidate | undefined => {
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
  const { strangers, own } = otherDoors(policy, input.place.accountId);
  if (strangers.length > 0) {
    return { status: 'passed-over', why: `without a token ${strangers.join(', ')} can assume it` };
  }
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
      unknowns: [
        ...(door.caveat === undefined ? [] : [`whether ${door.caveat}`]),
        ...(own.length === 0
          ? []
          : [`whether ${own.join(', ')} should be able to assume it without a token, as it can`]),
      ],
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
