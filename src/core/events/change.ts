import type { AccessKeyId, AccountId, EventId, RoleArn } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { WatchedEventName } from './watched-events.ts';

/** Who made a call, as CloudTrail's `userIdentity` tells it. Session tokens never get this far. */
export interface Caller {
  /** `IAMUser`, `Root`, `AssumedRole`, `WebIdentityUser`, `AWSService`, … or `unknown`. */
  readonly type: string;
  readonly principalArn?: string;
  readonly principalId?: string;
  readonly accountId?: AccountId;
  readonly userName?: string;
  readonly accessKeyId?: AccessKeyId;
  /** The role behind an assumed-role session. */
  readonly sessionIssuerArn?: string;
  /** The session name, often a person's e-mail address for Identity Center sessions. */
  readonly sessionName?: string;
  /** The AWS service that made the call on somebody's behalf, such as `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
  readonly identityProvider?: string;
}

/** What every watched event has in common once parsed. */
interface ChangeOf<Name extends WatchedEventName> {
  /** CloudTrail's `eventName`. */
  readonly kind: Name;
  readonly eventId: EventId;
  /** `eventTime`; dates inside the response are locale strings and are ignored. */
  readonly time: Instant;
  /** The account that owns what changed: `recipientAccountId`. */
  readonly accountId: AccountId;
  readonly region: string;
  readonly by: Caller;
  readonly userAgent?: string;
  readonly sourceIpAddress?: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** The account's root user owns a key under this name, as in the credential report. */
export const rootUserName = '<root_account>';

/** `userName` is {@link rootUserName} for the root user and absent when a failed call did not log it. */
export interface AccessKeyCreated extends ChangeOf<'CreateAccessKey'> {
  readonly userName?: string;
  readonly accessKeyId?: AccessKeyId;
}
export interface AccessKeyUpdated extends ChangeOf<'UpdateAccessKey'> {
  readonly userName?: string;
  readonly accessKeyId?: AccessKeyId;
  readonly status?: 'Active' | 'Inactive';
}
export interface AccessKeyDeleted extends ChangeOf<'DeleteAccessKey'> {
  readonly userName?: string;
  readonly accessKeyId?: AccessKeyId;
}
export interface UserCreated extends ChangeOf<'CreateUser'> {
  readonly userName?: string;
  readonly path?: string;
  readonly tags: Readonly<Record<string, string>>;
}
export interface UserDeleted extends ChangeOf<'DeleteUser'> {
  readonly userName?: string;
}

/** A managed policy was attached to a user; lastkey asks for AWS's quarantine policies only. */
export interface UserPolicyAttached extends ChangeOf<'AttachUserPolicy'> {
  readonly userName?: string;
  readonly policyArn?: string;
}

/** `AssumeRoleWithWebIdentity`, allowed or denied. */
export interface FederatedLogin extends ChangeOf<'AssumeRoleWithWebIdentity'> {
  /** Absent when a refused call did not log it. */
  readonly roleArn?: RoleArn;
  /** Provider ARN, or the bare name of a built-in provider such as `accounts.google.com`. */
  readonly identityProvider?: string;
  /** The token's `sub`, as it stands: it may hold colons and spaces. */
  readonly subject?: string;
  readonly audience?: string;
  readonly roleSessionName?: string;
  readonly sourceIdentity?: string;
  readonly sessionTags: Readonly<Record<string, string>>;
  /** How STS verified the provider's TLS: decides whether a thumbprint matters. */
  readonly verificationMethod?: 'IAMTrustStore' | 'Thumbprint';
  readonly roleAuthorizedByIdp?: boolean;
}

export interface RoleCreated extends ChangeOf<'CreateRole'> {
  readonly roleName?: string;
  readonly roleArn?: RoleArn;
  /** JSON text, decoded when it was URL-encoded. */
  readonly trustPolicy?: string;
}
export interface TrustPolicyUpdated extends ChangeOf<'UpdateAssumeRolePolicy'> {
  readonly roleName?: string;
  readonly trustPolicy?: string;
}

interface OidcProviderChangeOf<Name extends WatchedEventName> extends ChangeOf<Name> {
  readonly openIdConnectProviderArn?: string;
}
export interface OidcProviderCreated extends OidcProviderChangeOf<'CreateOpenIDConnectProvider'> {
  readonly url?: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
}
export interface OidcProviderDeleted extends OidcProviderChangeOf<'DeleteOpenIDConnectProvider'> {}
export interface OidcThumbprintUpdated
  extends OidcProviderChangeOf<'UpdateOpenIDConnectProviderThumbprint'> {
  readonly thumbprints: readonly string[];
}
export interface OidcClientIdAdded
  extends OidcProviderChangeOf<'AddClientIDToOpenIDConnectProvider'> {
  readonly clientId?: string;
}
export interface OidcClientIdRemoved
  extends OidcProviderChangeOf<'RemoveClientIDFromOpenIDConnectProvider'> {
  readonly clientId?: string;
}

export type AccessKeyChange = AccessKeyCreated | AccessKeyUpdated | AccessKeyDeleted;
export type UserChange = UserCreated | UserDeleted;
export type TrustChange = RoleCreated | TrustPolicyUpdated;
export type OidcProviderChange =
  | OidcProviderCreated
  | OidcProviderDeleted
  | OidcThumbprintUpdated
  | OidcClientIdAdded
  | OidcClientIdRemoved;

export type Change =
  | AccessKeyChange
  | UserChange
  | UserPolicyAttached
  | FederatedLogin
  | TrustChange
  | OidcProviderChange;

/**
 * The parser's answer for any JSON: a change, an event that is somebody else's, or something that
 * claims to be ours and cannot be read (recorded and alarmed, never dropped).
 */
export type ParsedEvent =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'notForUs'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string; readonly eventId?: EventId };
