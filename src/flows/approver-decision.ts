import type { Thread } from '../core/keys/key-case.ts';
import type { ApprovalAnswer } from '../core/messages/approval-answer.ts';
import type { Configuration } from '../core/model/configuration.ts';

/** What became of an approver's click. */
export type ApproverDecision =
  | { readonly kind: 'taken'; readonly subject: string }
  | {
      readonly kind: 'refused';
      readonly because: 'not-allowed' | 'unknown' | 'stale' | 'own-request';
      readonly say: string;
    };

export type ApprovalSettings = Pick<Configuration, 'exceptions' | 'owners' | 'slack'>;

export const refusedBecause = (
  because: Extract<ApproverDecision, { kind: 'refused' }>['because'],
  say: string,
): ApproverDecision => ({ kind: 'refused', because, say });

/** A click on anything but the one message that asks is stale: a copy, an older question. */
export const isFrom = (click: ApprovalAnswer, thread: Thread | undefined): boolean =>
  thread?.channel === click.channel && thread.ts === click.messageTs;
