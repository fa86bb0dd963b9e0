import { policyDocumentsOf } from '../aws/iam/policy-documents.ts';
import { isRecord, optionalText } from '../aws/input.ts';
import type { OrganizationState } from '../aws/organization-state.ts';
import { decideByPolicies } from '../aws/policy/decide-by-policies.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';

/** A schedule that calls a function, or starts a state machine. */
export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The name of the function or state machine. */
  readonly targetName: string;
  readonly starts: 'function' | 'state-machine';
  /** The event it sends; Scheduler's own when the template gives none. */
  readonly input: string | undefined;
}

/**
 * @throws Error when a schedule's role may not call its target: Scheduler calls as that role
 */
export const schedules = (
  stack: DeployedStack,
  organization: OrganizationState,
): readonly Schedule[] =>
  stack.resources
    .filter(({ type }) => type === 'AWS::Scheduler::Schedule')
    .map(({ ref, arn, properties }) => {
      const target = isRecord(properties['Target']) ? properties['Target'] : {};
      requireRole(ref, target, stack, organization);
      return {
        name: ref,
        arn,
        expression: String(properties['ScheduleExpression']),
        timeZone: optionalText(properties, 'ScheduleExpressionTimezone') ?? 'UTC',
        targetName: String(target['Arn']).split(':').at(-1) ?? '',
        starts: actionFor(target) === startExecution ? 'state-machine' : 'function',
        input: optionalText(target, 'Input'),
      };
    });

const startExecution = 'states:StartExecution';

const actionFor = (target: Readonly<Record<string, unknown>>): string =>
  String(target['Arn']).includes(':states:') ? startExecution : 'lambda:InvokeFunction';

const requireRole = (
  name: string,
  target: Readonly<Record<string, unknown>>,
  { accountId }: DeployedStack,
  organization: OrganizationState,
): void => {
  const roleArn = String(target['RoleArn']);
  const action = actionFor(target);
  const account = organization.accounts.get(accountId)?.iam;
  const role = account?.roles.get(roleArn.split('/').at(-1) ?? '');
  const policies = account && role ? policyDocumentsOf(account, role) : [];
  const decision = decideByPolicies(policies, {
    action,
    resource: String(target['Arn']),
    principalAccountId: accountId,
    principalArns: [roleArn],
    context: {},
  });
  if (decision === 'Allowed') return;
  throw new Error(
    `The schedule ${name} may not call ${String(target['Arn'])}: its role ${roleArn} does not allow ${action} on it.`,
  );
};

/**
 * The event of a schedule that fires now.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const scheduleEvent = (
  schedule: Schedule,
  place: {
    readonly accountId: string;
    readonly region: string;
    readonly id: string;
    readonly now: number;
  },
): unknown => {
  const time = `${new Date(place.now).toISOString().slice(0, 19)}Z`;
  if (schedule.input !== undefined) {
    return JSON.parse(
      schedule.input
        .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
        .replaceAll('<aws.scheduler.scheduled-time>', time)
        .replaceAll('<aws.scheduler.execution-id>', place.id)
        .replaceAll('<aws.scheduler.attempt-number>', '1'),
    );
  }
  return {
    version: '0',
    id: place.id,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: place.accountId,
    time,
    region: place.region,
    resources: [schedule.arn],
    detail: '{}',
  };
};
