import type { Channel, Person, Usergroup } from './directory.ts';
import { createFaults, type FaultRule, type Faults } from './faults.ts';
import { listen } from './http/listen.ts';
import { serveUpload } from './http/serve-upload.ts';
import { serveWebApi } from './http/serve-web-api.ts';
import { exportPage } from './inbox/export-page.ts';
import { serveInbox } from './inbox/serve-inbox.ts';
import { createDelivery, type Delivery } from './interactions/deliver.ts';
import type { Entered } from './interactions/element-state.ts';
import { blockActions, type Press, viewClosed } from './interactions/interactions.ts';
import { createResponseUrls } from './interactions/response-urls.ts';
import { sendCommand, type TypedCommand } from './interactions/send-command.ts';
import { type Submission, submitView } from './interactions/submit-view.ts';
import type { Message } from './message-store.ts';
import type { Context } from './render/mrkdwn.ts';
import type { OpenView } from './view-store.ts';
import { waitForMessages } from './wait-for-messages.ts';
import { createWorkspace } from './workspace.ts';

export interface SlackOptions {
  /** 0, the default: any free port of 127.0.0.1. */
  readonly port?: number;
  /** The one token that the Web API accepts. */
  readonly botToken: string;
  /** Signs what is sent to the interactions URL. */
  readonly signingSecret: string;
  readonly interactionsUrl?: string;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly usergroups: readonly Usergroup[];
  /** Milliseconds since the epoch; the machine's clock by default. */
  readonly now?: () => number;
  /** In which dates are shown; an IANA name, `UTC` by default. */
  readonly timeZone?: string;
  readonly faults?: readonly FaultRule[];
  /** For faults with a probability. */
  readonly seed?: number;
  /** How long a click waits for the app: Slack's 3,000 ms by default. */
  readonly acknowledgeWithinMs?: number;
}

/** A parent message with its replies; a message without replies is a thread of its own. */
export interface SlackThread {
  readonly parent: Message;
  readonly replies: readonly Message[];
}

export interface LocalSlack {
  /** For the `slackApiUrl` of `@slack/web-api`. */
  readonly apiUrl: string;
  /** For a browser. */
  readonly inboxUrl: string;
  /** All messages in the order they were sent, in their newest version. */
  messages(): readonly Message[];
  threads(): readonly SlackThread[];
  /** Modals that are open, bottom to top. */
  views(): readonly OpenView[];
  /**
   * Uses an element as a person would; its confirm dialog counts as confirmed.
   * @throws Error when there is no such element, or the person does not see it
   */
  press(press: Press): Promise<Delivery>;
  /**
   * Fills in and submits a modal; fields not named keep what they show.
   * @throws Error when the person has no such modal open
   */
  submit(form: {
    readonly userId: string;
    /** The person's topmost modal when absent. */
    readonly viewId?: string;
    readonly entered: Entered;
  }): Promise<Submission>;
  /**
   * Types a slash command into a conversation; the app's answer is shown there to that person.
   * @throws Error when it is no command, or the person is not in the conversation
   */
  type(typed: TypedCommand): Promise<Delivery>;
  readonly faults: Faults;
  setInteractionsUrl(url: string): void;
  /**
   * Looks again at each change until `look` finds something.
   * @throws Error after `timeoutMs`, with the messages that there are
   */
  waitFor<Found>(
    look: (messages: readonly Message[]) => Found | undefined | false,
    timeoutMs: number,
  ): Promise<Found>;
  /** All messages as one self-contained HTML page, without scripts and without secrets. */
  exportPage(): string;
  close(): Promise<void>;
}

/**
 * Starts a Slack workspace on loopback: the Web API for the real client, the inbox page, and
 * interactions that are sent to the app as Slack sends them.
 */
export const startSlack = async (options: SlackOptions): Promise<LocalSlack> => {
  const { now = Date.now, timeZone = 'UTC' } = options;
  const workspace = createWorkspace(options, now);
  const { faults, draw } = createFaults(options.seed ?? 1);
  for (const rule of options.faults ?? []) faults.add(rule);
  let interactionsUrl = options.interactionsUrl;
  let baseUrl = '';
  const send = createDelivery({
    url: () => interactionsUrl,
    signingSecret: options.signingSecret,
    now,
    acknowledgeWithinMs: options.acknowledgeWithinMs ?? 3000,
  });
  const deliver = (payload: Readonly<Record<string, unknown>>) =>
    send({ payload: JSON.stringify(payload) });
  const responseUrls = createResponseUrls(workspace, () => baseUrl, draw);
  const context = (): Context => ({
    directory: workspace.directory,
    reader: { timeZone, nowMs: now() },
  });
  const viewOf = (userId: string, viewId: string | undefined): OpenView => {
    const view = viewId === undefined ? workspace.views.top(userId) : workspace.views.find(viewId);
    if (view?.userId === userId) return view;
    throw new Error(`${userId} has no open modal${viewId === undefined ? '' : ` ${viewId}`}.`);
  };
  const press = async (pressed: Press) => deliver(blockActions(workspace, responseUrls, pressed));
  const submit: LocalSlack['submit'] = async ({ userId, viewId, entered }) =>
    submitView(workspace, deliver, viewOf(userId, viewId), entered);
  const type: LocalSlack['type'] = async (typed) => sendCommand(workspace, send, typed);
  const closeView = async ({ userId, viewId }: { userId: string; viewId: string }) => {
    const view = viewOf(userId, viewId);
    workspace.views.close(view.id);
    return view.notify_on_close ? deliver(viewClosed(workspace, view)) : undefined;
  };

  const webApi = serveWebApi(workspace, options.botToken, draw);
  const upload = serveUpload(workspace);
  const inbox = serveInbox(workspace, context, { press, submit, type, closeView });
  const server = await listen(options.port ?? 0, (incoming, base) => {
    const { pathname } = incoming.url;
    if (pathname.startsWith('/api/')) return webApi(incoming, base);
    if (pathname.startsWith('/upload/')) return upload(incoming);
    if (pathname.startsWith('/actions/')) return responseUrls.serve(incoming);
    return inbox(incoming);
  });
  baseUrl = server.baseUrl;

  return {
    apiUrl: `${baseUrl}api/`,
    inboxUrl: baseUrl,
    messages: workspace.messages.all,
    threads: () => {
      const all = workspace.messages.all();
      return all
        .filter(({ threadTs }) => threadTs === undefined)
        .map((parent) => ({
          parent,
          replies: all.filter(
            ({ channel, threadTs }) => channel === parent.channel && threadTs === parent.ts,
          ),
        }));
    },
    views: workspace.views.all,
    press,
    submit,
    type,
    faults,
    setInteractionsUrl(url) {
      interactionsUrl = url;
    },
    waitFor: (look, timeoutMs) => waitForMessages(workspace, look, timeoutMs),
    exportPage: () => exportPage(workspace, context()),
    close: server.close,
  };
};
