import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod/mini';
import { LastkeyError } from '../../core/model/errors.ts';

const secretSchema = z.object({
  botToken: z.string().check(z.minLength(1)),
  signingSecret: z.string().check(z.minLength(1)),
  /** Still accepted while the signing secret is being rotated. */
  previousSigningSecret: z.optional(z.string()),
});
export type SlackSecret = z.infer<typeof secretSchema>;

/** A rotated secret is picked up this long after the change at the latest. */
const cacheSeconds = 180;

/**
 * Reads `{"botToken","signingSecret","previousSigningSecret"?}` from Secrets Manager, once every few
 * minutes.
 * @throws LastkeyError `slack-secret` (retry): an operator must put it right, messages wait
 */
export const slackSecretReader = (secretArn: string): (() => Promise<SlackSecret>) => {
  const provider = new SecretsProvider();
  return async () => {
    let text: unknown;
    try {
      text = await provider.get(secretArn, { maxAge: cacheSeconds });
    } catch (cause) {
      throw failure('cannot be read', cause);
    }
    const parsed = z.safeParse(secretSchema, parseJson(text));
    if (parsed.success) return parsed.data;
    // Names of fields only: the values are secrets.
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole');
    throw failure(`lacks or misspells: ${fields.join(', ')}`);
  };
};

const parseJson = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
};

const failure = (what: string, cause?: unknown): LastkeyError =>
  new LastkeyError(
    'slack-secret',
    `The Slack secret ${what}. Expected JSON with botToken and signingSecret: see the runbook.`,
    { retry: 'yes', cause },
  );
