import { isJson } from '../block-kit/faults-found.ts';
import { app } from '../directory.ts';
import { messageContent } from '../methods/message-content.ts';
import type { Workspace } from '../workspace.ts';
import type { Delivery } from './deliver.ts';

/** What a person types into a conversation: `/lastkey stop the release is broken`. */
export interface TypedCommand {
  readonly userId: string;
  /** Conversation id. */
  readonly channel: string;
  readonly text: string;
}

/**
 * Sends a slash command as Slack does, and shows its answer to the person who typed it.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
 * @throws Error when it is no command, or the person is not in the conversation
 */
export const sendCommand = async (
  workspace: Workspace,
  deliver: (fields: Readonly<Record<string, string>>) => Promise<Delivery>,
  { userId, channel, text }: TypedCommand,
): Promise<Delivery> => {
  const person = workspace.directory.person(userId);
  const conversation = workspace.directory.conversation(channel);
  if (person === undefined || conversation?.members.includes(userId) !== true) {
    throw new Error(`${userId} is not in conversation ${channel}.`);
  }
  const [, command, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  if (command === undefined) {
    throw new Error('Only commands can be typed here: they start with a slash.');
  }
  const delivery = await deliver({
    team_id: app.teamId,
    team_domain: app.domain,
    channel_id: channel,
    channel_name: conversation.kind === 'channel' ? conversation.name : 'directmessage',
    user_id: userId,
    user_name: person.name,
    command,
    text: rest ?? '',
    api_app_id: app.id,
    is_enterprise_install: 'false',
    trigger_id: workspace.views.newTrigger(userId),
  });
  if (delivery.status === 'answered') show(workspace, { userId, channel }, delivery.body);
  return delivery;
};

/** The answer is a message to that person only, unless it says `in_channel`; it may be plain text. */
const show = (
  workspace: Workspace,
  { userId, channel }: Pick<TypedCommand, 'userId' | 'channel'>,
  body: string,
): void => {
  if (body.trim() === '') return;
  const answer = parsed(body);
  const content = messageContent(workspace, String(answer['text'] ?? ''), answer['blocks']);
  if (content.status === 'refused') return;
  workspace.messages.post({
    channel,
    ts: workspace.ids.ts(),
    text: content.text,
    blocks: content.blocks,
    files: [],
    ...(answer['response_type'] === 'in_channel' ? {} : { onlyFor: userId }),
  });
};

const parsed = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    return isJson(value) ? value : { text: body };
  } catch {
    return { text: body };
  }
};
