import { type Instant, parseInstant } from '../model/instant.ts';
import { leaveOutSecrets } from './leave-out-secrets.ts';
import { asFields } from './slack-json.ts';

/** `/lastkey stop <reason>` or `/lastkey go`, verified and parsed, as it travels through the queue. */
export interface SlackCommand {
  /** The same command always has the same id: `trigger_id`. */
  readonly id: string;
  readonly command: 'stop' | 'go';
  /** Without what looks like a secret; empty when none was given. */
  readonly reason: string;
  readonly slackUserId: string;
  readonly slackUserName: string;
  readonly channel: string;
  readonly at: Instant;
}

export const commandUsage =
  'Write "/lastkey stop <why>" to stop every act of lastkey at once, or "/lastkey go" to let it act again. Approvers only.';

/**
 * Reads the fields of a slash command whose signature was verified.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
 */
export const parseCommand = (
  fields: Readonly<Record<string, string>>,
  now: Instant,
):
  | { readonly kind: 'command'; readonly command: SlackCommand }
  | { readonly kind: 'usage'; readonly say: string }
  | { readonly kind: 'unreadable'; readonly why: string } => {
  const { trigger_id: id, user_id: slackUserId, channel_id: channel } = fields;
  if (!id || !slackUserId || !channel) {
    return { kind: 'unreadable', why: 'a command without its user, channel or trigger' };
  }
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(fields['text'] ?? '') ?? [];
  const command = word.toLowerCase();
  const reason = leaveOutSecrets(rest.trim()).slice(0, 300);
  if (command !== 'stop' && command !== 'go') return { kind: 'usage', say: commandUsage };
  if (command === 'stop' && reason === '') {
    return { kind: 'usage', say: `Say why, for those who wonder tomorrow. ${commandUsage}` };
  }
  return {
    kind: 'command',
    command: {
      id,
      command,
      reason,
      slackUserId,
      slackUserName: fields['user_name'] ?? 'unknown',
      channel,
      at: now,
    },
  };
};

/** A {@link SlackCommand} as the queue brings it; `undefined` for anything else. */
export const readSlackCommand = (body: unknown): SlackCommand | undefined => {
  const { id, command, reason, slackUserId, slackUserName, channel, at } = asFields(body) ?? {};
  const time = parseInstant(at);
  return (command === 'stop' || command === 'go') &&
    typeof id === 'string' &&
    typeof reason === 'string' &&
    typeof slackUserId === 'string' &&
    typeof slackUserName === 'string' &&
    typeof channel === 'string' &&
    time !== undefined
    ? { id, command, reason, slackUserId, slackUserName, channel, at: time }
    : undefined;
};
