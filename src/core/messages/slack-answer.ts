import type { Instant } from '../model/instant.ts';

/** The buttons of a case message; `action_id` in Slack. */
export const answerActions = [
  'disable-now',
  'disable-anyway', // after the last look found a use: the person has read where and when
  'keep-for-now',
  'not-mine',
  'show-how-to-switch',
  'answer-questions',
  'request-exception',
  'undo',
] as const;
export type AnswerAction = (typeof answerActions)[number];

/**
 * The `value` of a button: which key, and the state of the case when the button was drawn. A click
 * on an older state is stale and does nothing.
 */
export interface ButtonValue {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly createdAt: Instant;
  /** `buttonState(case)` when the message was rendered. */
  readonly state: string;
}

/** A click or a submitted form, verified and parsed, as it travels through the queue. */
export interface SlackAnswer {
  /** The same click always has the same id: `trigger_id`, or the view's id and hash. */
  readonly id: string;
  readonly action: AnswerAction;
  readonly value: ButtonValue;
  readonly slackUserId: string;
  readonly slackUserName: string;
  readonly channel: string;
  readonly messageTs: string;
  readonly at: Instant;
  /** From the *Keep for now* form. */
  readonly keep?: { readonly reason: string; readonly until: string };
  /** From the *Request exception* form. */
  readonly exception?: {
    readonly reason: string;
    readonly conditions: string;
    readonly scope: 'key' | 'user';
    readonly until: string;
  };
  /** From the *Answer questions* form, by field, each checked. */
  readonly answers?: Readonly<Record<string, string>>;
}
