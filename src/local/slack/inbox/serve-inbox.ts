import { isJson, type Json } from '../block-kit/faults-found.ts';
import { answer, type Incoming, jsonAnswer, type Outgoing } from '../http/exchange.ts';
import type { Entered, Entry } from '../interactions/element-state.ts';
import type { Press } from '../interactions/interactions.ts';
import type { TypedCommand } from '../interactions/send-command.ts';
import type { Context } from '../render/mrkdwn.ts';
import { style } from '../render/style.ts';
import type { Workspace } from '../workspace.ts';
import { inboxView } from './inbox-view.ts';
import { page } from './page.ts';
import { script } from './script.ts';

/** What a person can do in the page. */
export interface InboxActions {
  press(press: Press): Promise<unknown>;
  type(typed: TypedCommand): Promise<unknown>;
  submit(form: { viewId: string; userId: string; entered: Entered }): Promise<unknown>;
  closeView(form: { viewId: string; userId: string }): Promise<unknown>;
}

/** Whatever gets past the escaping still cannot run, load or send anything. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const readBody = ({ body, headers }: Incoming): Json | undefined => {
  // Another site's form cannot send this content type without being asked about first.
  if (!(headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

const field = (body: Json, name: string): string => String(body[name] ?? '');

const readPress = (body: Json): Press => ({
  ...(body['viewId'] === undefined
    ? { messageTs: field(body, 'messageTs') }
    : { viewId: field(body, 'viewId') }),
  actionId: field(body, 'actionId'),
  blockId: field(body, 'blockId'),
  userId: field(body, 'userId'),
  ...(body['chosen'] === undefined ? {} : { chosen: body['chosen'] as Entry }),
  entered: (body['entered'] ?? {}) as Entered,
});

/** Answers `/`, `/archives/…` and `/inbox/…`. */
export const serveInbox = (
  workspace: Workspace,
  context: () => Context,
  actions: InboxActions,
): ((incoming: Incoming) => Promise<Outgoing>) => {
  const act = async (path: string, body: Json): Promise<Outgoing> => {
    const form = { viewId: field(body, 'viewId'), userId: field(body, 'userId') };
    switch (path) {
      case '/inbox/press':
        return jsonAnswer(await actions.press(readPress(body)));
      case '/inbox/submit':
        return jsonAnswer(
          await actions.submit({ ...form, entered: (body['entered'] ?? {}) as Entered }),
        );
      case '/inbox/type':
        return jsonAnswer(
          await actions.type({
            userId: form.userId,
            channel: field(body, 'channel'),
            text: field(body, 'text'),
          }),
        );
      case '/inbox/close':
        return jsonAnswer((await actions.closeView(form)) ?? {});
      case '/inbox/read':
        workspace.messages.markRead(field(body, 'as'), field(body, 'channel'));
        return jsonAnswer({});
      default:
        return answer(404, 'text/plain', 'Not found.');
    }
  };
  return async (incoming) => {
    const path = incoming.url.pathname;
    if (incoming.method === 'POST') {
      const body = readBody(incoming);
      if (body === undefined) return answer(400, 'text/plain', 'Expected a JSON object.');
      try {
        return await act(path, body);
      } catch (cause) {
        // A click on something that has gone meanwhile: the page shows the words.
        return answer(409, 'text/plain', cause instanceof Error ? cause.message : String(cause));
      }
    }
    if (path === '/inbox/style.css') return answer(200, 'text/css', style);
    if (path === '/inbox/script.js') return answer(200, 'text/javascript', script);
    if (path === '/inbox/events') {
      return { kind: 'events', start: (send) => workspace.signal.listen(() => send('changed')) };
    }
    if (path === '/inbox/view') {
      const { searchParams } = incoming.url;
      const asked = {
        as: searchParams.get('as') ?? '',
        channel: searchParams.get('channel') ?? '',
      };
      return jsonAnswer(inboxView(workspace, context(), asked));
    }
    if (path === '/' || path.startsWith('/archives/')) {
      return answer(200, 'text/html', page(), { 'content-security-policy': policy });
    }
    return answer(404, 'text/plain', 'Not found.');
  };
};
