import type { AwsError } from '../aws-error.ts';
import type { Output, OutputValue } from '../output.ts';
import type { WireAnswer } from './query-answer.ts';

/** Timestamps are epoch seconds: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const jsonValue = (value: OutputValue): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, jsonValue(member)]),
    );
  }
  return value;
};

const answer = (status: number, version: string, requestId: string, body: unknown): WireAnswer => ({
  status,
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
  body: JSON.stringify(body),
});

export const jsonAnswer = (output: Output, requestId: string): WireAnswer =>
  answer(200, '1.1', requestId, jsonValue(output));

/** @param version `1.0` for SQS and DynamoDB, `1.1` for the others */
export const jsonError = (
  error: AwsError,
  requestId: string,
  version: '1.0' | '1.1' = '1.1',
): WireAnswer =>
  answer(error.httpStatus, version, requestId, {
    __type: error.code,
    message: error.message,
    Message: error.message,
  });
