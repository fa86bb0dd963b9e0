import { isJson } from '../block-kit/faults-found.ts';
import type { CallTarget, FaultRule } from '../faults.ts';
import { answer, type Incoming, jsonAnswer, type Outgoing } from '../http/exchange.ts';
import { faultAnswer, targetOf } from '../http/serve-web-api.ts';
import type { Message } from '../message-store.ts';
import { messageContent } from '../methods/message-content.ts';
import { refuse } from '../methods/method.ts';
import type { Workspace } from '../workspace.ts';

/** Thirty minutes and five uses:
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const lifeMs = 30 * 60 * 1000;
const uses = 5;

interface Issued {
  readonly userId: string;
  readonly message: Pick<Message, 'channel' | 'ts' | 'threadTs'>;
  readonly madeAt: number;
  left: number;
}

export interface ResponseUrls {
  /** A new address by which the app can answer one click. */
  issue(userId: string, message: Message): string;
  serve(incoming: Incoming): Outgoing;
}

const readBody = (body: Buffer): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** Does what the app asked for with a `response_url`. */
const apply = (
  workspace: Workspace,
  { userId, message }: Issued,
  body: Readonly<Record<string, unknown>>,
): Outgoing => {
  const { channel, ts } = message;
  const old = workspace.messages.find(channel, ts);
  if (body['delete_original'] === true) {
    workspace.messages.remove(channel, ts);
    return answer(200, 'text/plain', 'ok');
  }
  const content = messageContent(workspace, String(body['text'] ?? ''), body['blocks']);
  if (content.status === 'refused') {
    return jsonAnswer(refuse(content.error, content.faults), 400);
  }
  const { text, blocks } = content;
  if (body['replace_original'] === true) {
    if (old === undefined) return jsonAnswer(refuse('message_not_found'), 404);
    workspace.messages.replace({ ...old, text, blocks, editedTs: workspace.ids.ts() });
    return answer(200, 'text/plain', 'ok');
  }
  const thread = body['thread_ts'] ?? message.threadTs;
  workspace.messages.post({
    channel,
    ts: workspace.ids.ts(),
    ...(typeof thread === 'string' ? { threadTs: thread } : {}),
    text,
    blocks,
    files: [],
    ...(body['response_type'] === 'in_channel' ? {} : { onlyFor: userId }),
  });
  return answer(200, 'text/plain', 'ok');
};

export const createResponseUrls = (
  workspace: Workspace,
  baseUrl: () => string,
  draw: (target: CallTarget) => FaultRule | undefined,
): ResponseUrls => {
  const issued = new Map<string, Issued>();
  return {
    issue(userId, message) {
      const id = workspace.ids.next('r');
      issued.set(id, { userId, message, madeAt: workspace.now(), left: uses });
      return `${baseUrl()}actions/${id}`;
    },
    serve(incoming) {
      const entry = issued.get(incoming.url.pathname.split('/').at(-1) ?? '');
      if (entry === undefined) return jsonAnswer(refuse('no_such_url'), 404);
      const rule = draw(targetOf(workspace, 'response_url', entry.message.channel));
      if (rule !== undefined && rule.fault !== 'lost-answer') {
        return faultAnswer(rule, 'response_url');
      }
      if (workspace.now() - entry.madeAt > lifeMs) return jsonAnswer(refuse('expired_url'), 404);
      if (entry.left === 0) return jsonAnswer(refuse('used_url'), 404);
      const body = readBody(incoming.body);
      if (body === undefined) return jsonAnswer(refuse('invalid_payload'), 400);
      entry.left -= 1;
      const result = apply(workspace, entry, body);
      return rule === undefined ? result : faultAnswer(rule, 'response_url');
    },
  };
};
