import type { Message } from '../message-store.ts';
import { messageContent } from './message-content.ts';
import { messageJson } from './message-json.ts';
import {
  hasArgument,
  jsonArgument,
  type Method,
  type MethodCall,
  refuse,
  textArgument,
} from './method.ts';

const contentOf = (call: MethodCall) =>
  messageContent(
    call.workspace,
    textArgument(call, 'text'),
    // Blocks that are there but no JSON are refused, not left out.
    hasArgument(call, 'blocks') ? (jsonArgument(call, 'blocks') ?? 'unreadable') : undefined,
  );

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const postMessage: Method = (call) => {
  const { workspace } = call;
  const conversation = workspace.directory.conversationNamed(textArgument(call, 'channel'));
  if (conversation === undefined) return refuse('channel_not_found');
  if (conversation.archived) return refuse('is_archived');
  const content = contentOf(call);
  if (content.status === 'refused') return refuse(content.error, content.faults);
  const threadTs = textArgument(call, 'thread_ts');
  // Slack lets some of these pass and the reply then stands alone: here it is an error.
  if (threadTs !== '' && workspace.messages.find(conversation.id, threadTs) === undefined) {
    return refuse('thread_not_found');
  }
  const message: Message = {
    channel: conversation.id,
    ts: workspace.ids.ts(),
    ...(threadTs === '' ? {} : { threadTs }),
    text: content.text,
    blocks: content.blocks,
    files: [],
  };
  workspace.messages.post(message);
  return { ok: true, channel: message.channel, ts: message.ts, message: messageJson(message) };
};

/** https://docs.slack.dev/reference/methods/chat.update takes an id only, never a name. */
export const update: Method = (call) => {
  const { workspace } = call;
  const conversation = workspace.directory.conversation(textArgument(call, 'channel'));
  if (conversation === undefined) return refuse('channel_not_found');
  if (conversation.archived) return refuse('is_inactive');
  const old = workspace.messages.find(conversation.id, textArgument(call, 'ts'));
  if (old === undefined || old.onlyFor !== undefined) return refuse('message_not_found');
  const content = contentOf(call);
  if (content.status === 'refused') return refuse(content.error, content.faults);
  const message: Message = {
    ...old,
    text: content.text,
    // Slack keeps the blocks when only the text is given.
    blocks: hasArgument(call, 'blocks') ? content.blocks : old.blocks,
    editedTs: workspace.ids.ts(),
  };
  workspace.messages.replace(message);
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: messageJson(message),
  };
};

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const postEphemeral: Method = (call) => {
  const { workspace } = call;
  const conversation = workspace.directory.conversationNamed(textArgument(call, 'channel'));
  if (conversation === undefined) return refuse('channel_not_found');
  if (conversation.archived) return refuse('is_archived');
  const userId = textArgument(call, 'user');
  if (!conversation.members.includes(userId)) return refuse('user_not_in_channel');
  const content = contentOf(call);
  if (content.status === 'refused') return refuse(content.error, content.faults);
  const threadTs = textArgument(call, 'thread_ts');
  const ts = workspace.ids.ts();
  workspace.messages.post({
    channel: conversation.id,
    ts,
    ...(threadTs === '' ? {} : { threadTs }),
    text: content.text,
    blocks: content.blocks,
    files: [],
    onlyFor: userId,
  });
  return { ok: true, message_ts: ts };
};

/** https://docs.slack.dev/reference/methods/chat.getPermalink; the link opens the local inbox. */
export const getPermalink: Method = (call) => {
  const { workspace, baseUrl } = call;
  const conversation = workspace.directory.conversation(textArgument(call, 'channel'));
  if (conversation === undefined) return refuse('channel_not_found');
  const message = workspace.messages.find(conversation.id, textArgument(call, 'message_ts'));
  if (message === undefined) return refuse('message_not_found');
  const permalink = `${baseUrl}archives/${conversation.id}/p${message.ts.replace('.', '')}`;
  return { ok: true, channel: conversation.id, permalink };
};
