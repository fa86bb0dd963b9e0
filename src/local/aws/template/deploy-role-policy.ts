import { textList } from '../input.ts';
import type { LocalAws } from '../start-aws.ts';
import type { DeployedStack } from './deploy-stack.ts';
import type { ResolvedResource } from './template.ts';

/** An `AWS::IAM::Policy` is an inline policy of the roles that it names. */
export const deployRolePolicy = (
  { properties }: ResolvedResource,
  { accountId }: Pick<DeployedStack, 'accountId'>,
  { organization }: LocalAws,
): void => {
  for (const name of textList(properties, 'Roles')) {
    organization.accounts
      .get(accountId)
      ?.iam.roles.get(name)
      ?.inlinePolicies.set(
        String(properties['PolicyName']),
        JSON.stringify(properties['PolicyDocument']),
      );
  }
};
