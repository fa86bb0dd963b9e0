/**
 * `JSON.stringify` replacer for logs: session tokens, secret keys and Slack secrets never reach a
 * log line, wherever they are nested.
 */
export const withoutSecrets = (key: string, value: unknown): unknown =>
  secretNames.test(key) && typeof value === 'string' ? '[left out]' : value;

const secretNames =
  /^(sessionToken|session_token|secretAccessKey|secret|botToken|signingSecret|previousSigningSecret|token|authorization|x-slack-signature|response_url|trigger_id|receiptHandle)$/i;
