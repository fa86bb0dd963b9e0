import type { Action } from '../action.ts';
import { createSecret } from './create-secret.ts';
import { getSecretValue } from './get-secret-value.ts';
import { putSecretValue } from './put-secret-value.ts';

/** Secrets Manager actions by the name that the wire carries. */
export const secretsManagerActions: Readonly<Record<string, Action>> = {
  CreateSecret: createSecret,
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
};
