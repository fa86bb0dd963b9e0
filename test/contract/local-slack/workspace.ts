import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import {
  type LocalSlack,
  type SlackOptions,
  startSlack,
} from '../../../src/local/slack/start-slack.ts';

export const botToken = 'xoxb-of-the-test';
export const signingSecret = 'signing-secret-of-the-test';

export const maya = {
  id: 'U0MAYA',
  name: 'maya',
  realName: 'Maya Chen',
  email: 'maya@example.com',
};
export const omar = {
  id: 'U0OMAR',
  name: 'omar',
  realName: 'Omar Haddad',
  email: 'omar@example.com',
};

/** A workspace with two people, an archived channel and a user group. */
export const startWorkspace = (options: Partial<SlackOptions> = {}): Promise<LocalSlack> =>
  startSlack({
    botToken,
    signingSecret,
    people: [maya, omar],
    channels: [
      { id: 'C0SEC', name: 'cloud-security', members: [maya.id, omar.id] },
      { id: 'C0PAY', name: 'team-payments', members: [maya.id] },
      { id: 'C0OLD', name: 'old-project', members: [maya.id], archived: true },
    ],
    usergroups: [{ id: 'S0CLOUDSEC', handle: 'cloud-security-oncall', users: [omar.id] }],
    ...options,
  });

/** The real client, one attempt a call and silent, as a Lambda would use it. */
export const clientOf = (slack: LocalSlack, options: WebClientOptions = {}, token = botToken) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => LogLevel.ERROR,
      setName() {},
    },
    ...options,
  });

/** A call to Slack's Web API by hand, for what the client cannot say. */
export const call = async (
  slack: LocalSlack,
  method: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; json: Record<string, unknown> }> => {
  const response = await fetch(slack.apiUrl + method, { method: 'POST', body, headers });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

/** What Slack's client throws for `ok: false`. */
export const refused = (error: string) => ({
  code: 'slack_webapi_platform_error',
  data: { ok: false, error },
});
