import type { KnownBlock } from '@slack/types';
import { type ExceptionRecord, userOfScope } from '../keys/exception.ts';
import { approvalButtons } from './approval-buttons.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { dateInWords, slackDate } from './dates.ts';
import { code, plain } from './outside-text.ts';
import { scopeText, scopeWords } from './scope-words.ts';
import type { SlackMessage } from './slack-message.ts';
import { whoIs } from './who.ts';

/** The question to the approvers about an exception; once decided, it says what came of it in place. */
export const renderException = (exception: ExceptionRecord): SlackMessage => {
  const { scope, accountName, accountId, owner, reason, conditions } = exception;
  const title = `${titles[exception.state]}: ${short(scopeText(scope))} in ${short(accountName)}`;
  const asked = `Asked for by ${whoIs(exception.requestedBy)} on ${slackDate(exception.requestedAt)}, until ${slackDate(exception.expiresAt)}.`;
  const blocks: readonly KnownBlock[] = [
    header(title),
    section(
      `*Covers* ${scopeWords(scope)}\n*Account* ${code(accountName)} ${code(accountId)}\n*Owner* ${whoIs(owner)}`,
    ),
    plainSection([`Why: ${reason}`], 900),
    plainSection([`Meanwhile: ${conditions === '' ? 'nothing was offered' : conditions}`], 900),
    section(`${asked}${outcome(exception)}`),
    ...buttons(exception),
    ...smallPrint([`Exception ${exception.id}.`, rules[exception.state]]),
  ];
  return {
    text: plain(`${title}. Until ${dateInWords(exception.expiresAt)}. Why: ${reason}`, 1000),
    blocks,
  };
};

/** Under the question, when nobody has answered for some days. */
export const renderExceptionReminder = (exception: ExceptionRecord): SlackMessage => {
  const words = `Nobody has decided about this exception since ${dateInWords(exception.requestedAt)}. Without an answer it is not granted.`;
  return { text: words, blocks: [plainSection([words])] };
};

const titles: Readonly<Record<ExceptionRecord['state'], string>> = {
  requested: 'Exception requested',
  granted: 'Exception granted',
  'not-granted': 'Exception not granted',
  ended: 'Exception ended',
};

const rules: Readonly<Record<ExceptionRecord['state'], string>> = {
  requested:
    'An approver decides, never the person who asked. Without an answer within 7 days it is not granted.',
  granted:
    'Its owner is reminded 14 and 3 days before it ends. After that the keys are asked about again.',
  'not-granted': 'Everything goes on as announced to the owner.',
  ended: 'The keys are asked about again.',
};

const outcome = ({ state, approver, grantedAt, over }: ExceptionRecord): string => {
  if (state === 'granted' && approver !== undefined && grantedAt !== undefined) {
    return `\n*Granted* by ${whoIs(approver)} on ${slackDate(grantedAt)}.`;
  }
  if (over === undefined) return '';
  const by = over.by === 'lastkey' ? over.by : whoIs(over.by);
  return `\n*${state === 'ended' ? 'Ended' : 'Not granted'}* by ${by} on ${slackDate(over.at)}: ${code(over.why, 300)}.`;
};

const buttons = (exception: ExceptionRecord): readonly KnownBlock[] => {
  if (exception.state !== 'requested') return [];
  return approvalButtons(
    {
      about: 'exception',
      accountId: exception.accountId,
      userName: userOfScope(exception.scope),
      exceptionId: exception.id,
      state: exception.state,
    },
    [
      {
        action: 'approve-exception',
        label: 'Approve',
        style: 'primary',
        confirm: 'The keys stay until the exception ends. Your name goes into the record.',
      },
      { action: 'refuse-exception', label: 'Refuse', style: 'danger' },
    ],
  );
};

const short = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);
