import type { AwsError } from '../aws-error.ts';
import type { Output, OutputValue } from '../output.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const namespaces: Readonly<Record<string, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const element = (name: string, value: OutputValue): string => {
  if (value === undefined) return '';
  return `<${name}>${content(value)}</${name}>`;
};

const content = (value: Exclude<OutputValue, undefined>): string => {
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
  if (Array.isArray(value)) return value.map((member) => element('member', member)).join('');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, member]) => element(name, member))
      .join('');
  }
  return escaped(String(value));
};

const answer = (status: number, requestId: string, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body,
});

export const queryAnswer = (
  service: string,
  action: string,
  output: Output,
  requestId: string,
): WireAnswer =>
  answer(
    200,
    requestId,
    `<${action}Response xmlns="${namespaces[service] ?? ''}">${element(`${action}Result`, output)}` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
  );

export const queryError = (service: string, error: AwsError, requestId: string): WireAnswer =>
  answer(
    error.httpStatus,
    requestId,
    `<ErrorResponse xmlns="${namespaces[service] ?? ''}"><Error>` +
      `<Type>${error.httpStatus < 500 ? 'Sender' : 'Receiver'}</Type>` +
      `<Code>${escaped(error.code)}</Code><Message>${escaped(error.message)}</Message>` +
      `</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );

/** What S3 and other REST services with XML answer; here only ever a refusal. */
export const restXmlError = (error: AwsError, requestId: string): WireAnswer =>
  answer(
    error.httpStatus,
    requestId,
    `<Error><Code>${escaped(error.code)}</Code><Message>${escaped(error.message)}</Message></Error>`,
  );
