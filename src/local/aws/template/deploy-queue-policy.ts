import { textList } from '../input.ts';
import type { LocalAws } from '../start-aws.ts';
import type { ResolvedResource } from './template.ts';

export const deployQueuePolicy = (
  { properties }: ResolvedResource,
  _stack: unknown,
  { organization }: LocalAws,
): void => {
  for (const url of textList(properties, 'Queues')) {
    const name = url.split('/').at(-1) ?? url;
    const policies = organization.queuePolicies.get(name) ?? [];
    policies.push(JSON.stringify(properties['PolicyDocument']));
    organization.queuePolicies.set(name, policies);
  }
};
