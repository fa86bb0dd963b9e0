import { AwsError } from '../aws-error.ts';
import { isRecord } from '../input.ts';

/** Refuses what IAM refuses first: text that is no JSON object with statements. */
export const checkPolicyDocument = (text: string): void => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json');
  }
  if (!isRecord(document) || document['Statement'] === undefined) {
    throw new AwsError('MalformedPolicyDocument', 400, 'Syntax errors in policy.');
  }
};
