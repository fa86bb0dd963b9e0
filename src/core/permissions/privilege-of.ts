import {
  decideRead,
  isEverywhere,
  matchesAction,
  type PermissionDecision,
} from './decide-permission.ts';
import { escalations, ownCredentialActions } from './escalations.ts';
import type { Permissions } from './permissions.ts';
import { type PolicyReader, type ReadPermissions, readPermissions } from './read-permissions.ts';

/** How much a leaked credential is worth. */
export type Privilege = 'administrator' | 'can-escalate' | 'limited' | 'unknown';

/**
 * Whether a principal may do everything, or give itself everything. `unknown` where a document or a
 * condition that decides it cannot be read: it never counts as limited.
 */
export const privilegeOf = (permissions: Permissions, read?: PolicyReader): Privilege =>
  privilegeOfRead(readPermissions(permissions, read));

/** The same for policies that are parsed already. */
export const privilegeOfRead = (permissions: ReadPermissions): Privilege => {
  if (isAdministrator(permissions)) return 'administrator';
  const ways = escalations.map((actions) =>
    weakest(actions.map((action) => mayAnywhere(permissions, action))),
  );
  if (ways.includes('allowed')) return 'can-escalate';
  return ways.includes('unknown') ? 'unknown' : 'limited';
};

/** The first ways in which a principal can give itself more, each as its actions; for a message. */
export const escalationsOf = (
  permissions: Permissions,
  read?: PolicyReader,
): readonly (readonly string[])[] => {
  const parsed = readPermissions(permissions, read);
  return escalations.filter((actions) =>
    actions.every((action) => mayAnywhere(parsed, action) === 'allowed'),
  );
};

/** Stands for whatever a policy has not heard of. */
const anything = 'anyservice:anyaction';

const isAdministrator = (permissions: ReadPermissions): boolean =>
  [anything, 'iam:createuser', 'sts:assumerole', 'organizations:leaveorganization'].every(
    (action) => decideRead(permissions, { action }) === 'allowed',
  );

const mayAnywhere = (permissions: ReadPermissions, action: string): PermissionDecision =>
  ownCredentialActions.has(action.toLowerCase()) && isOnlyForItself(permissions, action)
    ? 'not-allowed'
    : decideRead(permissions, { action, resource: { some: true } });

/** Every Allow of the action is for `user/${aws:username}`. */
const isOnlyForItself = ({ policies }: ReadPermissions, action: string): boolean => {
  const allows = policies
    .flatMap(({ statements }) => statements)
    .filter(
      ({ effect, actions }) => effect !== 'Deny' && matchesAction(actions, action.toLowerCase()),
    );
  return (
    allows.length > 0 &&
    allows.every(
      ({ resources }) =>
        !resources.negated &&
        !isEverywhere(resources) &&
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable.
        resources.patterns.every(({ written }) => written.endsWith('${aws:username}')),
    )
  );
};

const weakest = (decisions: readonly PermissionDecision[]): PermissionDecision => {
  if (decisions.some((each) => each === 'denied' || each === 'not-allowed')) return 'not-allowed';
  return decisions.includes('unknown') ? 'unknown' : 'allowed';
};
