/**
 * Text that a person typed, without what looks like a secret: AWS secret keys (40 characters of
 * base64), Slack tokens, private keys. People paste them into reasons.
 */
export const leaveOutSecrets = (text: string): string =>
  text
    .replace(/-----BEGIN[\s\S]*?(-----END[^\n]*|$)/g, '[left out]')
    .replace(/xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}/g, '[left out]')
    .replace(/(?<![A-Za-z0-9/+=])[A-Za-z0-9/+=]{40}(?![A-Za-z0-9/+=])/g, '[left out]');
