import type { KnownBlock, SectionBlock } from '@slack/types';
import { describeCaller } from '../events/describe-caller.ts';
import type { KeyCase, OwnerContact } from '../keys/key-case.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { caseButtons } from './case-buttons.ts';
import { dateInWords, slackDate } from './dates.ts';
import { headline } from './headline.ts';
import { askedContact, offeredActions } from './offered-actions.ts';
import { code, plain } from './outside-text.ts';
import { roleToUse } from './role-to-use.ts';
import type { SlackMessage } from './slack-message.ts';
import { switchProgress } from './switch-progress.ts';
import { whatHappens } from './what-happens.ts';
import { userWords } from './who.ts';
import { workloadWords } from './workload-words.ts';

export interface CaseMessageOptions {
  /** Whom this copy asks, while the ladder is climbed; else the owner of the thread. */
  readonly asked?: OwnerContact;
}

/**
 * The parent message of a case, always rendered whole from the case, so that an update in place
 * always shows the present state. Pure: the same case makes the same message.
 */
export const renderCaseMessage = (
  keyCase: KeyCase,
  options: CaseMessageOptions = {},
): SlackMessage => {
  const asked = options.asked ?? askedContact(keyCase);
  const isOver = keyCase.stage === 'deleted' || keyCase.stage === 'gone';
  const blocks: KnownBlock[] = [
    header(headline(keyCase)),
    ...(isOver ? [] : roleToUse(keyCase)),
    facts(keyCase),
    ...switchProgress(keyCase),
    section(whatHappens(keyCase)),
    ...(keyCase.kept === undefined || keyCase.stage === 'disabled' || isOver
      ? []
      : [plainSection([`Reason given: ${keyCase.kept.reason}`], 700)]),
    ...unknowns(keyCase),
    ...caseButtons(keyCase, asked),
    ...smallPrint([
      ...keyCase.reasons.slice(0, 4).map(({ text }) => text),
      ...whyYou(keyCase, asked),
      ...waiting(keyCase),
    ]),
  ];
  return { text: summaryText(keyCase), blocks };
};

const facts = (keyCase: KeyCase): SectionBlock => ({
  type: 'section',
  fields: [
    ['Account', `${code(keyCase.accountName)} ${code(keyCase.key.accountId)}`],
    ['User', code(userWords(keyCase.key.userName))],
    ['Key', code(keyCase.key.accessKeyId)],
    ['Made', made(keyCase)],
    ...usedFor(keyCase),
    ...lastUsed(keyCase),
  ].map(([label, value]) => ({ type: 'mrkdwn', text: `*${label}*\n${value}`, verbatim: true })),
});

const made = (keyCase: KeyCase): string => {
  const tool = keyCase.automation === undefined ? '' : ` with ${code(keyCase.automation)}`;
  return `by ${code(describeCaller(keyCase.createdBy))}${tool}\n${slackDate(keyCase.key.createdAt)}`;
};

const usedFor = ({ replacement }: KeyCase): readonly (readonly [string, string])[] => {
  const words = workloadWords[replacement.workload.kind];
  if (words === undefined) return [];
  return [['Used for', `${words}${howSure(replacement.workload.confidence)}`]];
};

const howSure = (confidence: number): string =>
  confidence >= 0.9 ? '' : confidence >= 0.7 ? ' (likely)' : ' (a guess)';

const lastUsed = ({ lastUse }: KeyCase): readonly (readonly [string, string])[] => {
  if (lastUse === undefined) return [];
  if (lastUse === null) return [['Last used', 'never']];
  const where = `${code(lastUse.service)} in ${code(lastUse.region)}`;
  return [['Last used', `${where}\n${slackDate(lastUse.at)}`]];
};

const unknowns = (keyCase: KeyCase): readonly KnownBlock[] => {
  const all = [...keyCase.unknowns, ...keyCase.replacement.unknowns];
  return all.length === 0
    ? []
    : [
        plainSection(
          ['Could not be read, so nothing is assumed about it:', ...all.map(dash)],
          1200,
        ),
      ];
};

const dash = (line: string): string => `– ${line}`;

const whyYou = (keyCase: KeyCase, asked: OwnerContact | undefined): readonly string[] => {
  if (asked === undefined) return [];
  const passedOn = keyCase.notices.some((notice) => notice.kind === 'not-mine');
  return [
    `You are asked because of: ${asked.evidence}.`,
    ...(passedOn ? ['Somebody else was asked first and said that the key is not theirs.'] : []),
  ];
};

/** The sweep tells an owner of a few keys a day: this is the first of many. */
const waiting = ({ notices, openedAt }: KeyCase): readonly string[] => {
  const more = notices.find(({ kind, at }) => kind === 'found' && at === openedAt)?.details[
    'waiting'
  ];
  if (more === undefined) return [];
  return [
    more === '1'
      ? 'One more key of yours is to be talked about; it comes on a later day.'
      : `${more} more keys of yours are to be talked about; they come on later days, riskiest first.`,
  ];
};

/** For notifications and screen readers: words only, no formatting. */
const summaryText = (keyCase: KeyCase): string => {
  const { role, summary } = keyCase.replacement;
  const instead = role?.existing === true ? `Use role ${role.arn} instead.` : summary;
  const when =
    keyCase.dueAt === undefined || offeredActions(keyCase).length < 2
      ? ''
      : `${keyCase.mode === 'enforce' ? 'Due' : 'Would be due'} ${dateInWords(keyCase.dueAt)}.`;
  return plain(
    [`${headline(keyCase)}.`, `Key ${keyCase.key.accessKeyId}.`, instead, when].join(' '),
    1000,
  );
};
