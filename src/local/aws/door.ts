import type { IncomingMessage, RequestListener } from 'node:http';
import type { ApiCall } from './api-call.ts';
import { withoutSecrets } from './api-call.ts';
import { AwsError } from './aws-error.ts';
import type { Caller } from './caller.ts';
import type { DynamoDbEngine } from './engines/dynamodb-engine.ts';
import type { SqsEngine } from './engines/sqs-engine.ts';
import { faultError } from './fault-error.ts';
import type { Faults } from './faults.ts';
import { isRecord } from './input.ts';
import type { ObservedLog } from './observed-log.ts';
import { authorize } from './policy/authorize.ts';
import { errorAnswer } from './protocol/error-answer.ts';
import { jsonAnswer } from './protocol/json-answer.ts';
import type { ParsedRequest } from './protocol/parse-request.ts';
import { parseRequest } from './protocol/parse-request.ts';
import type { WireAnswer } from './protocol/query-answer.ts';
import { queryAnswer } from './protocol/query-answer.ts';
import type { RouterParts } from './router.ts';
import { callerOf, checkSupported, runAction } from './router.ts';

export interface DoorParts extends RouterParts {
  readonly faults: Faults;
  readonly calls: ObservedLog<ApiCall>;
  readonly sqs: SqsEngine;
  readonly dynamoDb: DynamoDbEngine;
}

interface Arrival {
  readonly request: IncomingMessage;
  readonly body: string;
  readonly parsed: ParsedRequest;
  readonly requestId: string;
}

/** The one HTTP listener for all services: it identifies, injects faults, answers and records. */
export const door =
  (parts: DoorParts): RequestListener =>
  async (request, response) => {
    try {
      const body = await readBody(request);
      const { method = '', url = '', headers } = request;
      const arrival = {
        request,
        body,
        parsed: parseRequest(method, url, headers, body),
        requestId: parts.organization.random.uuid(),
      };
      const answer = await admit(parts, arrival);
      if (answer === null) request.socket.destroy();
      else {
        // By the organization's clock: the SDK takes any other date for a skewed clock, and retries.
        const date = new Date(parts.organization.clock.now()).toUTCString();
        response.writeHead(answer.status, { ...answer.headers, date }).end(answer.body);
      }
    } catch (error) {
      response.writeHead(500).end(`The local organization failed: ${String(error)}`);
    }
  };

/** `null`: the answer is withheld and the connection closed. */
const admit = async (parts: DoorParts, arrival: Arrival): Promise<WireAnswer | null> => {
  const { organization, calls } = parts;
  const { parsed, requestId } = arrival;
  let caller: Caller | null = null;
  let answer: WireAnswer | null;
  let errorCode: string | null = null;
  try {
    checkSupported(parsed);
    caller = callerOf(organization, parsed);
    answer = await answerOrFault(parts, arrival, caller);
    if (answer === null) errorCode = 'ConnectionClosed';
    else if (answer.status >= 400) errorCode = errorCodeOf(answer);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    errorCode = error.code;
    answer = errorAnswer(parsed.service, error, requestId);
  }
  calls.append({
    at: organization.clock.now(),
    service: parsed.service,
    action: parsed.action,
    region: parsed.region,
    accountId: caller?.accountId ?? 'unknown',
    principalArn: caller?.arn ?? 'unknown',
    parameters: withoutSecrets(parsed.input),
    outcome: errorCode === null ? 'succeeded' : { errorCode },
  });
  return answer;
};

const answerOrFault = async (
  parts: DoorParts,
  arrival: Arrival,
  caller: Caller,
): Promise<WireAnswer | null> => {
  const { service, action } = arrival.parsed;
  const fault = parts.faults.strike({ service, action, accountId: caller.accountId });
  if (fault === null) return answerOf(parts, arrival, caller);
  const error = faultError(fault.effect, service, action, caller.arn);
  switch (fault.effect) {
    case 'drop':
      return null;
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 100));
      break;
    case 'duplicate':
    case 'lose-answer':
      await answerOf(parts, arrival, caller);
      break;
    case 'throttle':
    case 'deny':
    case 'fail':
      break;
  }
  if (error) throw error;
  return answerOf(parts, arrival, caller);
};

const answerOf = async (
  parts: DoorParts,
  { request, body, parsed, requestId }: Arrival,
  caller: Caller,
): Promise<WireAnswer> => {
  const { service, action } = parsed;
  if (service === 'dynamodb' || service === 'sqs') authorize(parts.organization, caller, parsed);
  if (service === 'dynamodb') return parts.dynamoDb.answer(request.headers, body);
  if (service === 'sqs') {
    return parts.sqs.answer(`AmazonSQS.${action}`, request.headers.authorization ?? '', body);
  }
  const userAgent = request.headers['user-agent'] ?? '';
  const output = await runAction(parts, parsed, caller, { requestId, userAgent });
  return service === 'iam' || service === 'sts'
    ? queryAnswer(service, action, output, requestId)
    : jsonAnswer(output, requestId);
};

/** `__type` of an engine's JSON error, without its namespace. */
const errorCodeOf = ({ body, status }: WireAnswer): string => {
  try {
    const parsed: unknown = JSON.parse(body);
    const type = isRecord(parsed) ? parsed['__type'] : undefined;
    return typeof type === 'string' ? (type.split('#').at(-1) ?? type) : `HTTP ${status}`;
  } catch {
    return `HTTP ${status}`;
  }
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};
