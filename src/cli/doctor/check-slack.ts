import { WebClient } from '@slack/web-api';
import { httpsFetch } from '../../adapters/slack/https-fetch.ts';
import { slackSecretReader } from '../../adapters/slack/slack-secret.ts';
import { hubNames } from '../../core/model/hub-names.ts';
import { type Check, checkOf } from './check.ts';

/**
 * Whether Slack knows the bot token. The token is used for this one call and shown nowhere.
 * https://docs.slack.dev/reference/methods/auth.test
 */
export const checkSlack = (apiUrl: string | undefined): Promise<Check> =>
  checkOf('slack', async () => {
    const { botToken } = await slackSecretReader(hubNames.slackSecret)();
    const client = new WebClient(botToken, {
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 5_000,
      fetch: httpsFetch,
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    });
    try {
      const { team, user } = await client.auth.test();
      return { status: 'ok', what: `Slack knows the token as ${user} in ${team}` };
    } catch (error) {
      const code = (error as { readonly data?: { readonly error?: string } }).data?.error;
      if (code === undefined) throw error;
      return {
        status: 'failed',
        what: `Slack answers ${code}`,
        next: `Install the app again and put its bot token into the secret ${hubNames.slackSecret}.`,
      };
    }
  });
