import type { KnownBlock } from '@slack/types';
import type { KeyCase, Notice } from '../keys/key-case.ts';
import { plainSection, section } from './blocks.ts';
import { exposureSteps } from './exposure-steps.ts';
import { noticeSentence } from './notice-sentence.ts';
import type { SlackMessage } from './slack-message.ts';
import { switchSteps } from './switch-steps.ts';
import { plainWords, slackWords } from './words.ts';

/** The thread reply for a notice. The buttons stay on the parent message. */
export const renderNotice = (keyCase: KeyCase, notice: Notice): SlackMessage => ({
  text: noticeSentence(keyCase, notice, plainWords),
  blocks: [section(noticeSentence(keyCase, notice, slackWords)), ...more(keyCase, notice)],
});

const more = (keyCase: KeyCase, notice: Notice): readonly KnownBlock[] => {
  if (notice.kind === 'how-to-switch') return switchSteps(keyCase);
  if (notice.kind === 'exposed') return exposureSteps(keyCase, notice);
  const prose = [
    ...(notice.kind === 're-activated' || notice.kind === 'found'
      ? keyCase.reasons.map(({ text }) => text)
      : []),
    ...labelled('Answers', notice.details['answers']),
    ...labelled('Now', notice.details['summary']),
    ...labelled('Why', notice.details['why']),
    ...labelled('Reason given', notice.details['reason']),
  ];
  return prose.length === 0 ? [] : [plainSection(prose, 1500)];
};

const labelled = (label: string, text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : [`${label}: ${text}`];
