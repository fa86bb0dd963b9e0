import { app } from '../directory.ts';
import type { Message } from '../message-store.ts';

/** A message as Slack shows it in answers and in interaction payloads. */
export const messageJson = (message: Message): Readonly<Record<string, unknown>> => ({
  type: 'message',
  subtype: 'bot_message',
  user: app.userId,
  bot_id: app.botId,
  app_id: app.id,
  team: app.teamId,
  ts: message.ts,
  text: message.text,
  blocks: message.blocks,
  ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  ...(message.editedTs === undefined ? {} : { edited: { user: app.userId, ts: message.editedTs } }),
  ...(message.files.length === 0
    ? {}
    : { files: message.files.map(({ id, name, title }) => ({ id, name, title })) }),
});
