import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { LastkeyError } from '../../core/model/errors.ts';

/** One operation of a service that speaks AWS JSON 1.1. */
export interface JsonOperation {
  /** As in `AWS_ENDPOINT_URL_<SERVICE>`, with spaces as underscores. */
  readonly service: string;
  /** Signing name. */
  readonly signingName: string;
  /** `AmazonSSM.GetParameter` */
  readonly target: string;
  readonly host: string;
  readonly region: string;
}

/** What signs a call. */
export interface CallCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const handler = new NodeHttpHandler({ connectionTimeout: 1_000, requestTimeout: 3_000 });

/**
 * Makes one call, signed by the SDK's signer, with the function's own credentials unless given others. For services of
 * which a function makes a single call: a client for each costs 28 to 76 KB of bundle
 * (`docs/decisions/0007-signed-calls.md`).
 * @throws Error named as AWS names it (`AccessDeniedException`), so that `aws-failure` can judge it
 */
export const signedJsonCall = async (
  operation: JsonOperation,
  input: Readonly<Record<string, unknown>>,
  credentials: CallCredentials = ownCredentials(),
): Promise<Readonly<Record<string, unknown>>> => {
  const endpoint = new URL(endpointOf(operation));
  const body = JSON.stringify(input);
  const signer = new SignatureV4({
    service: operation.signingName,
    region: operation.region,
    credentials,
    sha256: Sha256,
  });
  const signed = await signer.sign(
    new HttpRequest({
      method: 'POST',
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port === '' ? {} : { port: Number(endpoint.port) }),
      path: '/',
      headers: {
        host: endpoint.host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': operation.target,
      },
      body,
    }),
  );
  const { response } = await handler.handle(HttpRequest.clone(signed as HttpRequest));
  const text = await textOf(response.body);
  if (response.statusCode === 200) return JSON.parse(text) as Record<string, unknown>;
  throw errorFrom(response.statusCode, text);
};

const endpointOf = (operation: JsonOperation): string =>
  process.env[`AWS_ENDPOINT_URL_${operation.service}`] ??
  process.env['AWS_ENDPOINT_URL'] ??
  `https://${operation.host}`;

const ownCredentials = () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
    throw new LastkeyError('no-credentials', 'The function has no credentials.', { retry: 'no' });
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
};

const textOf = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** `{"__type":"com.amazonaws…#AccessDeniedException","message":"…"}`; a proxy's answer may be no JSON. */
const errorFrom = (statusCode: number, text: string): Error => {
  let answer: { readonly __type?: string; readonly message?: string; readonly Message?: string };
  try {
    answer = JSON.parse(text);
  } catch {
    answer = {};
  }
  const error = new Error(answer.message ?? answer.Message ?? `HTTP status ${statusCode}`);
  error.name = answer.__type?.split('#').at(-1) ?? `Http${statusCode}`;
  return error;
};
