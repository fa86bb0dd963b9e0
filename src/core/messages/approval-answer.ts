import { type AccountId, parseAccountId } from '../model/ids.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { asFields } from './slack-json.ts';

/** The buttons of a question to the approvers; `action_id` in Slack. */
export const approvalActions = [
  'approve-exception',
  'refuse-exception',
  'go-ahead',
  'not-now',
] as const;
export type ApprovalAction = (typeof approvalActions)[number];

/** What is asked, and its state when the button was drawn: an older state is stale. */
export type ApprovalValue =
  | {
      readonly about: 'exception';
      readonly accountId: AccountId;
      /** The user that the exception is filed under; `*` for a workload. */
      readonly userName: string;
      readonly exceptionId: string;
      readonly state: string;
    }
  | { readonly about: 'over-cap'; readonly day: string; readonly state: string };

/** An approver's click, verified and parsed, as it travels through the queue. */
export interface ApprovalAnswer {
  /** The same click always has the same id: `trigger_id`. */
  readonly id: string;
  readonly action: ApprovalAction;
  readonly value: ApprovalValue;
  readonly slackUserId: string;
  readonly slackUserName: string;
  readonly channel: string;
  readonly messageTs: string;
  readonly at: Instant;
}

export const isApprovalAction = (text: unknown): text is ApprovalAction =>
  (approvalActions as readonly unknown[]).includes(text);

/** A value as Slack or the queue brought it back; `undefined` when it does not fit its button. */
export const readApprovalValue = (
  value: unknown,
  action: ApprovalAction,
): ApprovalValue | undefined => {
  const { about, accountId, userName, exceptionId, day, state } = asFields(value) ?? {};
  if (typeof state !== 'string') return undefined;
  const isBatch = action === 'go-ahead' || action === 'not-now';
  if (about === 'over-cap' && isBatch) {
    return typeof day === 'string' ? { about, day, state } : undefined;
  }
  const account = parseAccountId(accountId);
  const isException = about === 'exception' && !isBatch;
  return isException &&
    account !== undefined &&
    typeof userName === 'string' &&
    typeof exceptionId === 'string'
    ? { about, accountId: account, userName, exceptionId, state }
    : undefined;
};

/** An {@link ApprovalAnswer} as the queue brings it; `undefined` for anything else. */
export const readApprovalAnswer = (body: unknown): ApprovalAnswer | undefined => {
  const { id, action, value, slackUserId, slackUserName, channel, messageTs, at } =
    asFields(body) ?? {};
  const time = parseInstant(at);
  if (!isApprovalAction(action) || time === undefined) return undefined;
  const asked = readApprovalValue(value, action);
  return asked !== undefined &&
    typeof id === 'string' &&
    typeof slackUserId === 'string' &&
    typeof slackUserName === 'string' &&
    typeof channel === 'string' &&
    typeof messageTs === 'string'
    ? { id, action, value: asked, slackUserId, slackUserName, channel, messageTs, at: time }
    : undefined;
};
