import type { LocalAws } from '../start-aws.ts';
import type { DeployedStack } from './deploy-stack.ts';
import type { ResolvedResource } from './template.ts';

export const deployParameter = (
  { ref, properties }: ResolvedResource,
  { accountId, region }: Pick<DeployedStack, 'accountId' | 'region'>,
  { organization }: LocalAws,
): void => {
  organization.parameters.set(`${accountId}/${region}/${ref}`, {
    name: ref,
    arn: `arn:aws:ssm:${region}:${accountId}:parameter${ref.startsWith('/') ? '' : '/'}${ref}`,
    type: properties['Type'] === 'StringList' ? 'StringList' : 'String',
    value: String(properties['Value']),
    version: 1,
    modifiedAt: organization.clock.now(),
  });
};
