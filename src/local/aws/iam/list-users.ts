import type { Action } from '../action.ts';
import { optionalText } from '../input.ts';
import { page } from './page.ts';
import { userShape } from './shapes.ts';

export const listUsers: Action = (input, { account }) => {
  const prefix = optionalText(input, 'PathPrefix') ?? '/';
  const { members, more } = page(
    [...account.users.values()].filter((user) => user.path.startsWith(prefix)),
    input,
  );
  return { Users: members.map((user) => userShape(account, user)), ...more };
};
