import { AwsError } from './aws-error.ts';

/** The answer to what the local organization does not imitate. A silent success would be a lie. */
export const unsupported = (what: string): AwsError =>
  new AwsError(
    'UnsupportedByLocalOrganization',
    501,
    `The local organization does not support ${what}. src/local/aws/README.md lists what it does support.`,
  );
