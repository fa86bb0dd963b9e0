import type { SecretState } from '../organization-state.ts';

/**
 * Attaches a staging label to one version; no label is on two. The version that AWSCURRENT is taken
 * from becomes AWSPREVIOUS.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const attachStage = (secret: SecretState, versionId: string, stage: string): void => {
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  if (holder?.versionId === versionId) return;
  detachStage(secret, stage);
  secret.versions.find((version) => version.versionId === versionId)?.stages.push(stage);
  if (stage === 'AWSCURRENT' && holder !== undefined) {
    attachStage(secret, holder.versionId, 'AWSPREVIOUS');
  }
};

export const detachStage = (secret: SecretState, stage: string): void => {
  for (const version of secret.versions) {
    version.stages = version.stages.filter((each) => each !== stage);
  }
};
