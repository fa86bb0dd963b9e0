import { eventBus } from '../events/event-bus-state.ts';
import type { LocalAws } from '../start-aws.ts';
import type { DeployedStack } from './deploy-stack.ts';
import type { ResolvedResource } from './template.ts';

export const deployBus = (
  { ref, properties }: ResolvedResource,
  { accountId, region }: Pick<DeployedStack, 'accountId' | 'region'>,
  { organization }: LocalAws,
): void => {
  const bus = eventBus(accountId, region, ref);
  if (properties['Policy'] !== undefined) bus.policies.push(JSON.stringify(properties['Policy']));
  organization.buses.set(bus.key, bus);
};
