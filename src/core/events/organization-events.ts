import type { EventPattern } from './event-patterns.ts';
import { apiCallDetailType } from './unwrap-event.ts';

/**
 * Events after which the list of accounts, or the unit of one, may be another. They are recorded in
 * us-east-1, most of them in the management account only; `LeaveOrganization` and `AcceptHandshake`
 * in the account that leaves or joins.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
const names = [
  'AccountJoinedOrganization',
  'AccountDepartedOrganization',
  'CreateAccountResult',
  'CloseAccount',
  'CloseAccountResult',
  'AcceptHandshake',
  'MoveAccount',
  'LeaveOrganization',
  'RemoveAccountFromOrganization',
] as const;

/** Calls are one kind of event, and what AWS itself does later is the other. */
const serviceEventDetailType = 'AWS Service Event via CloudTrail';

/** For the member's forwarding rule and the hub's own: nothing but the name decides. */
export const organizationPattern: EventPattern = {
  source: ['aws.organizations'],
  'detail-type': [apiCallDetailType, serviceEventDetailType],
  detail: { eventSource: ['organizations.amazonaws.com'], eventName: names },
};
