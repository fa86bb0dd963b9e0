import { parseAccessKeyId } from '../model/ids.ts';
import {
  type AccessKeyChange,
  type AccessKeyCreated,
  type AccessKeyDeleted,
  type AccessKeyUpdated,
  rootUserName,
} from './change.ts';
import { objectIn, optional, textIn } from './json-object.ts';
import type { WatchedRecord } from './watched-record.ts';

type AccessKeyEventName = AccessKeyChange['kind'];

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const parseAccessKeyCreated = (
  from: WatchedRecord<'CreateAccessKey'>,
): AccessKeyCreated => ({
  ...from.common,
  ...keyNamed(from),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const parseAccessKeyUpdated = (from: WatchedRecord<'UpdateAccessKey'>): AccessKeyUpdated => {
  const status = textIn(from.request, 'status');
  return {
    ...from.common,
    ...keyNamed(from),
    ...optional('status', status === 'Active' || status === 'Inactive' ? status : undefined),
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const parseAccessKeyDeleted = (
  from: WatchedRecord<'DeleteAccessKey'>,
): AccessKeyDeleted => ({
  ...from.common,
  ...keyNamed(from),
});

const keyNamed = (from: WatchedRecord<AccessKeyEventName>) => {
  const created = objectIn(from.response, 'accessKey');
  return {
    ...optional('userName', textIn(from.request, 'userName') ?? implicitUserName(from)),
    ...optional(
      'accessKeyId',
      parseAccessKeyId(created['accessKeyId']) ?? parseAccessKeyId(from.request['accessKeyId']),
    ),
  };
};

/**
 * `UserName` is optional in these calls: without it IAM takes the caller, a user or root (whose
 * name in CloudTrail may be the account's alias). Only a call that succeeded says so: a refused one
 * may have named somebody without logging it.
 */
const implicitUserName = (from: WatchedRecord<AccessKeyEventName>): string | undefined => {
  const { by, outcome } = from.common;
  if (outcome === 'failed') return undefined;
  if (by.type === 'Root') return rootUserName;
  return (
    textIn(objectIn(from.response, 'accessKey'), 'userName') ??
    (by.type === 'IAMUser' ? by.userName : undefined)
  );
};
