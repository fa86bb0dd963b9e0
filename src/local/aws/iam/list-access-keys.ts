import type { Action } from '../action.ts';
import { addressedUser } from './addressed-user.ts';
import { page } from './page.ts';
import { accessKeyShape } from './shapes.ts';

export const listAccessKeys: Action = (input, context) => {
  const { userName, accessKeys } = addressedUser(input, context);
  const { members, more } = page(accessKeys, input);
  return { AccessKeyMetadata: members.map((key) => accessKeyShape(userName, key)), ...more };
};
