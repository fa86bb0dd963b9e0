import { parseAccessKeyId, parseAccountId } from '../model/ids.ts';
import type { Caller } from './change.ts';
import { type JsonObject, objectIn, optional, textIn } from './json-object.ts';

/**
 * Who made the call, from `userIdentity`. Only the fields listed here leave the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const parseCaller = (record: JsonObject): Caller => {
  const identity = objectIn(record, 'userIdentity');
  const session = objectIn(identity, 'sessionContext');
  const type = textIn(identity, 'type') ?? 'unknown';
  return {
    type,
    ...optional('principalArn', textIn(identity, 'arn')),
    ...optional('principalId', textIn(identity, 'principalId')),
    ...optional('accountId', parseAccountId(identity['accountId'])),
    ...optional('userName', textIn(identity, 'userName')),
    ...optional('accessKeyId', parseAccessKeyId(identity['accessKeyId'])),
    ...optional('sessionIssuerArn', textIn(objectIn(session, 'sessionIssuer'), 'arn')),
    ...optional('sessionName', type === 'AssumedRole' ? sessionName(identity) : undefined),
    ...optional('invokedBy', textIn(identity, 'invokedBy') ?? callingService(record)),
    ...optional(
      'identityProvider',
      textIn(identity, 'identityProvider') ??
        textIn(objectIn(session, 'webIdFederationData'), 'federatedProvider'),
    ),
  };
};

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`; else `AROA…:<session>`. */
const sessionName = (identity: JsonObject): string | undefined => {
  const ofArn = /:assumed-role\/(?:.*\/)?([^/]+)$/.exec(textIn(identity, 'arn') ?? '')?.[1];
  if (ofArn !== undefined) return ofArn;
  return /^AROA\w+:(.+)$/.exec(textIn(identity, 'principalId') ?? '')?.[1];
};

/** A service that calls for somebody shows in `sourceIPAddress` by its name. */
const callingService = (record: JsonObject): string | undefined => {
  const source = textIn(record, 'sourceIPAddress');
  return source !== undefined && /\.amazonaws\.com(\.cn)?$/.test(source) ? source : undefined;
};
