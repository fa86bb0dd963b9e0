import type {
  OidcClientIdAdded,
  OidcClientIdRemoved,
  OidcProviderCreated,
  OidcProviderDeleted,
  OidcThumbprintUpdated,
} from './change.ts';
import { type JsonObject, optional, textIn, textsIn } from './json-object.ts';
import type { WatchedEventName } from './watched-events.ts';
import type { WatchedRecord } from './watched-record.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const parseOidcProviderCreated = (
  from: WatchedRecord<'CreateOpenIDConnectProvider'>,
): OidcProviderCreated => {
  const request = lowerKeys(from.request);
  return {
    ...from.common,
    ...providerArn(from),
    ...optional('url', textIn(request, 'url')),
    clientIds: textsIn(request, 'clientidlist') ?? [],
    thumbprints: textsIn(request, 'thumbprintlist') ?? [],
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html */
export const parseOidcProviderDeleted = (
  from: WatchedRecord<'DeleteOpenIDConnectProvider'>,
): OidcProviderDeleted => ({ ...from.common, ...providerArn(from) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const parseOidcThumbprintUpdated = (
  from: WatchedRecord<'UpdateOpenIDConnectProviderThumbprint'>,
): OidcThumbprintUpdated => ({
  ...from.common,
  ...providerArn(from),
  thumbprints: textsIn(lowerKeys(from.request), 'thumbprintlist') ?? [],
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html */
export const parseOidcClientIdAdded = (
  from: WatchedRecord<'AddClientIDToOpenIDConnectProvider'>,
): OidcClientIdAdded => ({ ...from.common, ...providerArn(from), ...clientId(from) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html */
export const parseOidcClientIdRemoved = (
  from: WatchedRecord<'RemoveClientIDFromOpenIDConnectProvider'>,
): OidcClientIdRemoved => ({ ...from.common, ...providerArn(from), ...clientId(from) });

const providerArn = (from: WatchedRecord<WatchedEventName>) =>
  optional(
    'openIdConnectProviderArn',
    textIn(lowerKeys(from.response), 'openidconnectproviderarn') ??
      textIn(lowerKeys(from.request), 'openidconnectproviderarn'),
  );

const clientId = (from: WatchedRecord<WatchedEventName>) =>
  optional('clientId', textIn(lowerKeys(from.request), 'clientid'));

/**
 * AWS documents no CloudTrail sample of these events, and the spelling of "ID" in the names of
 * their fields (`clientIDList`, `openIDConnectProviderArn`) follows no rule: any case is read.
 */
const lowerKeys = (from: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key.toLowerCase(), value]));
