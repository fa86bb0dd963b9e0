import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { addressedUser } from './addressed-user.ts';
import { noSuchEntity } from './find.ts';

export const updateAccessKey: Action = (input, context) => {
  const accessKeyId = requiredText(input, 'AccessKeyId');
  const status = requiredText(input, 'Status');
  if (status !== 'Active' && status !== 'Inactive') {
    throw new AwsError(
      'ValidationError',
      400,
      `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    );
  }
  const key = addressedUser(input, context).accessKeys.find(
    (candidate) => candidate.accessKeyId === accessKeyId,
  );
  if (!key) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
  key.status = status;
  return {};
};
