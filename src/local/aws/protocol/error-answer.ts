import { AwsError } from '../aws-error.ts';
import { jsonError } from './json-answer.ts';
import type { WireAnswer } from './query-answer.ts';
import { queryError, restXmlError } from './query-answer.ts';

/** What the JSON services call the refusals that STS and IAM name otherwise. */
const jsonCodes: Readonly<Record<string, string>> = {
  ExpiredToken: 'ExpiredTokenException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  ValidationError: 'ValidationException',
};

/** The wire form of an error in the protocol of a service. */
export const errorAnswer = (service: string, error: AwsError, requestId: string): WireAnswer => {
  if (service === 'iam' || service === 'sts') return queryError(service, error, requestId);
  if (service === 's3' || service === 'unknown') return restXmlError(error, requestId);
  const code = jsonCodes[error.code];
  const named = code === undefined ? error : new AwsError(code, 400, error.message);
  const version = service === 'sqs' || service === 'dynamodb' ? '1.0' : '1.1';
  return jsonError(named, requestId, version);
};
