import { approvalContacts, overCapEvent } from '../core/events/approval-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { decideOverCap, type OverCapAsk } from '../core/keys/over-cap.ts';
import type { ApprovalAnswer, ApprovalValue } from '../core/messages/approval-answer.ts';
import { LastkeyError } from '../core/model/errors.ts';
import {
  type ApprovalSettings,
  type ApproverDecision,
  isFrom,
  refusedBecause,
} from './approver-decision.ts';
import type { Limits } from './limit-ports.ts';
import type { CaseTable, Clock, DomainEvents, Ledger, ResponseQueue } from './ports.ts';

export interface OverCapAnswerPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly limits: Limits;
  readonly responses: ResponseQueue;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

/** *Go ahead* asks for exactly the keys that the message listed; *Not now* leaves them alone. */
export const answerOverCap = async (
  click: ApprovalAnswer,
  { day, state }: Extract<ApprovalValue, { about: 'over-cap' }>,
  ports: OverCapAnswerPorts,
  settings: ApprovalSettings,
): Promise<ApproverDecision> => {
  const ask = await ports.limits.readAsk(day);
  if (ask === null) return refusedBecause('stale', 'lastkey knows nothing about this question.');
  const isGoAhead = click.action === 'go-ahead';
  const wasAnsweredByThisClick =
    ask.answered?.by === click.slackUserId &&
    ask.answered.at === click.at &&
    ask.state === (isGoAhead ? 'go-ahead' : 'not-now');
  if (wasAnsweredByThisClick) {
    // An earlier attempt may have ended before every key was asked for: once more, with the same ids.
    await carryOut(ask, ports, settings);
    return { kind: 'taken', subject: `over-cap/${day}` };
  }
  if (!isFrom(click, ask.thread)) {
    return refusedBecause('stale', 'There is a newer message about this. Please answer there.');
  }
  const decision = decideOverCap(
    ask,
    { by: click.slackUserId, isGoAhead, state, at: click.at },
    ports.clock.now(),
  );
  if (decision.kind === 'refused') {
    await ports.events.publish([overCapEvent(ask, approvalContacts(settings), ports.clock.now())]);
    return refusedBecause(decision.because, decision.say);
  }
  await ports.ledger.append([
    ledgerEntry('over-cap', click.at, click.id, click.slackUserId, `over-cap/${day}`, {
      step: decision.ask.state,
      keys: ask.keys.map(({ key }) => accessKeyName(key)),
    }),
  ]);
  const written = await ports.limits.writeAsk(decision.ask);
  if (written === 'changed') {
    throw new LastkeyError(
      'question-changed',
      `The question of ${day} changed while it was being answered. It will be decided again.`,
      { retry: 'yes' },
    );
  }
  await carryOut(written, ports, settings);
  return { kind: 'taken', subject: `over-cap/${day}` };
};

const carryOut = async (
  ask: OverCapAsk,
  ports: OverCapAnswerPorts,
  settings: ApprovalSettings,
): Promise<void> => {
  const { answered } = ask;
  if (ask.state === 'go-ahead' && answered !== undefined) {
    for (const { key, dueAt } of ask.keys) {
      await ports.responses.request({
        id: `over-cap/${ask.day}/${accessKeyName(key)}`,
        key,
        act: 'disable',
        because: { kind: 'due', dueAt, approvedBy: answered.by },
        at: answered.at,
      });
    }
  }
  await ports.events.publish([overCapEvent(ask, approvalContacts(settings), ports.clock.now())]);
};
