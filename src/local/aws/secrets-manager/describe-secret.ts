import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findSecret } from './find-secret.ts';

/**
 * What a secret is, without its value; versions that have labels.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export const describeSecret: Action = (input, context) => {
  const secret = findSecret(requiredText(input, 'SecretId'), context);
  return {
    ARN: secret.arn,
    Name: secret.name,
    CreatedDate: new Date(secret.createdAt),
    Tags: secret.tags ?? [],
    VersionIdsToStages: Object.fromEntries(
      secret.versions
        .filter(({ stages }) => stages.length > 0)
        .map(({ versionId, stages }) => [versionId, stages]),
    ),
  };
};
