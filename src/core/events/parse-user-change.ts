import type { UserCreated, UserDeleted, UserPolicyAttached } from './change.ts';
import { type JsonObject, objectIn, objectsIn, optional, textIn } from './json-object.ts';
import type { WatchedRecord } from './watched-record.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const parseUserCreated = (from: WatchedRecord<'CreateUser'>): UserCreated => {
  const user = objectIn(from.response, 'user');
  return {
    ...from.common,
    ...optional('userName', textIn(user, 'userName') ?? textIn(from.request, 'userName')),
    ...optional('path', textIn(user, 'path') ?? textIn(from.request, 'path')),
    tags: { ...tagsOf(from.request), ...tagsOf(user) },
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const parseUserDeleted = (from: WatchedRecord<'DeleteUser'>): UserDeleted => ({
  ...from.common,
  ...optional('userName', textIn(from.request, 'userName')),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const parseUserPolicyAttached = (
  from: WatchedRecord<'AttachUserPolicy'>,
): UserPolicyAttached => ({
  ...from.common,
  ...optional('userName', textIn(from.request, 'userName')),
  ...optional('policyArn', textIn(from.request, 'policyArn')),
});

/** IAM logs tags as `[{ key, value }]`. */
const tagsOf = (from: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    objectsIn(from, 'tags').flatMap((tag) => {
      const key = textIn(tag, 'key');
      const value = tag['value'];
      return key !== undefined && typeof value === 'string' ? [[key, value]] : [];
    }),
  );
