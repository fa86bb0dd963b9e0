import {
  CreateSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { LastkeyError } from '../../core/model/errors.ts';
import type { SecretStore } from '../../flows/rotation-ports.ts';
import { failureFrom, isNamed } from './aws-failure.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { secretlessFailure } from './secretless-failure.ts';

/** Says that a secret is lastkey's, and whose key is in it. */
const ownTag = 'lastkey:user';

/**
 * Secrets of one account. They are written through a role that cannot read them: a secret is held by
 * the run that made it and by Secrets Manager. Staging labels go as in AWS's own rotation functions:
 * pending, then current, and the one before previous.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export const secretStore = (credentials: SessionCredentials, region: string): SecretStore => {
  const client = new SecretsManagerClient({ credentials, region, maxAttempts: 4 });
  return {
    prepare: async (name, userName, kmsKeyId) => {
      const found = await describe(client, name);
      if (found === null) return create(client, name, userName, kmsKeyId);
      if (found.DeletedDate !== undefined) {
        return { kind: 'not-ours', why: `the secret ${name} is being deleted` };
      }
      const owner = found.Tags?.find(({ Key: key }) => key === ownTag)?.Value;
      if (owner !== userName || found.ARN === undefined) {
        return {
          kind: 'not-ours',
          why: `there is a secret ${name} without the tag ${ownTag} = ${userName}: it may be somebody else's`,
        };
      }
      return { kind: 'ready', arn: found.ARN };
    },
    putPending: async (arn, key, secret) => {
      // One version for each key, so that a second attempt of the SDK stores nothing twice.
      const versionId = `lastkey-successor-${key.accessKeyId}`;
      try {
        await client.send(
          new PutSecretValueCommand({
            SecretId: arn,
            ClientRequestToken: versionId,
            SecretString: JSON.stringify({
              accessKeyId: key.accessKeyId,
              secretAccessKey: secret.open(),
            }),
            VersionStages: ['AWSPENDING'],
          }),
        );
      } catch (error) {
        throw secretlessFailure(error, `PutSecretValue ${arn}`);
      }
      return { arn, versionId };
    },
    makeCurrent: async ({ arn, versionId }) => {
      const found = await describe(client, arn);
      if (found === null) {
        throw new LastkeyError(
          'secret-gone',
          `The secret ${arn} does not exist any more. The successor stays as it is; look at runbooks/rotate-key.md.`,
          { retry: 'no' },
        );
      }
      const current = versionOf(found, 'AWSCURRENT');
      if (current === versionId) return;
      try {
        await client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: arn,
            VersionStage: 'AWSCURRENT',
            MoveToVersionId: versionId,
            ...(current === undefined ? {} : { RemoveFromVersionId: current }),
          }),
        );
      } catch (error) {
        throw failureFrom(error, `UpdateSecretVersionStage ${arn}`);
      }
    },
  };
};

/** `null`: there is none. */
const describe = async (
  client: SecretsManagerClient,
  id: string,
): Promise<DescribeSecretCommandOutput | null> => {
  try {
    return await client.send(new DescribeSecretCommand({ SecretId: id }));
  } catch (error) {
    if (isNamed(error, 'ResourceNotFound')) return null;
    throw failureFrom(error, `DescribeSecret ${id}`);
  }
};

/** Without a value: what can be refused is refused before there is a key. */
const create = async (
  client: SecretsManagerClient,
  name: string,
  userName: string,
  kmsKeyId: string | undefined,
): Promise<{ readonly kind: 'ready'; readonly arn: string }> => {
  try {
    const { ARN: arn = '' } = await client.send(
      new CreateSecretCommand({
        Name: name,
        Description: 'Access key of an IAM user, rotated by lastkey',
        Tags: [{ Key: ownTag, Value: userName }],
        ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
      }),
    );
    return { kind: 'ready', arn };
  } catch (error) {
    throw failureFrom(error, `CreateSecret ${name}`);
  }
};

const versionOf = (
  { VersionIdsToStages: stages = {} }: DescribeSecretCommandOutput,
  stage: string,
): string | undefined =>
  Object.keys(stages).find((versionId) => stages[versionId]?.includes(stage));
