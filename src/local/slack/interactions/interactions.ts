import type { ActionElement, Block } from '../block-kit/blocks.ts';
import { app, type Person } from '../directory.ts';
import type { Message } from '../message-store.ts';
import { messageJson } from '../methods/message-json.ts';
import { viewJson } from '../methods/view-json.ts';
import type { OpenView } from '../view-store.ts';
import type { Workspace } from '../workspace.ts';
import type { Delivery } from './deliver.ts';
import {
  type Entered,
  type Entry,
  elementValue,
  interactiveElements,
  stateValues,
} from './element-state.ts';
import type { ResponseUrls } from './response-urls.ts';

/** Which element of which message or modal a person uses. A confirm dialog counts as confirmed. */
export interface Press {
  readonly messageTs?: string;
  readonly viewId?: string;
  readonly actionId: string;
  /** Needed only where two blocks have an element with the same `action_id`. */
  readonly blockId?: string;
  readonly userId: string;
  /** What was chosen, for elements other than buttons. */
  readonly chosen?: Entry;
  /** What stands in the other elements of the same message or modal. */
  readonly entered?: Entered;
}

const personOf = (workspace: Workspace, userId: string): Person => {
  const person = workspace.directory.person(userId);
  if (person === undefined) throw new Error(`The local Slack has no person ${userId}.`);
  return person;
};

/** What every interaction payload starts with. */
const about = (workspace: Workspace, userId: string) => {
  const { id, name } = personOf(workspace, userId);
  return {
    user: { id, username: name, name, team_id: app.teamId },
    team: { id: app.teamId, domain: app.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: app.id,
    trigger_id: workspace.views.newTrigger(userId),
  };
};

const elementIn = (
  blocks: readonly Block[],
  { actionId, blockId }: Press,
): { block: Block; element: ActionElement } => {
  const all = interactiveElements(blocks);
  const matching = all.filter(
    ({ block, element }) =>
      element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  );
  const [only] = matching;
  if (only === undefined || matching.length > 1) {
    const there = all.map(({ element }) => element.action_id).join(', ') || 'none';
    throw new Error(
      `${matching.length === 0 ? 'No element has' : 'Several elements have'} the action_id ${actionId}. ` +
        `There: ${there}. ${matching.length > 1 ? 'Name the blockId too.' : ''}`.trim(),
    );
  }
  return only;
};

const messagePressed = (workspace: Workspace, { messageTs, userId }: Press): Message => {
  const message = workspace.messages.all().find(({ ts }) => ts === messageTs);
  if (message === undefined) throw new Error(`The local Slack has no message ${messageTs}.`);
  const members = workspace.directory.conversation(message.channel)?.members ?? [];
  if (!members.includes(userId) || (message.onlyFor ?? userId) !== userId) {
    throw new Error(`${userId} does not see message ${messageTs} in ${message.channel}.`);
  }
  return message;
};

const channelJson = (workspace: Workspace, id: string) => {
  const conversation = workspace.directory.conversation(id);
  return { id, name: conversation?.kind === 'channel' ? conversation.name : 'directmessage' };
};

/**
 * `block_actions`: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 * An ephemeral message is not repeated in its payload, as in Slack.
 * @throws Error when there is no such message, modal or element, or the person does not see it
 */
export const blockActions = (
  workspace: Workspace,
  responseUrls: ResponseUrls,
  press: Press,
): Readonly<Record<string, unknown>> => {
  const view = press.viewId === undefined ? undefined : workspace.views.find(press.viewId);
  if (press.viewId !== undefined && view?.userId !== press.userId) {
    throw new Error(`${press.userId} has no open modal ${press.viewId}.`);
  }
  const message = view === undefined ? messagePressed(workspace, press) : undefined;
  const blocks = view?.blocks ?? message?.blocks ?? [];
  const { block, element } = elementIn(blocks, press);
  const chosen =
    press.chosen === undefined ? {} : { [block.block_id]: { [element.action_id]: press.chosen } };
  const values = stateValues(blocks, { ...press.entered, ...chosen });
  const action = {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.type === 'button' ? { text: element.text } : {}),
    ...(element.type === 'button' && element.style ? { style: element.style } : {}),
    ...elementValue(element, press.chosen),
    action_ts: workspace.ids.ts(),
  };
  return {
    type: 'block_actions',
    ...about(workspace, press.userId),
    ...(view === undefined ? {} : fromView(view, values)),
    ...(message === undefined ? {} : fromMessage(workspace, message, values)),
    ...(message === undefined ? {} : { response_url: responseUrls.issue(press.userId, message) }),
    actions: [action],
  };
};

const fromView = (view: OpenView, values: Readonly<Record<string, unknown>>) => ({
  container: { type: 'view', view_id: view.id },
  view: viewJson(view, values),
});

const fromMessage = (
  workspace: Workspace,
  message: Message,
  values: Readonly<Record<string, unknown>>,
) => ({
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: message.channel,
    is_ephemeral: message.onlyFor !== undefined,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  },
  channel: channelJson(workspace, message.channel),
  ...(message.onlyFor === undefined ? { message: messageJson(message) } : {}),
  state: { values },
});

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const viewSubmission = (
  workspace: Workspace,
  view: OpenView,
  entered: Entered,
): Readonly<Record<string, unknown>> => ({
  type: 'view_submission',
  ...about(workspace, view.userId),
  view: viewJson(view, stateValues(view.blocks, entered)),
  response_urls: [],
});

export const viewClosed = (
  workspace: Workspace,
  view: OpenView,
): Readonly<Record<string, unknown>> => {
  const { trigger_id: _none, ...rest } = about(workspace, view.userId);
  return { type: 'view_closed', ...rest, view: viewJson(view), is_cleared: false };
};

export type Deliver = (payload: Readonly<Record<string, unknown>>) => Promise<Delivery>;
