import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText } from '../input.ts';
import { findSecret } from './find-secret.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue: Action = (input, context) => {
  const secret = findSecret(requiredText(input, 'SecretId'), context);
  const versionId = optionalText(input, 'VersionId');
  const stage = optionalText(input, 'VersionStage') ?? 'AWSCURRENT';
  const version = secret.versions.find((candidate) =>
    versionId === undefined ? candidate.stages.includes(stage) : candidate.versionId === versionId,
  );
  if (!version) {
    throw new AwsError(
      'ResourceNotFoundException',
      400,
      `Secrets Manager can't find the specified secret value for ${versionId === undefined ? `staging label: ${stage}` : `VersionId: ${versionId}`}`,
    );
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    SecretString: version.value,
    VersionStages: version.stages,
    CreatedDate: new Date(secret.createdAt),
  };
};
