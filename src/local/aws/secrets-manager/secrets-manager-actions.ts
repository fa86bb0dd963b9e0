import type { Action } from '../action.ts';
import { createSecret } from './create-secret.ts';
import { describeSecret } from './describe-secret.ts';
import { getSecretValue } from './get-secret-value.ts';
import { putSecretValue } from './put-secret-value.ts';
import { updateSecretVersionStage } from './update-secret-version-stage.ts';

/** Secrets Manager actions by the name that the wire carries. */
export const secretsManagerActions: Readonly<Record<string, Action>> = {
  CreateSecret: createSecret,
  DescribeSecret: describeSecret,
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
  UpdateSecretVersionStage: updateSecretVersionStage,
};
