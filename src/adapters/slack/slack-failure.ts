import { ErrorCode } from '@slack/web-api';
import { LastkeyError } from '../../core/model/errors.ts';

/**
 * Error codes that another rung of the owner ladder may cure.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors and the other methods' pages
 */
const refusals: ReadonlySet<string> = new Set([
  'access_denied',
  'cannot_dm_bot',
  'cant_update_message',
  'channel_not_found',
  'channel_type_not_supported',
  'edit_window_closed',
  'invalid_user_combination',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'messages_tab_disabled',
  'method_not_supported_for_channel_type',
  'not_in_channel',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'thread_locked',
  'thread_not_found',
  'user_disabled',
  'user_is_bot',
  'user_not_found',
  'user_not_in_channel',
  'user_not_visible',
  'users_not_found',
]);

/** Nothing works before an operator has acted: a new token, or the missing scope. */
const tokenFaults: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
]);

/** The message itself is wrong: sending it again cannot help. */
const messageFaults: ReadonlySet<string> = new Set([
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'too_many_attachments',
]);

/** Slack's error code when it refused for a reason of the receiver, else `undefined`. */
export const refusalCode = (error: unknown): string | undefined => {
  const code = platformCode(error);
  return code !== undefined && refusals.has(code) ? code : undefined;
};

/** Any other failure of a call. What we cannot place may pass: it is tried again, then dead-letters. */
export const slackFailure = (error: unknown, method: string): LastkeyError => {
  const retryAfter = numberAt(error, 'retryAfter');
  if (codeOf(error) === ErrorCode.RateLimitedError) return rateLimited(method, retryAfter, error);
  const code = platformCode(error);
  if (code === 'ratelimited' || code === 'rate_limited') {
    return rateLimited(method, undefined, error);
  }
  if (code !== undefined && tokenFaults.has(code)) {
    return new LastkeyError(
      'slack-token',
      `Slack refused ${method} with ${code}. The bot token or its scopes must be replaced in the secret; messages wait until then.`,
      { retry: 'yes', cause: error },
    );
  }
  if (code !== undefined && messageFaults.has(code)) {
    return new LastkeyError(
      'slack-message',
      `Slack refused ${method} with ${code}: the message is not one that Slack can show.`,
      { retry: 'no', cause: error },
    );
  }
  return new LastkeyError(
    'slack-unavailable',
    `Slack did not answer ${method} as expected (${code ?? describe(error)}). It will be tried again.`,
    { retry: 'yes', cause: error },
  );
};

/** Slack asks to wait; one message a second and channel is its usual limit. */
const rateLimited = (method: string, seconds: number | undefined, cause: unknown): LastkeyError =>
  new LastkeyError(
    'slack-rate-limited',
    `Slack asks to wait ${seconds === undefined ? 'a while' : `${seconds} s`} before ${method}. It will be tried again then.`,
    { retry: 'yes', retryAfterSeconds: Math.max(1, seconds ?? 30), cause },
  );

/** `error` of a 200 answer with `ok: false`. A body that is no JSON arrives here as a whole. */
const platformCode = (error: unknown): string | undefined => {
  if (codeOf(error) !== ErrorCode.PlatformError) return undefined;
  const { error: code } = (error as { readonly data: { readonly error?: unknown } }).data;
  return typeof code === 'string' && /^[a-z0-9_]{1,64}$/.test(code) ? code : undefined;
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const numberAt = (error: unknown, name: string): number | undefined => {
  const value = (error as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === 'number' ? value : undefined;
};

/** Never the answer's body: it may repeat what was sent. */
const describe = (error: unknown): string => {
  const status = numberAt(error, 'statusCode');
  if (status !== undefined) return `HTTP ${status}`;
  if (codeOf(error) === ErrorCode.PlatformError) return 'an answer that is not JSON';
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown error';
};
