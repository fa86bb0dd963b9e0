import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { addressedUser } from './addressed-user.ts';
import { noSuchEntity } from './find.ts';

export const deleteAccessKey: Action = (input, context) => {
  const accessKeyId = requiredText(input, 'AccessKeyId');
  const { accessKeys } = addressedUser(input, context);
  const place = accessKeys.findIndex((key) => key.accessKeyId === accessKeyId);
  if (place < 0) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
  accessKeys.splice(place, 1);
  return {};
};
