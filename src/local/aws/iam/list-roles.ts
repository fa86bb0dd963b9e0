import type { Action } from '../action.ts';
import { optionalText } from '../input.ts';
import { page } from './page.ts';
import { roleShape } from './shapes.ts';

/** Without tags and without `RoleLastUsed`, as IAM lists them. */
export const listRoles: Action = (input, { account }) => {
  const prefix = optionalText(input, 'PathPrefix') ?? '/';
  const { members, more } = page(
    [...account.roles.values()].filter((role) => role.path.startsWith(prefix)),
    input,
  );
  return { Roles: members.map((role) => roleShape(account, role)), ...more };
};
