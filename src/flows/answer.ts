import { approvalContacts } from '../core/events/approval-event.ts';
import { pendingEvents } from '../core/events/case-event.ts';
import { ledgerEntry, unreadableEntry } from '../core/evidence/ledger-entries.ts';
import type { Json } from '../core/evidence/ledger-entry.ts';
import {
  type AnswerDecision,
  type Clicker,
  decideAnswer,
  fitOf,
} from '../core/keys/decide-answer.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import { readSlackAnswer } from '../core/messages/read-slack-answer.ts';
import { renderCaseMessage } from '../core/messages/render-case-message.ts';
import { renderRefusal } from '../core/messages/render-refusal.ts';
import type { SlackAnswer } from '../core/messages/slack-answer.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { type Fact, known } from '../core/model/fact.ts';
import { parseAccessKeyId, parseAccountId } from '../core/model/ids.ts';
import { claimed } from './claimed.ts';
import type { Exceptions } from './exception-ports.ts';
import type {
  CaseTable,
  Clock,
  DomainEvents,
  FlowOutcome,
  Ledger,
  ResponseQueue,
  Slack,
} from './ports.ts';
import { readIsApprover } from './read-is-approver.ts';
import { requestException } from './request-exception.ts';

export interface AnswerPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly responses: ResponseQueue;
  readonly slack: Slack;
  readonly exceptions: Exceptions;
}

type AnswerSettings = Pick<
  Configuration,
  'keys' | 'mode' | 'overrides' | 'exceptions' | 'owners' | 'slack'
>;

/** Takes one click from the queue: still valid, allowed, recorded, done; or refused in words. */
export const answer = async (
  body: unknown,
  messageId: string,
  ports: AnswerPorts,
  settings: AnswerSettings,
): Promise<FlowOutcome> => {
  const click = readSlackAnswer(body);
  const key = click === undefined ? undefined : keyOf(click);
  if (click === undefined || key === undefined) {
    const why = 'the message in the answer queue is not an answer';
    await ports.ledger.append([unreadableEntry(why, messageId, 'answer', ports.clock.now())]);
    return { did: 'unreadable', subject: why };
  }
  const outcome = await claimed(ports, 'answer', click.id, async () => {
    const keyCase = await ports.cases.readCase(key);
    return take(click, keyCase, ports, settings);
  });
  if (outcome.did === 'duplicate') {
    await tell(click, 'This click was taken already. Nothing more was done.', ports);
  }
  return outcome;
};

const take = async (
  click: SlackAnswer,
  keyCase: KeyCase | null,
  ports: AnswerPorts,
  settings: AnswerSettings,
): Promise<FlowOutcome> => {
  const fit = fitOf(click, keyCase);
  if (fit.kind !== 'fits') return settle(click, keyCase, fit, ports);
  const place = fit.keyCase.place ?? unknownPlace(fit.keyCase.key.accountId);
  const decision = decideAnswer(
    click,
    fit.keyCase,
    await readClicker(click, fit.keyCase, ports, settings.exceptions.approvers),
    settingsForKey(settings, place).settings,
    { now: ports.clock.now(), maxDays: settings.exceptions.maxDays },
  );
  if (decision.kind === 'request') return request(click, fit.keyCase, decision, ports);
  if (decision.kind === 'change') return change(click, decision, ports);
  if (decision.kind === 'ask-exception') {
    const { exception, keyCase: changed } = decision;
    const asked = await requestException(exception, ports, approvalContacts(settings));
    if (asked === 'open') {
      await tell(click, 'An exception is asked for already; an approver decides.', ports);
      return outcomeOf(click, 'asked for already');
    }
    return change(click, { ...decision, kind: 'change', keyCase: changed }, ports);
  }
  return settle(click, keyCase, decision, ports);
};

/** Ends a click that asks for nothing new. */
const settle = async (
  click: SlackAnswer,
  keyCase: KeyCase | null,
  decision: Exclude<AnswerDecision, { kind: 'request' | 'change' | 'ask-exception' }>,
  ports: AnswerPorts,
): Promise<FlowOutcome> => {
  switch (decision.kind) {
    case 'try-again':
      throw new LastkeyError(
        'membership-unknown',
        `Whether ${click.slackUserId} may answer could not be read (${decision.why}). Nothing was done; it will be tried again.`,
        { retry: 'yes' },
      );
    case 'refused':
      await record(click, { accepted: false, because: decision.because }, ports);
      if (decision.because === 'stale') await refresh(keyCase, click, ports);
      await tell(click, decision.say, ports);
      return outcomeOf(click, `refused: ${decision.because}`);
    case 'taken':
      if (keyCase !== null) await ports.events.publish(pendingEvents(keyCase));
      return outcomeOf(click, 'taken before');
  }
};

