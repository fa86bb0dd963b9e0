import type { Change } from './change.ts';
import type { WatchedEventName } from './watched-events.ts';

/**
 * What a call that succeeded cannot lack. Without one of these nobody could say which key, user,
 * role or provider changed: the event is unreadable, and that is loud. A refused call may lack all.
 */
const requiredFields: {
  readonly [Name in WatchedEventName]: readonly (keyof Extract<Change, { kind: Name }>)[];
} = {
  CreateAccessKey: ['userName', 'accessKeyId'],
  UpdateAccessKey: ['userName', 'accessKeyId', 'status'],
  DeleteAccessKey: ['userName', 'accessKeyId'],
  CreateUser: ['userName'],
  DeleteUser: ['userName'],
  AttachUserPolicy: ['userName', 'policyArn'],
  AssumeRoleWithWebIdentity: ['roleArn', 'identityProvider', 'subject'],
  CreateRole: ['roleName', 'trustPolicy'],
  UpdateAssumeRolePolicy: ['roleName', 'trustPolicy'],
  CreateOpenIDConnectProvider: ['openIdConnectProviderArn'],
  DeleteOpenIDConnectProvider: ['openIdConnectProviderArn'],
  UpdateOpenIDConnectProviderThumbprint: ['openIdConnectProviderArn'],
  AddClientIDToOpenIDConnectProvider: ['openIdConnectProviderArn', 'clientId'],
  RemoveClientIDFromOpenIDConnectProvider: ['openIdConnectProviderArn', 'clientId'],
};

export const missingFields = (change: Change): readonly string[] => {
  if (change.outcome === 'failed') return [];
  const fields: readonly string[] = requiredFields[change.kind];
  return fields.filter((field) => !(field in change));
};
