import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText, textList } from '../input.ts';
import { findSecret } from './find-secret.ts';
import { storeSecretValue } from './store-secret-value.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export const putSecretValue: Action = (input, context) => {
  const secret = findSecret(requiredText(input, 'SecretId'), context);
  const asked = optionalText(input, 'ClientRequestToken');
  if (asked !== undefined && (asked.length < 32 || asked.length > 64)) {
    throw new AwsError(
      'InvalidParameterException',
      400,
      'ClientRequestToken must be 32-64 characters long.',
    );
  }
  const stages = textList(input, 'VersionStages');
  const versionId = storeSecretValue(
    context.organization,
    secret,
    requiredText(input, 'SecretString'),
    { versionId: asked, ...(stages.length === 0 ? {} : { stages }) },
  );
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: versionId,
    VersionStages: secret.versions.find((version) => version.versionId === versionId)?.stages,
  };
};