const readClicker = async (
  click: SlackAnswer,
  keyCase: KeyCase,
  ports: AnswerPorts,
  approvers: readonly string[],
): Promise<Clicker> => {
  const [isOwner, isApprover] = await Promise.all([
    readIsOwner(click, keyCase, ports),
    readIsApprover(click.slackUserId, ports, approvers),
  ]);
  return { isOwner, isApprover };
};

/** The person behind the direct message, the one the case was corrected to, or the channel. */
const readIsOwner = async (
  { slackUserId }: SlackAnswer,
  { thread, owners }: KeyCase,
  ports: AnswerPorts,
): Promise<Fact<boolean>> => {
  const here = (value: boolean) => known(value, ports.clock.now(), 'case');
  const isCorrected = owners.some(
    ({ source, contact }) => source === 'corrected' && contact === slackUserId,
  );
  if (thread === undefined || isCorrected) return here(isCorrected);
  return thread.ownerUserId === undefined
    ? ports.slack.isMemberOfChannel(thread.channel, slackUserId)
    : here(thread.ownerUserId === slackUserId);
};

const request = async (
  click: SlackAnswer,
  keyCase: KeyCase,
  decision: Extract<AnswerDecision, { kind: 'request' }>,
  ports: AnswerPorts,
): Promise<FlowOutcome> => {
  await record(click, { accepted: true, isApprover: decision.isApprover }, ports);
  await ports.responses.request({
    id: `answer/${click.id}`,
    key: keyCase.key,
    act: decision.act,
    because: {
      kind: 'answer',
      by: click.slackUserId,
      slackUserId: click.slackUserId,
      isApprover: decision.isApprover,
      anyway: decision.anyway,
    },
    at: click.at,
  });
  return outcomeOf(click, `asked to ${decision.act}`);
};

const change = async (
  click: SlackAnswer,
  decision: Extract<AnswerDecision, { kind: 'change' }>,
  ports: AnswerPorts,
): Promise<FlowOutcome> => {
  const { keyCase, isApprover } = decision;
  const until = click.action === 'keep-for-now' ? { until: keyCase.kept?.until ?? null } : {};
  await record(click, { accepted: true, isApprover, ...until }, ports);
  const written = await ports.cases.writeCase(keyCase);
  if (written === 'changed') {
    throw new LastkeyError(
      'case-changed',
      `The case of ${keyCase.key.accessKeyId} changed while the click was being decided. It will be decided again.`,
      { retry: 'yes' },
    );
  }
  await ports.events.publish(pendingEvents(written));
  return outcomeOf(click, `took ${click.action}`);
};

/** The message may show buttons that no longer work: draw it again as the case now is. */
const refresh = async (
  keyCase: KeyCase | null,
  click: SlackAnswer,
  ports: AnswerPorts,
): Promise<void> => {
  const thread = keyCase?.thread;
  if (keyCase === null || thread === undefined) return;
  if (thread.channel !== click.channel || thread.ts !== click.messageTs) return;
  await ports.slack.updateParent(thread, renderCaseMessage(keyCase));
};

/** Only the person who clicked sees this. Refused (they left the channel) means nobody to tell. */
const tell = async (click: SlackAnswer, words: string, ports: AnswerPorts): Promise<void> => {
  await ports.slack.postEphemeral(click.channel, click.slackUserId, renderRefusal(words));
};

/** The click's own time and id: recording it again changes nothing. What was typed stays out. */
const record = (
  click: SlackAnswer,
  body: { readonly [key: string]: Json },
  ports: AnswerPorts,
): Promise<void> =>
  ports.ledger.append([
    ledgerEntry('answer', click.at, click.id, click.slackUserId, nameOf(click), {
      action: click.action,
      channel: click.channel,
      messageTs: click.messageTs,
      slackUserName: click.slackUserName,
      ...body,
    }),
  ]);

const keyOf = ({ value }: SlackAnswer) => {
  const accountId = parseAccountId(value.accountId);
  const accessKeyId = parseAccessKeyId(value.accessKeyId);
  return accountId === undefined || accessKeyId === undefined
    ? undefined
    : { accountId, accessKeyId, userName: value.userName };
};

const nameOf = ({ value }: SlackAnswer): string =>
  `${value.accountId}/${value.userName}/${value.accessKeyId}`;

const outcomeOf = (click: SlackAnswer, did: string): FlowOutcome => ({
  did,
  subject: nameOf(click),
});
