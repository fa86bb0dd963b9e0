import { nameOfArn } from '../model/ids.ts';
import { policyReader } from '../permissions/read-permissions.ts';
import type { Coverage } from './replacement.ts';
import { type Candidate, candidateOf, rolesWorthALook, toolsFor } from './role-candidate.ts';
import type { MatchInput, MatchResult, RoleMatch } from './role-match.ts';
import { coverageOrder, privilegeOfKey, weighRole } from './weigh-role.ts';

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

interface Ranked {
  readonly order: readonly number[];
  readonly match: RoleMatch;
}

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
