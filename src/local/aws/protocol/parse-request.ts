import type { IncomingHttpHeaders } from 'node:http';
import type { Input } from '../input.ts';
import { isRecord } from '../input.ts';
import { parseQuery } from './parse-query.ts';

export interface ParsedRequest {
  /** Signing name, such as `iam` or `events`. */
  readonly service: string;
  readonly action: string;
  readonly region: string;
  /** `null` for an unsigned request. */
  readonly accessKeyId: string | null;
  readonly input: Input;
}

/**
 * Reads who calls what: the service and region from the signature's credential scope, the action
 * from the protocol of that service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export const parseRequest = (
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: string,
): ParsedRequest => {
  const [, accessKeyId, region, signedService] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '') ??
    [];
  const common = { accessKeyId: accessKeyId ?? null, region: region ?? 'us-east-1' };
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const action = target.split('.').at(-1) ?? target;
    return { ...common, service: signedService ?? target, action, input: jsonInput(body) };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const { action, input } = parseQuery(body);
    return { ...common, service: signedService ?? 'sts', action, input };
  }
  return { ...common, service: signedService ?? 'unknown', action: `${method} ${url}`, input: {} };
};

const jsonInput = (body: string): Input => {
  const parsed: unknown = body === '' ? {} : JSON.parse(body);
  return isRecord(parsed) ? parsed : {};
};
