import type { KnownBlock } from '@slack/types';
import type { DeniedLogins } from '../federation/role-case.ts';
import type { OwnerContact } from '../keys/key-case.ts';
import { nameOfArn } from '../model/ids.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { codeBlock } from './code-block.ts';
import { dateInWords, slackDate } from './dates.ts';
import { code, plain } from './outside-text.ts';
import { patchLines } from './patch-lines.ts';
import type { SlackMessage } from './slack-message.ts';

/**
 * The message about denied logins of one subject: rendered whole from the case, so that an update in
 * place shows the present count, the present cause, and in the end that a login succeeded.
 */
export const renderDeniedLogins = (denied: DeniedLogins, asked?: OwnerContact): SlackMessage => {
  const { key, diagnosis, count } = denied;
  const isOver = denied.state === 'closed';
  const title = `${isOver ? 'Login works again' : 'Login denied'}: ${nameOfArn(key.roleArn)} in ${denied.accountName}`;
  const times = `${count === 1 ? 'one login' : `${count} logins`} denied`;
  const blocks: readonly KnownBlock[] = [
    header(title),
    facts(denied),
    ...(denied.closedAt === undefined
      ? []
      : [section(`A login of this subject succeeded on ${slackDate(denied.closedAt)}.`)]),
    ...(diagnosis === undefined || isOver ? [] : explanation(diagnosis)),
    ...smallPrint([
      ...denied.unknowns,
      ...(diagnosis?.unknowns ?? []),
      ...(asked === undefined ? [] : [`You are asked because of: ${asked.evidence}.`]),
    ]),
  ];
  const summary = isOver ? `After ${times}, a login succeeded.` : (diagnosis?.summary ?? '');
  return {
    text: plain(`${title}. ${summary} (${times}, last ${dateInWords(denied.lastSeenAt)})`, 1500),
    blocks,
  };
};

const facts = ({
  key,
  accountId,
  accountName,
  count,
  firstSeenAt,
  lastSeenAt,
}: DeniedLogins): KnownBlock => ({
  type: 'section',
  fields: [
    ['Role', code(key.roleArn, 600)],
    ['Account', `${code(accountName)} ${code(accountId)}`],
    ['Presented subject', code(key.subject, 600)],
    ['Identity provider', code(key.identityProvider, 600)],
    ['Denied', `${count === 1 ? 'once' : `${count} times`}, first ${slackDate(firstSeenAt)}`],
    ['Last', slackDate(lastSeenAt)],
  ].map(([label, value]) => ({ type: 'mrkdwn', text: `*${label}*\n${value}`, verbatim: true })),
});

const explanation = ({
  summary,
  advice,
  patch,
}: NonNullable<DeniedLogins['diagnosis']>): readonly KnownBlock[] => [
  plainSection([summary, advice], 2500),
  ...(patch.length === 0 ? [] : [codeBlock(patchLines(patch))]),
];
