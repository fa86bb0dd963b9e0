import type { Instant } from '../model/instant.ts';
import type { Coverage } from '../replacement/replacement.ts';
import type { ActionUse, KeyUsage } from '../usage/key-usage.ts';
import { needsNoPermission, resourcesForAction } from './action-traits.ts';
import { decideRead, type PermissionDecision } from './decide-permission.ts';
import { excessOf } from './excess-of.ts';
import type { Permissions } from './permissions.ts';
import { type PolicyReader, type ReadPermissions, readPermissions } from './read-permissions.ts';

/**
 * What a role may do against what a key was seen doing. Only what AWS let the key do counts as used:
 * an action that was denied each time is not needed. What depends on conditions or on resources that
 * no record names is in `unknowns`, neither allowed nor missing.
 */
export const coverageOf = (
  permissions: Permissions,
  usage: KeyUsage,
  read?: PolicyReader,
): Coverage => coverageOfRead(readPermissions(permissions, read), usage);

/** The same for policies that are parsed already. */
export const coverageOfRead = (permissions: ReadPermissions, usage: KeyUsage): Coverage => {
  const needed = neededActions(usage);
  const context = contextOf(usage);
  const decided = needed.map((use) => ({ use, decision: decideUse(permissions, use, context) }));
  const of = (decision: PermissionDecision) =>
    decided.filter((each) => each.decision === decision).map(({ use }) => use.action);
  return {
    used: needed.map(({ action }) => action),
    allowed: of('allowed'),
    missing: [...of('not-allowed'), ...of('denied')],
    excess: excessOf(permissions, needed),
    unknowns: [
      ...of('unknown').map(
        (action) => `whether it may ${action}: that depends on a condition or on the resource`,
      ),
      ...unreadable(permissions),
    ],
  };
};

/** Actions that AWS allowed at least once, in the order of the usage, each once. */
export const neededActions = (usage: KeyUsage): readonly ActionUse[] => {
  const needed = new Map<string, ActionUse>();
  for (const use of usage.actions) {
    if (isDeniedOnly(use)) continue;
    const key = use.action.toLowerCase();
    const before = needed.get(key);
    needed.set(key, before === undefined ? use : together(before, use));
  }
  return [...needed.values()];
};

/** Tried, and refused each time. */
export const isDeniedOnly = ({ count, denied }: ActionUse): boolean =>
  denied > 0 && denied >= count;

const together = (a: ActionUse, b: ActionUse): ActionUse => ({
  ...a,
  count: a.count + b.count,
  denied: a.denied + b.denied,
  resources: [...new Set([...a.resources, ...b.resources])],
  allResourcesKnown: a.allResourcesKnown && b.allResourcesKnown,
  lastAt: later(a.lastAt, b.lastAt),
});

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Context keys that every call of the key had in common. */
const contextOf = ({ regions }: KeyUsage): Readonly<Record<string, string>> => {
  const [only] = regions;
  return only === undefined || regions.length > 1 ? {} : { 'aws:RequestedRegion': only.value };
};

const decideUse = (
  permissions: ReadPermissions,
  use: ActionUse,
  context: Readonly<Record<string, string>>,
): PermissionDecision => {
  const { action } = use;
  if (needsNoPermission(action)) return 'allowed';
  const anyhow = decideRead(permissions, { action, context });
  const resources = resourcesForAction(action, use.resources);
  if (anyhow !== 'unknown' || resources.length === 0) return anyhow;
  const each = resources.map((resource) => decideRead(permissions, { action, resource, context }));
  const worst = (['denied', 'not-allowed', 'unknown'] as const).find((decision) =>
    each.includes(decision),
  );
  if (worst !== undefined) return worst;
  return use.allResourcesKnown ? 'allowed' : 'unknown';
};

const unreadable = ({ policies, boundary }: ReadPermissions): readonly string[] =>
  [...policies, ...(boundary === null ? [] : [boundary])].flatMap((policy) => {
    if (policy.unreadable !== undefined) return [policy.unreadable];
    const isWhole = policy.statements.every(({ effect }) => effect !== 'unreadable');
    return isWhole ? [] : [`a statement of policy ${policy.name} that has no documented meaning`];
  });
