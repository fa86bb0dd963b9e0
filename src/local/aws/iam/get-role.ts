import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findRole } from './find.ts';
import { roleShape, tagsShape } from './shapes.ts';

export const getRole: Action = (input, { account }) => {
  const role = findRole(account, requiredText(input, 'RoleName'));
  return {
    Role: {
      ...roleShape(account, role),
      ...(role.tags.size > 0 ? { Tags: tagsShape(role.tags) } : {}),
      RoleLastUsed: role.lastUsed
        ? { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region }
        : {},
    },
  };
};
