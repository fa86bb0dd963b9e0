import { storeSecretValue } from '../secrets-manager/store-secret-value.ts';
import type { LocalAws } from '../start-aws.ts';
import type { ResolvedResource } from './template.ts';

/** Without a `SecretString` it has no version, and reading it fails as in AWS. */
export const deploySecret = (
  { ref, properties }: ResolvedResource,
  _stack: unknown,
  { organization }: LocalAws,
): void => {
  const secret = {
    arn: ref,
    name: ref.replace(/^.*:secret:/, '').replace(/-[^-]{6}$/, ''),
    createdAt: organization.clock.now(),
    versions: [],
  };
  organization.secrets.set(ref, secret);
  const value = properties['SecretString'];
  if (typeof value === 'string') storeSecretValue(organization, secret, value);
};
