import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { isWatched, watchedEvents } from '../src/core/events/watched-events.ts';

/** As much of an event pattern as decides about the state of its rule. */
interface Pattern {
  readonly source: readonly string[];
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface EventRuleProps {
  readonly name: string;
  readonly description: string;
  /** `default` when absent. */
  readonly bus?: string;
  readonly pattern: Pattern;
  readonly target: CfnRule.TargetProperty;
}

/**
 * A rule on CloudTrail events, in the state that its events need. An L1 resource, because the L2
 * rule knows two of the three states.
 */
export const eventRule = (scope: Construct, id: string, props: EventRuleProps): CfnRule =>
  new CfnRule(scope, id, {
    name: props.name,
    description: props.description,
    eventPattern: props.pattern,
    state: stateFor(props.pattern),
    targets: [props.target],
    ...(props.bus === undefined ? {} : { eventBusName: props.bus }),
  });

/**
 * `AssumeRoleWithWebIdentity` is a read-only management event: a rule in the plain state never sees
 * it, on whichever bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
const stateFor = (pattern: Pattern) => {
  const names = pattern.detail?.['eventName'];
  const isReadOnly =
    Array.isArray(names) && names.some((name) => isWatched(name) && watchedEvents[name].readOnly);
  return isReadOnly ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED';
};
