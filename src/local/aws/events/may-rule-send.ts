import type { OrganizationState } from '../organization-state.ts';
import { decideByPolicies } from '../policy/decide-by-policies.ts';
import type { EventBusState, EventRuleState } from './event-bus-state.ts';

/**
 * Whether a queue's policy lets EventBridge deliver for a rule: without one, events are lost.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export const mayRuleSend = (
  organization: OrganizationState,
  bus: EventBusState,
  rule: EventRuleState,
  queueName: string,
): boolean =>
  decideByPolicies(organization.queuePolicies.get(queueName) ?? [], {
    action: 'sqs:SendMessage',
    principalAccountId: '',
    principalArns: [],
    principalService: 'events.amazonaws.com',
    context: {
      'aws:sourcearn': rule.arn,
      'aws:sourceaccount': bus.accountId,
      'aws:securetransport': 'true',
    },
  }) === 'Allowed';
