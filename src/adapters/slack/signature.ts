import { createHmac, timingSafeEqual } from 'node:crypto';
import { epochMs, type Instant } from '../../core/model/instant.ts';

export type SignatureCheck =
  | { readonly status: 'verified' }
  | { readonly status: 'refused'; readonly why: string };

/** How far the clocks of Slack and this function may be apart, and how old a replay may be. */
const toleranceSeconds = 300;

/**
 * Checks that Slack signed these very bytes, before anything in them is looked at: HMAC-SHA256 over
 * `v0:<timestamp>:<body>`, compared in constant time, at most five minutes old or ahead.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 * @param rawBody the bytes as they arrived, decoded from base64 only
 * @param signingSecrets the present one and, while it is being rotated, the previous one
 */
export const checkSignature = (
  rawBody: Uint8Array,
  headers: { readonly timestamp: string | undefined; readonly signature: string | undefined },
  signingSecrets: readonly string[],
  now: Instant,
): SignatureCheck => {
  const { timestamp, signature } = headers;
  if (timestamp === undefined || signature === undefined) return refused('no signature');
  if (!/^\d{1,12}$/.test(timestamp)) return refused('the timestamp is not a number of seconds');
  if (Math.abs(epochMs(now) / 1000 - Number(timestamp)) > toleranceSeconds) {
    return refused('the timestamp is more than five minutes away');
  }
  if (!/^v0=[0-9a-f]{64}$/.test(signature)) return refused('not a version 0 signature');
  const given = Buffer.from(signature.slice(3), 'hex');
  // Every secret is tried, so that the time taken does not tell which one fits.
  const matches = signingSecrets
    .filter((secret) => secret !== '')
    .map((secret) => timingSafeEqual(given, signatureOf(secret, timestamp, rawBody)));
  return matches.includes(true) ? { status: 'verified' } : refused('the signature does not match');
};

const signatureOf = (secret: string, timestamp: string, rawBody: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest();

const refused = (why: string): SignatureCheck => ({ status: 'refused', why });
