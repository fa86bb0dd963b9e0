import { isJson } from '../block-kit/faults-found.ts';
import type { CallTarget, FaultRule } from '../faults.ts';
import { type MethodCall, refuse } from '../methods/method.ts';
import { webApi } from '../methods/web-api.ts';
import type { Workspace } from '../workspace.ts';
import { answer, type Incoming, jsonAnswer, type Outgoing } from './exchange.ts';

type Given = MethodCall['given'];

/** A form, or JSON: https://docs.slack.dev/apis/web-api#basics */
const readArguments = ({ headers, body, url }: Incoming): Given | 'invalid_json' => {
  const inQuery = Object.fromEntries(url.searchParams);
  const contentType = headers['content-type'] ?? '';
  if (!contentType.startsWith('application/json')) {
    return { ...inQuery, ...Object.fromEntries(new URLSearchParams(body.toString())) };
  }
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return isJson(parsed) ? { ...inQuery, ...parsed } : 'invalid_json';
  } catch {
    return 'invalid_json';
  }
};

const tokenOf = ({ headers }: Incoming, given: Given): string =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? String(given['token'] ?? '');

/** Every way to name the channel that a call goes to. */
export const targetOf = (workspace: Workspace, method: string, channel: string): CallTarget => {
  const conversation = workspace.directory.conversationNamed(channel);
  if (channel === '' || conversation === undefined) {
    return { method, channelNames: channel === '' ? [] : [channel] };
  }
  const { id, name, kind, members } = conversation;
  return { method, channelNames: [id, ...(kind === 'channel' ? [`#${name}`, name] : members)] };
};

/** The answer that a fault gives instead of the method's. */
export const faultAnswer = (
  { fault, retryAfterSeconds = 30 }: FaultRule,
  method: string,
): Outgoing => {
  if (typeof fault === 'object') return jsonAnswer(refuse(fault.error));
  switch (fault) {
    case 'rate-limited':
      return answer(429, 'application/json', JSON.stringify(refuse('ratelimited')), {
        'retry-after': String(retryAfterSeconds),
      });
    case 'server-error':
      return answer(500, 'text/plain', 'Internal Server Error');
    case 'time-out':
      return { kind: 'hold' };
    case 'lost-answer':
      return { kind: 'break' };
    case 'token-revoked':
      return jsonAnswer(refuse('token_revoked'));
    case 'archived-channel':
      return jsonAnswer(refuse(method === 'chat.update' ? 'is_inactive' : 'is_archived'));
    case 'unknown-user':
      return jsonAnswer(
        refuse(method === 'users.lookupByEmail' ? 'users_not_found' : 'user_not_found'),
      );
  }
};

/** Answers `/api/<method>`. */
export const serveWebApi = (
  workspace: Workspace,
  botToken: string,
  draw: (target: CallTarget) => FaultRule | undefined,
) => {
  return (incoming: Incoming, baseUrl: string): Outgoing => {
    const name = incoming.url.pathname.slice('/api/'.length);
    const given = readArguments(incoming);
    if (given === 'invalid_json') return jsonAnswer(refuse('invalid_json'));
    const method = webApi.get(name);
    if (method === undefined) return jsonAnswer({ ...refuse('unknown_method'), req_method: name });
    const token = tokenOf(incoming, given);
    if (token === '') return jsonAnswer(refuse('not_authed'));
    if (token !== botToken) return jsonAnswer(refuse('invalid_auth'));
    const channel = given['channel'] ?? given['channel_id'];
    const target = targetOf(workspace, name, typeof channel === 'string' ? channel : '');
    const rule = draw(target);
    if (rule !== undefined && rule.fault !== 'lost-answer') return faultAnswer(rule, name);
    const result = jsonAnswer(method({ workspace, given, baseUrl }));
    return rule === undefined ? result : faultAnswer(rule, name);
  };
};
