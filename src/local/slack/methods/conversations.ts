import type { Conversation } from '../directory.ts';
import { type Method, type MethodAnswer, refuse, textArgument } from './method.ts';

const describe = (conversation: Conversation): MethodAnswer => ({
  ok: true,
  channel: {
    id: conversation.id,
    is_channel: conversation.kind === 'channel',
    is_im: conversation.kind === 'direct',
    is_archived: conversation.archived,
    is_private: conversation.kind === 'direct',
    is_member: true,
    ...(conversation.kind === 'channel'
      ? { name: conversation.name, num_members: conversation.members.length }
      : { user: conversation.members[0] }),
  },
});

/** https://docs.slack.dev/reference/methods/conversations.open, for one person. */
export const open: Method = (call) => {
  const users = textArgument(call, 'users').split(',').filter(Boolean);
  const byId = call.workspace.directory.conversation(textArgument(call, 'channel'));
  if (users.length === 0)
    return byId === undefined ? refuse('users_list_not_supplied') : describe(byId);
  if (users.length > 1) {
    return refuse('invalid_arguments', [
      'the local Slack opens direct messages with one person only [json-pointer:/users]',
    ]);
  }
  const direct = call.workspace.directory.directMessagesWith(users[0] ?? '');
  return direct === undefined ? refuse('user_not_found') : describe(direct);
};

/** https://docs.slack.dev/reference/methods/conversations.info */
export const info: Method = (call) => {
  const conversation = call.workspace.directory.conversation(textArgument(call, 'channel'));
  return conversation === undefined ? refuse('channel_not_found') : describe(conversation);
};

const cursorOf = (offset: number) => Buffer.from(`member:${offset}`).toString('base64');

/** https://docs.slack.dev/reference/methods/conversations.members, in pages of at most 1,000. */
export const members: Method = (call) => {
  const conversation = call.workspace.directory.conversation(textArgument(call, 'channel'));
  if (conversation === undefined) return refuse('channel_not_found');
  const limit = Number(textArgument(call, 'limit') || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return refuse('invalid_limit');
  const cursor = textArgument(call, 'cursor');
  const decoded = /^member:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (cursor !== '' && decoded === null) return refuse('invalid_cursor');
  const from = Number(decoded?.[1] ?? 0);
  const to = from + limit;
  return {
    ok: true,
    members: conversation.members.slice(from, to),
    response_metadata: { next_cursor: to < conversation.members.length ? cursorOf(to) : '' },
  };
};
