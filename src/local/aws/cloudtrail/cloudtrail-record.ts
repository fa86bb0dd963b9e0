import { isRecord } from '../input.ts';

/** A CloudTrail record as JSON. Anything may be missing: some records come from other people's files. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

export const recordText = (record: CloudTrailRecord, name: string): string | undefined => {
  const value = record[name];
  return typeof value === 'string' ? value : undefined;
};

/** Read-only events whose names do not start with Describe, Get or List, of those that matter here. */
const otherReadOnlyEvents = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'GenerateCredentialReport',
  'GenerateServiceLastAccessedDetails',
  'LookupEvents',
]);
/** `GetSessionToken` and `GetFederationToken` are writes. */
const writingGets = new Set(['GetSessionToken', 'GetFederationToken']);

/**
 * CloudTrail's own flag; for records older than the flag, what EventBridge's list says.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-management-event-list.html
 */
export const isReadOnly = (record: CloudTrailRecord): boolean => {
  if (typeof record['readOnly'] === 'boolean') return record['readOnly'];
  const name = recordText(record, 'eventName') ?? '';
  if (otherReadOnlyEvents.has(name)) return true;
  return /^(Describe|Get|List)/.test(name) && !writingGets.has(name);
};

/** The access key that a record's caller used. */
export const callerAccessKeyId = (record: CloudTrailRecord): string | undefined => {
  const identity = record['userIdentity'];
  return isRecord(identity) ? recordText(identity, 'accessKeyId') : undefined;
};
