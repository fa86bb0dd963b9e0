import { AwsError } from '../aws-error.ts';
import type { OrganizationState, SecretState } from '../organization-state.ts';
import { attachStage } from './attach-stage.ts';

/**
 * Adds a version with its labels. The first version of a secret is AWSCURRENT whatever was asked; the
 * same version again, with the same value, changes nothing.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export const storeSecretValue = (
  organization: OrganizationState,
  secret: SecretState,
  value: string,
  asked: { readonly versionId?: string | undefined; readonly stages?: readonly string[] } = {},
): string => {
  const versionId = asked.versionId ?? organization.random.uuid();
  const existing = secret.versions.find((version) => version.versionId === versionId);
  if (existing !== undefined && existing.value !== value) {
    throw new AwsError(
      'ResourceExistsException',
      400,
      `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  if (existing !== undefined) return versionId;
  const isFirst = secret.versions.length === 0;
  secret.versions.push({ versionId, stages: [], value });
  const stages = asked.stages ?? ['AWSCURRENT'];
  for (const stage of isFirst ? new Set(['AWSCURRENT', ...stages]) : stages) {
    attachStage(secret, versionId, stage);
  }
  return versionId;
};
