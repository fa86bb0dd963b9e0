import { signRequest } from './sign-request.ts';

/** A request to the app's interactions URL, as it went out. A test can send it again. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of a click or a submission, as the person who made it sees it. */
export type Delivery =
  | { readonly status: 'answered'; readonly body: string; readonly request: SentRequest }
  | { readonly status: 'failed'; readonly why: string; readonly request?: SentRequest };

export interface DeliveryOptions {
  /** `undefined`: the app has none, and clicks fail. */
  url(): string | undefined;
  readonly signingSecret: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Slack gives an app three seconds. */
  readonly acknowledgeWithinMs: number;
}

/**
 * Sends the fields of an interaction (one, `payload`) or of a slash command, and waits for the
 * acknowledgement. Slack does not send it again.
 * https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
export const createDelivery = (options: DeliveryOptions) => {
  return async (fields: Readonly<Record<string, string>>): Promise<Delivery> => {
    const url = options.url();
    if (url === undefined) {
      return { status: 'failed', why: 'No interactions URL is set for this app.' };
    }
    const body = new URLSearchParams(fields).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signRequest(options.signingSecret, body, options.now()),
    };
    const request: SentRequest = { url, headers, body };
    const seconds = options.acknowledgeWithinMs / 1000;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(options.acknowledgeWithinMs),
      });
      const text = await response.text();
      return response.status === 200
        ? { status: 'answered', body: text, request }
        : { status: 'failed', why: `The app answered with status ${response.status}.`, request };
    } catch (cause) {
      const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
      const why = timedOut
        ? `The app did not answer within ${seconds} seconds.`
        : 'The app could not be reached.';
      return { status: 'failed', why, request };
    }
  };
};
