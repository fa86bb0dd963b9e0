import { credentialRiskCodes } from '../keys/exposure.ts';
import { LastkeyError } from '../model/errors.ts';
import { healthSource } from './parse-credential-risk.ts';
import { apiCallDetailType } from './unwrap-event.ts';
import { type WatchedEventName, type WatchingFlow, watchedEvents } from './watched-events.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const maximumPatternLength = 2048;

/** Providers that IAM knows without a resource of the account; CloudTrail logs their bare name. */
const builtInProviders: readonly string[] = [
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
];

/** An EventBridge event pattern as JSON; member rules and hub rules take it as it is. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The pattern of the hub rule that feeds a function: exactly its events in the one list. */
export const eventPatternFor = (flow: WatchingFlow): EventPattern =>
  flow === 'key-exposed'
    ? quarantinePattern()
    : patternOf(namesWhere((name) => watchedEvents[name].flow === flow));

/**
 * Users whom AWS puts under quarantine, and no other attachment of a policy: what else an account
 * attaches to its users does not leave it. `isQuarantinePolicy` looks once more. One of a bus's 30
 * wildcard rules.
 */
export const quarantinePattern = (): EventPattern => {
  const pattern = patternOf(namesWhere((name) => watchedEvents[name].flow === 'key-exposed'));
  return withinLimit({
    ...pattern,
    detail: {
      ...pattern.detail,
      requestParameters: {
        policyArn: [{ wildcard: 'arn:*:iam::aws:policy/AWSCompromisedKeyQuarantine*' }],
      },
    },
  });
};

/**
 * Keys that AWS Health calls exposed. IAM is global, so the events are where IAM's are.
 * https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
 */
export const credentialRiskPattern: EventPattern = {
  source: [healthSource],
  'detail-type': ['AWS Health Event'],
  detail: { service: ['RISK'], eventTypeCode: credentialRiskCodes },
};

/**
 * The pattern of a member account's forwarding rule: every watched event of one service. For `sts`
 * it leaves out the logins of the issuers to ignore, such as `oidc.eks.*`: pods log in all day. A
 * login without a provider in its record is never left out. It spends one of a bus's 30 wildcard
 * rules. In every partition the provider's ARN ends in `:oidc-provider/<issuer>`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @param options.ignoreIssuers host and path without `https://`, `*` for any text; a built-in
 *   provider by its bare name
 * @throws LastkeyError `event-pattern-too-long`
 */
export const memberPatternFor = (
  service: 'iam' | 'sts',
  options: { readonly ignoreIssuers: readonly string[] },
): EventPattern => {
  const pattern = patternOf(
    namesWhere(
      // Those of one kind of policy have a rule of their own.
      (name) =>
        watchedEvents[name].service === service && watchedEvents[name].flow !== 'key-exposed',
    ),
  );
  if (service === 'iam' || options.ignoreIssuers.length === 0) return pattern;
  return withinLimit({
    ...pattern,
    detail: {
      ...pattern.detail,
      userIdentity: {
        $or: [
          { identityProvider: [{ exists: false }] },
          {
            identityProvider: [
              { 'anything-but': { wildcard: options.ignoreIssuers.map(providerWildcard) } },
            ],
          },
        ],
      },
    },
  });
};

const namesWhere = (test: (name: WatchedEventName) => boolean): readonly WatchedEventName[] =>
  (Object.keys(watchedEvents) as WatchedEventName[]).filter(test);

const patternOf = (names: readonly WatchedEventName[]): EventPattern => {
  const services = [...new Set(names.map((name) => watchedEvents[name].service))];
  return withinLimit({
    source: services.map((service) => `aws.${service}`),
    'detail-type': [apiCallDetailType],
    detail: {
      eventSource: services.map((service) => `${service}.amazonaws.com`),
      eventName: names,
    },
  });
};

/** EventBridge takes `*` once in a row; a backslash would escape what follows. */
const providerWildcard = (issuer: string): string => {
  const name = issuer
    .replace(/^https:\/\//, '')
    .replaceAll('\\', '\\\\')
    .replace(/\*+/g, '*');
  return builtInProviders.includes(name) ? name : `*:oidc-provider/${name}`;
};

const withinLimit = (pattern: EventPattern): EventPattern => {
  const { length } = JSON.stringify(pattern);
  if (length <= maximumPatternLength) return pattern;
  throw new LastkeyError(
    'event-pattern-too-long',
    `The event pattern has ${length} characters; EventBridge takes ${maximumPatternLength}. ` +
      'Ignore fewer issuers in lastkey.yaml (federation.ignoreIssuers), or fold them with "*".',
    { retry: 'no' },
  );
};

/** The pattern of the hub rule for OIDC providers that are there, and are not as they were. */
export const providerPattern: EventPattern = patternOf([
  'CreateOpenIDConnectProvider',
  'UpdateOpenIDConnectProviderThumbprint',
  'AddClientIDToOpenIDConnectProvider',
  'RemoveClientIDFromOpenIDConnectProvider',
]);
