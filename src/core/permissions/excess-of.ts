import type { ActionUse } from '../usage/key-usage.ts';
import { takesResource } from './action-traits.ts';
import { isEverywhere, matchesAction } from './decide-permission.ts';
import type { IdentityPolicy, IdentityStatement } from './identity-policy.ts';
import type { ReadPermissions } from './read-permissions.ts';
import { coversWildcard, wildcardsOverlap } from './wildcard.ts';

/** More single actions of one service than this are counted, not listed. */
const mostListed = 5;

/**
 * What a principal may do beyond what was used: actions and patterns, the widest first, `*` for
 * everything. Conditions are not weighed: what they may hold back counts as granted. Where the
 * resources of every use are known, an action granted on any resource is an excess too.
 */
export const excessOf = (
  permissions: ReadPermissions,
  used: readonly ActionUse[],
): readonly string[] => {
  const granted = permissions.policies.flatMap(({ statements }) => statements);
  const denied = granted.filter(isPlainDeny);
  const allows = granted.filter(({ effect }) => effect === 'Allow');
  const names = new Set(used.map(({ action }) => action.toLowerCase()));
  const patterns = allows
    .flatMap(patternsOf)
    .flatMap((pattern) => within(pattern, permissions.boundary))
    .filter((pattern) => !denied.some((deny) => ruledOut(deny, pattern)))
    .filter((pattern) => isWild(pattern) || !names.has(pattern.toLowerCase()));
  const widest = withoutCovered([...new Set(patterns)]);
  return [...shortened(widest), ...onAnyResource(allows, used)];
};

/** Orders roles by how much more they may do than is needed: 0 is nothing. */
export const excessWeight = (excess: readonly string[]): number =>
  excess.reduce((sum, entry) => sum + weightOf(entry), 0);

const weightOf = (entry: string): number => {
  if (entry.startsWith('*')) return 10_000;
  const [, counted] = /: (\d+) more actions$/.exec(entry) ?? [];
  if (counted !== undefined) return Number(counted);
  if (entry.endsWith(' on *')) return 1;
  if (entry.endsWith(':*')) return 200;
  return isWild(entry) ? 20 : 1;
};

const isWild = (pattern: string): boolean => /[*?]/.test(pattern);

const patternsOf = ({ actions }: IdentityStatement): readonly string[] => {
  if (!actions.negated) return actions.written.map((each) => (/^[*:]+$/.test(each) ? '*' : each));
  const { written } = actions;
  return [
    written.length > 3 ? `* except ${written.length} actions` : `* except ${written.join(', ')}`,
  ];
};

const isPlainDeny = ({ effect, resources, conditions }: IdentityStatement): boolean =>
  effect === 'Deny' && !resources.negated && isEverywhere(resources) && conditions.length === 0;

const ruledOut = ({ actions }: IdentityStatement, pattern: string): boolean => {
  const lower = pattern.toLowerCase();
  if (actions.negated) return !isWild(lower) && matchesAction(actions, lower);
  return [...actions.exact, ...actions.wild].some((deny) => coversWildcard(deny, lower));
};

/** What is left of a pattern within a boundary; where that cannot be told, the whole pattern. */
const within = (pattern: string, boundary: IdentityPolicy | null): readonly string[] => {
  if (boundary === null || boundary.unreadable !== undefined) return [pattern];
  const allows = boundary.statements.filter(({ effect }) => effect !== 'Deny');
  if (allows.some(({ effect, actions }) => effect === 'unreadable' || actions.negated)) {
    return [pattern];
  }
  const limits = allows.flatMap(({ actions }) => actions.written);
  const lower = pattern.startsWith('* except') ? '*' : pattern.toLowerCase();
  if (limits.some((limit) => coversWildcard(limit.toLowerCase(), lower))) return [pattern];
  return limits.flatMap((limit) => {
    if (coversWildcard(lower, limit.toLowerCase())) return [limit];
    return wildcardsOverlap(lower, limit.toLowerCase()) ? [pattern] : [];
  });
};

const withoutCovered = (patterns: readonly string[]): readonly string[] => {
  const wild = patterns.filter(isWild).map((pattern) => pattern.toLowerCase());
  return patterns.filter((pattern) => {
    const lower = pattern.toLowerCase();
    return !wild.some((each) => each !== lower && coversWildcard(each, lower));
  });
};

const shortened = (patterns: readonly string[]): readonly string[] => {
  const single = new Map<string, string[]>();
  const wide: string[] = [];
  for (const pattern of patterns) {
    const [service = ''] = pattern.split(':');
    if (isWild(pattern)) wide.push(pattern);
    else single.set(service, [...(single.get(service) ?? []), pattern]);
  }
  const listed = [...single].flatMap(([service, actions]) =>
    actions.length > mostListed
      ? [`${service}: ${actions.length} more actions`]
      : actions.toSorted(),
  );
  const all = [...wide, ...listed];
  return all.toSorted((a, b) => weightOf(b) - weightOf(a) || (a < b ? -1 : 1));
};

const onAnyResource = (
  allows: readonly IdentityStatement[],
  used: readonly ActionUse[],
): readonly string[] =>
  used
    .filter(
      ({ action, allResourcesKnown, resources }) =>
        allResourcesKnown &&
        resources.length > 0 &&
        takesResource(action) &&
        allows.some(
          (allow) =>
            isEverywhere(allow.resources) &&
            !allow.resources.negated &&
            allow.conditions.length === 0 &&
            matchesAction(allow.actions, action.toLowerCase()),
        ),
    )
    .map(({ action }) => `${action} on *`);
