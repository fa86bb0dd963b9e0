/**
 * Identifiers as branded strings: a value of one of these types has passed its parser.
 * Parsers return `undefined` for anything that is not one; callers decide what that means.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Twelve digits. */
export type AccountId = Branded<'AccountId'>;
/** `AKIA…` for long-lived keys, `ASIA…` for temporary ones. */
export type AccessKeyId = Branded<'AccessKeyId'>;
/** `arn:<partition>:iam::<account>:role/<path/name>` */
export type RoleArn = Branded<'RoleArn'>;
/** CloudTrail's `eventID`, unique per event. */
export type EventId = Branded<'EventId'>;

export const parseAccountId = (text: unknown): AccountId | undefined =>
  typeof text === 'string' && /^\d{12}$/.test(text) ? (text as AccountId) : undefined;

/** IAM documents 16 to 128 word characters. https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
export const parseAccessKeyId = (text: unknown): AccessKeyId | undefined =>
  typeof text === 'string' && /^\w{16,128}$/.test(text) ? (text as AccessKeyId) : undefined;

export const parseRoleArn = (text: unknown): RoleArn | undefined =>
  typeof text === 'string' && /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(text)
    ? (text as RoleArn)
    : undefined;

export const parseEventId = (text: unknown): EventId | undefined =>
  typeof text === 'string' && text.length > 0 && text.length <= 128 ? (text as EventId) : undefined;

/** Whether an access key id belongs to a long-lived key (IAM user or root), not to a session. */
export const isLongLived = (id: AccessKeyId): boolean => id.startsWith('AKIA');

/** The last path segment of a role or user ARN. */
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The account of an ARN, when it has one. */
export const accountOfArn = (arn: string): AccountId | undefined =>
  parseAccountId(arn.split(':')[4]);
