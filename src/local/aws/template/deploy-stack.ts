import type { LocalAws } from '../start-aws.ts';
import { deployBus } from './deploy-bus.ts';
import { deployParameter } from './deploy-parameter.ts';
import { deployQueue } from './deploy-queue.ts';
import { deployQueuePolicy } from './deploy-queue-policy.ts';
import { deployRole } from './deploy-role.ts';
import { deployRolePolicy } from './deploy-role-policy.ts';
import { deployRule } from './deploy-rule.ts';
import { deploySecret } from './deploy-secret.ts';
import { deployTable } from './deploy-table.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Deployment, ResolvedResource } from './template.ts';

export interface DeployedStack {
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly resources: readonly ResolvedResource[];
  output(name: string): unknown;
}

type Deploy = (
  resource: ResolvedResource,
  stack: Pick<DeployedStack, 'accountId' | 'region' | 'resources'>,
  aws: LocalAws,
) => void | Promise<void>;

/** In this order, because a queue names its dead-letter queue and a rule its bus. */
const steps: readonly (readonly [string, Deploy])[] = [
  ['AWS::SQS::Queue', deployQueue],
  ['AWS::SQS::QueuePolicy', deployQueuePolicy],
  ['AWS::DynamoDB::Table', deployTable],
  ['AWS::IAM::Role', deployRole],
  ['AWS::IAM::Policy', deployRolePolicy],
  ['AWS::Events::EventBus', deployBus],
  ['AWS::SSM::Parameter', deployParameter],
  ['AWS::SecretsManager::Secret', deploySecret],
  ['AWS::Events::Rule', deployRule],
];

/**
 * Makes a template's queues, tables, roles, buses, parameters, secrets and rules in the local
 * organization. Functions and what calls them are the runner's; the rest (alarms, log groups) has
 * nothing to do here.
 */
export const deployStack = async (
  aws: LocalAws,
  deployment: Deployment,
): Promise<DeployedStack> => {
  const { stackName, accountId, region } = deployment;
  const { resources, output } = resolveTemplate(deployment, aws.sqs.queueUrl);
  const stack = { stackName, accountId, region, resources, output };
  for (const [type, deploy] of steps) {
    for (const resource of resources) {
      if (resource.type === type) await deploy(resource, stack, aws);
    }
  }
  return stack;
};
