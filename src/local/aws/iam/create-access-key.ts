import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import type { AccessKeyState } from './account-state.ts';
import { addressedUser } from './addressed-user.ts';
import { issueAccessKeyId } from './issue-ids.ts';
import { accessKeyShape } from './shapes.ts';

/** Two keys a user, inactive ones included, and not adjustable. */
const accessKeysPerUser = 2;

export const createAccessKey: Action = (input, context) => {
  const { userName, accessKeys } = addressedUser(input, context);
  if (accessKeys.length >= accessKeysPerUser) {
    throw new AwsError(
      'LimitExceeded',
      409,
      `Cannot exceed quota for AccessKeysPerUser: ${accessKeysPerUser}`,
    );
  }
  const { random } = context.organization;
  const key: AccessKeyState = {
    accessKeyId: issueAccessKeyId('AKIA', context.account.accountId, random),
    createdAt: context.now,
    status: 'Active',
    lastUsed: null,
  };
  accessKeys.push(key);
  return {
    AccessKey: {
      ...accessKeyShape(userName, key),
      SecretAccessKey: random.text(
        40,
        'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+',
      ),
    },
  };
};
