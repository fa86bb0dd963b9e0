import { isQuarantinePolicy } from '../keys/exposure.ts';
import { accountOfArn, type EventId, parseAccountId, parseEventId } from '../model/ids.ts';
import { parseInstant } from '../model/instant.ts';
import type { Change, ParsedEvent } from './change.ts';
import { type JsonObject, objectIn, objectsIn, optional, textIn } from './json-object.ts';
import {
  parseAccessKeyCreated,
  parseAccessKeyDeleted,
  parseAccessKeyUpdated,
} from './parse-access-key-change.ts';
import { parseCaller } from './parse-caller.ts';
import { parseFederatedLogin } from './parse-federated-login.ts';
import {
  parseOidcClientIdAdded,
  parseOidcClientIdRemoved,
  parseOidcProviderCreated,
  parseOidcProviderDeleted,
  parseOidcThumbprintUpdated,
} from './parse-oidc-provider-change.ts';
import { parseRoleCreated, parseTrustPolicyUpdated } from './parse-trust-change.ts';
import {
  parseUserCreated,
  parseUserDeleted,
  parseUserPolicyAttached,
} from './parse-user-change.ts';
import { missingFields } from './required-fields.ts';
import { unwrapEvent } from './unwrap-event.ts';
import { isWatched, type WatchedEventName, watchedEvents } from './watched-events.ts';
import type { CommonFields, WatchedRecord } from './watched-record.ts';

/**
 * Any JSON to a change: a CloudTrail record (eventVersion 1.x), an EventBridge event that carries
 * one, an SQS record or body that carries that. Never throws. Only named fields leave the record:
 * session tokens and temporary credentials end here.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const parseChange = (input: unknown): ParsedEvent => {
  const event = unwrapEvent(input);
  if (event.kind !== 'record') return event;
  const { record, envelope } = event;

  const eventName = textIn(record, 'eventName');
  const eventSource = textIn(record, 'eventSource');
  if (eventName === undefined) return unreadable(record, 'eventName is missing');
  if (!isWatched(eventName)) return notForUs(`${eventName} is not watched`);
  if (eventSource === undefined) return unreadable(record, `${eventName} without an eventSource`);
  if (!isSourceOf(eventName, eventSource)) return notForUs(`${eventName} of ${eventSource}`);

  const common = readCommonFields(eventName, record, envelope);
  if (typeof common === 'string') return unreadable(record, `${eventName}: ${common}`);

  const change = changeOf({
    common,
    record,
    request: objectIn(record, 'requestParameters'),
    response: objectIn(record, 'responseElements'),
  });
  const missing = missingFields(change);
  if (missing.length === 0 && isOrdinaryPolicy(change)) {
    return notForUs('AttachUserPolicy of a policy that is no quarantine');
  }
  return missing.length === 0
    ? { kind: 'change', change }
    : unreadable(record, `${eventName} succeeded without saying its ${missing.join(' and ')}`);
};

/** What the rules leave in the account, log files hold. */
const isOrdinaryPolicy = (change: Change): boolean =>
  change.kind === 'AttachUserPolicy' && !isQuarantinePolicy(change.policyArn ?? '');

/** No default on purpose: an event added to the list without a parser does not compile. */
const changeOf = (from: WatchedRecord<WatchedEventName>): Change => {
  switch (from.common.kind) {
    case 'CreateAccessKey':
      return parseAccessKeyCreated(named(from, from.common.kind));
    case 'UpdateAccessKey':
      return parseAccessKeyUpdated(named(from, from.common.kind));
    case 'DeleteAccessKey':
      return parseAccessKeyDeleted(named(from, from.common.kind));
    case 'CreateUser':
      return parseUserCreated(named(from, from.common.kind));
    case 'DeleteUser':
      return parseUserDeleted(named(from, from.common.kind));
    case 'AttachUserPolicy':
      return parseUserPolicyAttached(named(from, from.common.kind));
    case 'AssumeRoleWithWebIdentity':
      return parseFederatedLogin(named(from, from.common.kind));
    case 'CreateRole':
      return parseRoleCreated(named(from, from.common.kind));
    case 'UpdateAssumeRolePolicy':
      return parseTrustPolicyUpdated(named(from, from.common.kind));
    case 'CreateOpenIDConnectProvider':
      return parseOidcProviderCreated(named(from, from.common.kind));
    case 'DeleteOpenIDConnectProvider':
      return parseOidcProviderDeleted(named(from, from.common.kind));
    case 'UpdateOpenIDConnectProviderThumbprint':
      return parseOidcThumbprintUpdated(named(from, from.common.kind));
    case 'AddClientIDToOpenIDConnectProvider':
      return parseOidcClientIdAdded(named(from, from.common.kind));
    case 'RemoveClientIDFromOpenIDConnectProvider':
      return parseOidcClientIdRemoved(named(from, from.common.kind));
  }
};

