import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { storeSecretValue } from './store-secret-value.ts';

export const createSecret: Action = (input, { organization, account, region, now }) => {
  const name = requiredText(input, 'Name');
  const prefix = `arn:aws:secretsmanager:${region}:${account.accountId}:secret:${name}-`;
  const isTaken = [...organization.secrets.values()].some(
    (secret) => secret.name === name && secret.arn.startsWith(prefix),
  );
  if (isTaken) {
    throw new AwsError(
      'ResourceExistsException',
      400,
      `The operation failed because the secret ${name} already exists.`,
    );
  }
  const arn = `${prefix}${organization.random.text(6, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ')}`;
  const secret = { arn, name, createdAt: now, versions: [] };
  organization.secrets.set(arn, secret);
  const versionId = storeSecretValue(organization, secret, requiredText(input, 'SecretString'));
  return { ARN: arn, Name: name, VersionId: versionId };
};
