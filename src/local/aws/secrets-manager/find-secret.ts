import type { ActionContext } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import type { OrganizationState, SecretState } from '../organization-state.ts';

/** By ARN, by ARN without its six random characters, or by name. */
export const findSecret = (
  secretId: string,
  { organization, account, region }: ActionContext,
): SecretState => {
  const prefix = `arn:aws:secretsmanager:${region}:${account.accountId}:secret:`;
  for (const secret of organization.secrets.values()) {
    const names = [secret.arn, secret.arn.replace(/-[A-Za-z0-9]{6}$/, '')];
    if (names.includes(secretId)) return secret;
    if (secret.name === secretId && secret.arn.startsWith(prefix)) return secret;
  }
  throw new AwsError(
    'ResourceNotFoundException',
    400,
    "Secrets Manager can't find the specified secret.",
  );
};

/** The one secret of that name, in whichever account. */
export const findSecretByName = (organization: OrganizationState, name: string): SecretState => {
  const secret = [...organization.secrets.values()].find((candidate) => candidate.name === name);
  if (secret) return secret;
  const known = [...organization.secrets.values()].map((candidate) => candidate.name).join(', ');
  throw new Error(`There is no secret ${name}; there is ${known || 'none'}.`);
};
