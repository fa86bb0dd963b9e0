import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText } from '../input.ts';
import { attachStage, detachStage } from './attach-stage.ts';
import { findSecret } from './find-secret.ts';

/**
 * Moves a label, adds it or takes it away. A label that a version has is moved only when that version
 * is named.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const updateSecretVersionStage: Action = (input, context) => {
  const secret = findSecret(requiredText(input, 'SecretId'), context);
  const stage = requiredText(input, 'VersionStage');
  const to = optionalText(input, 'MoveToVersionId');
  const from = optionalText(input, 'RemoveFromVersionId');
  for (const versionId of [to, from]) {
    if (versionId === undefined) continue;
    if (secret.versions.some((version) => version.versionId === versionId)) continue;
    throw new AwsError(
      'ResourceNotFoundException',
      400,
      `Secrets Manager can't find the specified secret version: ${versionId}.`,
    );
  }
  const holder = secret.versions.find(({ stages }) => stages.includes(stage))?.versionId;
  if (holder !== undefined && holder !== to && holder !== from) {
    throw new AwsError(
      'InvalidParameterException',
      400,
      `The parameter RemoveFromVersionId must be given. Staging label ${stage} is currently attached to version ${holder}.`,
    );
  }
  if (to === undefined && stage === 'AWSCURRENT') {
    throw new AwsError(
      'InvalidParameterException',
      400,
      'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
    );
  }
  if (to === undefined) detachStage(secret, stage);
  else attachStage(secret, to, stage);
  return { ARN: secret.arn, Name: secret.name };
};
