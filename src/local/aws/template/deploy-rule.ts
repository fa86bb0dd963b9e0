import type { EventRuleState, EventTargetState } from '../events/event-bus-state.ts';
import { busKey, busKeyOfArn, eventBus } from '../events/event-bus-state.ts';
import { eventPattern } from '../events/pattern/event-pattern.ts';
import { isRecord, optionalText, recordList, requiredText } from '../input.ts';
import type { LocalAws } from '../start-aws.ts';
import { unsupported } from '../unsupported.ts';
import type { DeployedStack } from './deploy-stack.ts';
import { requireInvokePermission } from './require-invoke-permission.ts';
import type { ResolvedResource } from './template.ts';

/** Characters of a pattern, and targets of a rule, that EventBridge takes. */
const longestPattern = 2048;
const mostTargets = 5;
const states: readonly EventRuleState['state'][] = [
  'ENABLED',
  'DISABLED',
  'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
];

export const deployRule = (
  resource: ResolvedResource,
  { accountId, region, resources }: Pick<DeployedStack, 'accountId' | 'region' | 'resources'>,
  { organization }: LocalAws,
): void => {
  const { properties, logicalId, arn } = resource;
  const named = optionalText(properties, 'EventBusName') ?? 'default';
  const key = busKeyOfArn(named) ?? busKey(accountId, region, named);
  if (named === 'default' && !organization.buses.has(key)) {
    organization.buses.set(key, eventBus(accountId, region, 'default'));
  }
  const bus = organization.buses.get(key);
  if (!bus) throw new Error(`The rule ${logicalId} names the bus ${named}, which is not there.`);
  const pattern = properties['EventPattern'];
  if (!isRecord(pattern)) throw unsupported(`a rule without an event pattern (${logicalId})`);
  const length = JSON.stringify(pattern).length;
  if (length > longestPattern) {
    throw new Error(
      `The pattern of ${logicalId} has ${length} characters; EventBridge takes ${longestPattern}.`,
    );
  }
  const asked = optionalText(properties, 'State') ?? 'ENABLED';
  const state = states.find((candidate) => candidate === asked);
  if (!state) throw new Error(`${logicalId} has the unknown state ${asked}.`);
  const targets = recordList(properties, 'Targets').map((target) => targetOf(target, accountId));
  if (targets.length > mostTargets) {
    throw new Error(
      `${logicalId} has ${targets.length} targets; EventBridge takes ${mostTargets}.`,
    );
  }
  for (const target of targets) {
    if (target.kind !== 'function') continue;
    const invoker = { service: 'events.amazonaws.com', sourceArn: arn };
    requireInvokePermission(resources, target.functionName, invoker);
  }
  bus.rules.push({
    name: optionalText(properties, 'Name') ?? logicalId,
    arn,
    state,
    matches: eventPattern(pattern),
    targets,
  });
};

const targetOf = (target: Record<string, unknown>, accountId: string): EventTargetState => {
  const arn = requiredText(target, 'Arn');
  for (const property of ['Input', 'InputTransformer']) {
    if (target[property] !== undefined)
      throw unsupported(`${property} of a rule's target (${arn})`);
  }
  const inputPath = optionalText(target, 'InputPath');
  const common = { arn, ...(inputPath === undefined ? {} : { inputPath }) };
  const key = busKeyOfArn(arn);
  if (key !== null) {
    const roleArn = optionalText(target, 'RoleArn');
    if (roleArn === undefined && !key.startsWith(`${accountId}/`)) {
      throw new Error(`The target ${arn} is another account's bus and must have a role.`);
    }
    if (inputPath !== undefined)
      throw new Error(`The target ${arn} is a bus and takes no InputPath.`);
    return { ...common, kind: 'bus', busKey: key, roleArn: roleArn ?? '' };
  }
  const name = arn.split(':').at(-1) ?? '';
  if (arn.startsWith('arn:aws:sqs:')) return { ...common, kind: 'queue', queueName: name };
  if (arn.startsWith('arn:aws:lambda:')) return { ...common, kind: 'function', functionName: name };
  throw unsupported(`the target ${arn} of a rule`);
};
