import type { OrganizationState, SecretState } from '../organization-state.ts';

/** Adds a version: it becomes AWSCURRENT, and the one that was becomes AWSPREVIOUS. */
export const storeSecretValue = (
  organization: OrganizationState,
  secret: SecretState,
  value: string,
): string => {
  for (const version of secret.versions) {
    version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
  }
  const versionId = organization.random.uuid();
  secret.versions.push({ versionId, stages: ['AWSCURRENT'], value });
  return versionId;
};