/** The record again, with the event name in its type. */
const named = <Name extends WatchedEventName>(
  from: WatchedRecord<WatchedEventName>,
  kind: Name,
): WatchedRecord<Name> => ({ ...from, common: { ...from.common, kind } });

/** The fields that every watched event must have, or why it cannot be read. */
const readCommonFields = (
  kind: WatchedEventName,
  record: JsonObject,
  envelope: JsonObject | undefined,
): CommonFields<WatchedEventName> | string => {
  const version = String(record['eventVersion'] ?? '1');
  if (!/^1(\.|$)/.test(version)) return `eventVersion is ${version}; expected 1.x`;
  const eventId = parseEventId(record['eventID']);
  if (eventId === undefined) return 'eventID is missing';
  const time = parseInstant(record['eventTime']);
  if (time === undefined) {
    return `eventTime is ${shown(record['eventTime'])}; expected ISO 8601 with a zone`;
  }
  const account = readAccount(record, envelope);
  if (!('accountId' in account)) return account.why;
  const { accountId } = account;
  const errorCode = textIn(record, 'errorCode');
  const errorMessage = textIn(record, 'errorMessage');
  return {
    kind,
    eventId,
    time,
    accountId,
    region: textIn(record, 'awsRegion') ?? textIn(envelope ?? {}, 'region') ?? 'unknown',
    by: parseCaller(record),
    ...optional('userAgent', textIn(record, 'userAgent')),
    ...optional('sourceIpAddress', textIn(record, 'sourceIPAddress')),
    outcome: errorCode === undefined && errorMessage === undefined ? 'succeeded' : 'failed',
    ...optional('errorCode', errorCode),
    ...optional('errorMessage', errorMessage),
  };
};

/**
 * `recipientAccountId` since eventVersion 1.02; before it, the account of the role or of the caller
 * (IAM has no cross-account calls). An envelope's account, which EventBridge itself sets, must agree.
 */
const readAccount = (record: JsonObject, envelope: JsonObject | undefined) => {
  const claimed =
    record['recipientAccountId'] ??
    envelope?.['account'] ??
    objectsIn(record, 'resources').find((resource) => 'accountId' in resource)?.['accountId'] ??
    objectIn(record, 'userIdentity')['accountId'] ??
    accountOfArn(textIn(objectIn(record, 'requestParameters'), 'roleArn') ?? '');
  const accountId = parseAccountId(claimed);
  if (accountId === undefined) {
    return { why: `recipientAccountId is ${shown(claimed)}; expected 12 digits` };
  }
  const delivered = envelope?.['account'];
  if (delivered !== undefined && delivered !== accountId) {
    return {
      why: `the EventBridge event is of account ${shown(delivered)}, its record of ${accountId}`,
    };
  }
  return { accountId };
};

const isSourceOf = (eventName: WatchedEventName, eventSource: string): boolean =>
  eventSource === `${watchedEvents[eventName].service}.amazonaws.com`;

const notForUs = (why: string): ParsedEvent => ({ kind: 'notForUs', why });

const unreadable = (record: JsonObject, why: string): ParsedEvent => {
  const eventId: EventId | undefined = parseEventId(record['eventID']);
  return { kind: 'unreadable', why, ...optional('eventId', eventId) };
};

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'missing';
  return typeof value === 'string' || typeof value === 'number'
    ? JSON.stringify(value).slice(0, 40)
    : `of type ${typeof value}`;
};
