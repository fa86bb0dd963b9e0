import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findSecret } from './find-secret.ts';
import { storeSecretValue } from './store-secret-value.ts';

export const putSecretValue: Action = (input, context) => {
  const secret = findSecret(requiredText(input, 'SecretId'), context);
  const versionId = storeSecretValue(
    context.organization,
    secret,
    requiredText(input, 'SecretString'),
  );
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: versionId,
    VersionStages: ['AWSCURRENT'],
  };
};
