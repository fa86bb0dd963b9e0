import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord } from '../aws/input.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';
import { requireInvokePermission } from '../aws/template/require-invoke-permission.ts';
import type { Invocation } from './function-pool.ts';

/** `POST /slack/interactions` and the function it leads to. */
export interface HttpRoute {
  readonly routeKey: string;
  readonly functionName: string;
}

/** The routes of the template's HTTP API whose integration is a function. */
export const httpRoutes = (stack: DeployedStack): readonly HttpRoute[] =>
  stack.resources
    .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
    .flatMap(({ properties }) => {
      const target = String(properties['Target']).split('/').at(-1);
      const integration = stack.resources.find(
        ({ type, ref }) => type === 'AWS::ApiGatewayV2::Integration' && ref === target,
      );
      const uri = String(integration?.properties['IntegrationUri'] ?? '');
      const functionName = /:function:([^:/]+)/.exec(uri)?.[1];
      if (functionName === undefined) return [];
      const routeKey = String(properties['RouteKey']);
      const api = `arn:aws:execute-api:${stack.region}:${stack.accountId}:${String(properties['ApiId'])}`;
      requireInvokePermission(stack.resources, functionName, {
        service: 'apigateway.amazonaws.com',
        sourceArn: `${api}/$default/${routeKey.replace(' ', '')}`,
      });
      return [{ routeKey, functionName }];
    });

export interface HttpApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Requests under way. */
  readonly active: () => number;
  close(): Promise<void>;
}

/**
 * A loopback API Gateway HTTP API: one request, one invocation, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const startHttpApi = async (
  routes: readonly HttpRoute[],
  parts: {
    readonly invoke: (functionName: string, event: unknown) => Promise<Invocation>;
    readonly now: () => number;
    readonly newId: () => string;
    readonly accountId: string;
  },
): Promise<HttpApi> => {
  let active = 0;
  const server = createServer(async (request, response) => {
    active += 1;
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const route = routes.find(({ routeKey }) => routeKey === `${request.method} ${path}`);
      if (!route) {
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('{"message":"Not Found"}');
        return;
      }
      const event = requestEvent(request, Buffer.concat(chunks), route.routeKey, parts);
      const { answer } = await parts.invoke(route.functionName, event);
      const written =
        answer.status === 'succeeded' ? httpAnswer(answer.result) : internalServerError;
      response.writeHead(written.status, written.headers).end(written.body);
    } catch {
      // The caller went away, or the organization is closing.
      response.destroy();
    } finally {
      active -= 1;
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    active: () => active,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** API Gateway leaves text and JSON as they are and encodes every other body, forms included. */
const isText = (contentType: string): boolean =>
  /^(text\/|application\/(json|xml|javascript))/.test(contentType);

const requestEvent = (
  request: IncomingMessage,
  body: Buffer,
  routeKey: string,
  parts: { readonly now: () => number; readonly newId: () => string; readonly accountId: string },
): Readonly<Record<string, unknown>> => {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const { cookie, ...others } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );
  const isBase64Encoded = !isText(headers['content-type'] ?? '');
  const host = headers['host'] ?? '';
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...(query === ''
      ? {}
      : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: parts.accountId,
      apiId: 'local',
      domainName: host,
      domainPrefix: 'local',
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: parts.newId(),
      routeKey,
      stage: '$default',
      time: new Date(parts.now()).toUTCString(),
      timeEpoch: Math.round(parts.now()),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: body.length > 0 && isBase64Encoded,
  };
};

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const internalServerError: HttpAnswer = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"message":"Internal Server Error"}'),
};

/** Without a `statusCode` the whole result is the body of a 200. */
const httpAnswer = (result: unknown): HttpAnswer => {
  if (!isRecord(result) || result['statusCode'] === undefined) {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result)),
    };
  }
  const headers = isRecord(result['headers']) ? result['headers'] : {};
  const body = typeof result['body'] === 'string' ? result['body'] : '';
  return {
    status: Number(result['statusCode']),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: Buffer.from(body, result['isBase64Encoded'] === true ? 'base64' : 'utf8'),
  };
};
