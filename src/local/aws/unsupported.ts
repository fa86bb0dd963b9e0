import { AwsError } from './aws-error.ts';

/**
 * The answer to what the local organization does not imitate: a silent success would be a lie, and
 * a 5xx would be retried.
 */
export const unsupported = (what: string): AwsError =>
  new AwsError(
    'UnsupportedByLocalOrganization',
    400,
    `The local organization does not support ${what}. src/local/aws/README.md lists what it does support.`,
  );
