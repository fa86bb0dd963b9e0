import { Stack } from 'aws-cdk-lib';
import type { CfnRule, EventBus } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  credentialRiskPattern,
  eventPatternFor,
  providerPattern,
} from '../src/core/events/event-patterns.ts';
import { organizationPattern } from '../src/core/events/organization-events.ts';
import { recommendAgainPattern } from '../src/core/events/recommend-again-pattern.ts';
import type { WatchingFlow } from '../src/core/events/watched-events.ts';
import { type EventRuleProps, eventRule } from './event-rule.ts';
import type { FlowQueue } from './flow-queue.ts';
import { physicalName } from './names.ts';

/** The hub rule that brings a function its watched events, whichever account sent them. */
export const deliverChanges = (
  scope: Construct,
  bus: EventBus,
  flow: WatchingFlow,
  to: FlowQueue,
): CfnRule =>
  deliver(scope, bus, to, {
    name: flow,
    description: `Watched events for ${flow}`,
    pattern: eventPatternFor(flow),
  });

/** The hub rule that brings what AWS Health says of keys in public. */
export const deliverCredentialRisks = (scope: Construct, bus: EventBus, to: FlowQueue): CfnRule =>
  deliver(scope, bus, to, {
    name: 'credential-risk',
    description: 'Keys that AWS Health calls exposed',
    pattern: credentialRiskPattern,
  });

/** The hub rule that has an OIDC provider looked at as soon as it is another. */
export const deliverProviderChanges = (scope: Construct, bus: EventBus, to: FlowQueue): CfnRule =>
  deliver(scope, bus, to, {
    name: 'watch-provider',
    description: 'OIDC providers that are made or changed',
    pattern: providerPattern,
  });

/** The hub rule that says that the list of accounts may be another. */
export const deliverOrganizationChanges = (
  scope: Construct,
  bus: EventBus,
  to: FlowQueue,
): CfnRule =>
  deliver(scope, bus, to, {
    name: 'list-accounts',
    description: 'Accounts that join, leave or move',
    pattern: organizationPattern,
  });

/** The hub rule that brings lastkey's own events to `notify`. */
export const deliverOwnEvents = (scope: Construct, bus: EventBus, to: FlowQueue): CfnRule =>
  deliver(scope, bus, to, {
    name: 'notify',
    description: "lastkey's own events, for Slack",
    pattern: { source: ['lastkey'] },
  });

/** The hub rule that brings what is worth another look at a recommendation. */
export const deliverForRecommendations = (
  scope: Construct,
  bus: EventBus,
  to: FlowQueue,
): CfnRule =>
  deliver(scope, bus, to, {
    name: 'recommend-again',
    description: 'What is worth another look at a recommendation',
    pattern: recommendAgainPattern,
  });

const deliver = (
  scope: Construct,
  bus: EventBus,
  to: FlowQueue,
  rule: Pick<EventRuleProps, 'name' | 'description' | 'pattern'>,
): CfnRule => {
  const made = eventRule(scope, `Deliver-${rule.name}`, {
    ...rule,
    name: physicalName(rule.name),
    bus: bus.eventBusName,
    target: {
      id: 'queue',
      arn: to.queue.queueArn,
      // What EventBridge could not deliver in a day waits with what the function gave up on.
      deadLetterConfig: { arn: to.deadLetters.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
    },
  });
  for (const queue of [to.queue, to.deadLetters]) letRuleSend(queue, made, scope);
  return made;
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions */
const letRuleSend = (queue: Queue, rule: CfnRule, scope: Construct): void => {
  queue.grantSendMessages(
    new ServicePrincipal('events.amazonaws.com', {
      conditions: {
        ArnEquals: { 'aws:SourceArn': rule.attrArn },
        StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
  );
};
