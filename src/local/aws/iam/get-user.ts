import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText } from '../input.ts';
import { findUser } from './find.ts';
import { tagsShape, userShape } from './shapes.ts';

export const getUser: Action = (input, { account, caller }) => {
  const userName =
    optionalText(input, 'UserName') ?? (caller.type === 'IAMUser' ? caller.userName : undefined);
  if (userName === undefined) {
    throw new AwsError(
      'ValidationError',
      400,
      'Must specify userName when calling with non-User credentials',
    );
  }
  const user = findUser(account, userName);
  return {
    User: {
      ...userShape(account, user),
      ...(user.tags.size > 0 ? { Tags: tagsShape(user.tags) } : {}),
    },
  };
};
