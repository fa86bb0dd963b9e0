/**
 * The one list of CloudTrail events that lastkey watches. It makes the EventBridge patterns
 * (`event-patterns.ts`), the parser's exhaustive switch (`parse-change.ts`) and the routing to
 * functions, so that no event can be half added.
 *
 * `readOnly` is CloudTrail's own flag: a rule sees read-only management events only in the state
 * ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-management-event-list.html
 */
export const watchedEvents = {
  CreateAccessKey: { service: 'iam', flow: 'access-key-changed', readOnly: false },
  UpdateAccessKey: { service: 'iam', flow: 'access-key-changed', readOnly: false },
  DeleteAccessKey: { service: 'iam', flow: 'access-key-changed', readOnly: false },
  CreateUser: { service: 'iam', flow: 'access-key-changed', readOnly: false },
  DeleteUser: { service: 'iam', flow: 'access-key-changed', readOnly: false },
  // Of all attachments, only AWS's quarantine of a user is watched: `quarantinePattern`.
  AttachUserPolicy: { service: 'iam', flow: 'key-exposed', readOnly: false },
  AssumeRoleWithWebIdentity: { service: 'sts', flow: 'federation-used', readOnly: true },
  CreateRole: { service: 'iam', flow: 'federation-changed', readOnly: false },
  UpdateAssumeRolePolicy: { service: 'iam', flow: 'federation-changed', readOnly: false },
  CreateOpenIDConnectProvider: { service: 'iam', flow: 'federation-changed', readOnly: false },
  DeleteOpenIDConnectProvider: { service: 'iam', flow: 'federation-changed', readOnly: false },
  UpdateOpenIDConnectProviderThumbprint: {
    service: 'iam',
    flow: 'federation-changed',
    readOnly: false,
  },
  AddClientIDToOpenIDConnectProvider: {
    service: 'iam',
    flow: 'federation-changed',
    readOnly: false,
  },
  RemoveClientIDFromOpenIDConnectProvider: {
    service: 'iam',
    flow: 'federation-changed',
    readOnly: false,
  },
} as const satisfies Record<
  string,
  { service: 'iam' | 'sts'; flow: WatchingFlow; readOnly: boolean }
>;

/** The flows, and deployed functions, that receive watched events. */
export type WatchingFlow =
  | 'access-key-changed'
  | 'key-exposed'
  | 'federation-used'
  | 'federation-changed';

export type WatchedEventName = keyof typeof watchedEvents;

export const isWatched = (eventName: unknown): eventName is WatchedEventName =>
  typeof eventName === 'string' && Object.hasOwn(watchedEvents, eventName);
