import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, recordList, requiredText } from '../input.ts';
import type { SecretState } from '../organization-state.ts';
import { storeSecretValue } from './store-secret-value.ts';

/**
 * Without a value: a secret that has no version yet.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
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
  const arn = `${prefix}${organization.random.text(6, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNOPQRSTUVWXYZ')}`;
  const tags = recordList(input, 'Tags').map((tag) => ({
    Key: requiredText(tag, 'Key'),
    Value: optionalText(tag, 'Value') ?? '',
  }));
  const secret: SecretState = { arn, name, createdAt: now, versions: [], tags };
  organization.secrets.set(arn, secret);
  const value = optionalText(input, 'SecretString');
  if (value === undefined) return { ARN: arn, Name: name };
  return { ARN: arn, Name: name, VersionId: storeSecretValue(organization, secret, value) };
};
