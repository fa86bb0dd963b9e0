import type { PutEvent } from '../action.ts';
import { isReadOnly } from '../cloudtrail/cloudtrail-record.ts';
import type { Faults } from '../faults.ts';
import { isRecord } from '../input.ts';
import type { ObservedLog } from '../observed-log.ts';
import type { OrganizationState } from '../organization-state.ts';
import { decideByPolicies } from '../policy/decide-by-policies.ts';
import type { EventBusState, EventRuleState, EventTargetState } from './event-bus-state.ts';
import type { EventDelivery } from './event-delivery.ts';
import { mayRuleSend } from './may-rule-send.ts';

type BusEvent = Readonly<Record<string, unknown>>;

/** Where events leave EventBridge. */
export interface EventTargets {
  sendToQueue(queueName: string, body: string): Promise<void>;
  invoke(functionName: string, event: unknown): Promise<void>;
}

/**
 * Takes an event through the rules of a bus to their targets, one forwarding hop at most.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export const eventRouting = (parts: {
  readonly organization: OrganizationState;
  readonly faults: Faults;
  readonly targets: EventTargets;
  readonly deliveries: ObservedLog<EventDelivery>;
}): PutEvent => {
  const { organization, faults, targets, deliveries } = parts;

  const put = async (key: string, event: BusEvent, isForwarded: boolean): Promise<void> => {
    const bus = organization.buses.get(key);
    for (const rule of bus?.rules ?? []) {
      if (bus && isSeenBy(rule, event)) await fire(bus, rule, event, isForwarded);
    }
  };

  const fire = async (
    bus: EventBusState,
    rule: EventRuleState,
    event: BusEvent,
    isForwarded: boolean,
  ): Promise<void> => {
    const { detail } = event;
    const eventName = isRecord(detail) ? textOf(detail['eventName']) : undefined;
    const fault = faults.strike({
      service: 'events',
      action: 'Deliver',
      accountId: String(event['account']),
      ...(eventName === undefined ? {} : { eventName }),
    });
    if (fault?.effect === 'delay') {
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 100));
    }
    const isLost = fault !== null && fault.effect !== 'delay' && fault.effect !== 'duplicate';
    const times = fault?.effect === 'duplicate' ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      for (const target of rule.targets) {
        deliveries.append({
          at: organization.clock.now(),
          eventId: String(event['id']),
          detailType: String(event['detail-type']),
          eventName,
          accountId: String(event['account']),
          ruleArn: rule.arn,
          targetArn: target.arn,
          outcome: isLost
            ? { refused: `a fault was injected: ${fault.effect}` }
            : await deliver(bus, rule, target, event, isForwarded),
        });
      }
    }
  };

  const deliver = async (
    bus: EventBusState,
    rule: EventRuleState,
    target: EventTargetState,
    event: BusEvent,
    isForwarded: boolean,
  ): Promise<EventDelivery['outcome']> => {
    try {
      switch (target.kind) {
        case 'queue':
          if (!mayRuleSend(organization, bus, rule, target.queueName)) {
            return { refused: `no policy of the queue lets ${rule.arn} send to it` };
          }
          await targets.sendToQueue(target.queueName, JSON.stringify(partOf(event, target)));
          return 'delivered';
        case 'function':
          await targets.invoke(target.functionName, partOf(event, target));
          return 'delivered';
        case 'bus': {
          if (isForwarded) return { refused: 'an event is forwarded once, and this one was' };
          const refusal = whyNotForwarded(organization, bus, target, event);
          if (refusal !== null) return { refused: refusal };
          await put(target.busKey, event, true);
          return 'delivered';
        }
      }
    } catch (error) {
      return { refused: String(error) };
    }
  };

  return (key, event) => put(key, event, false);
};

/** Read-only management events reach a rule in the third state only, on each bus on their way. */
const isSeenBy = (rule: EventRuleState, event: BusEvent): boolean => {
  if (rule.state === 'DISABLED') return false;
  const { detail } = event;
  const isReadOnlyManagementEvent =
    event['detail-type'] === 'AWS API Call via CloudTrail' &&
    isRecord(detail) &&
    detail['managementEvent'] !== false &&
    isReadOnly(detail);
  if (isReadOnlyManagementEvent && rule.state !== 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') {
    return false;
  }
  return rule.matches(event);
};

const whyNotForwarded = (
  organization: OrganizationState,
  from: EventBusState,
  target: Extract<EventTargetState, { kind: 'bus' }>,
  event: BusEvent,
): string | null => {
  const bus = organization.buses.get(target.busKey);
  if (!bus) return `there is no bus ${target.arn}`;
  const decision = decideByPolicies(bus.policies, {
    action: 'events:PutEvents',
    principalAccountId: from.accountId,
    principalArns: [target.roleArn],
    context: {
      'aws:principalarn': target.roleArn,
      'aws:principalaccount': from.accountId,
      'aws:principalorgid': organization.organizationId,
      'events:source': [String(event['source'])],
    },
  });
  const isAllowed =
    decision === 'Allowed' || (decision === 'ImplicitlyDenied' && bus.accountId === from.accountId);
  return isAllowed ? null : `no policy of ${bus.arn} lets ${target.roleArn} put events`;
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** `$.detail.x`: dotted names only. */
const partOf = (event: BusEvent, { inputPath }: EventTargetState): unknown =>
  (inputPath ?? '$')
    .split('.')
    .slice(1)
    .reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), event);
