import type { ContextBlock, HeaderBlock, PlainTextElement, SectionBlock } from '@slack/types';
import { blockLimits } from './block-limits.ts';
import { plain } from './outside-text.ts';

/** `plain_text` from any text, cut to `max`; emoji codes in names stay as written. */
export const plainText = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: plain(text, max),
  emoji: false,
});

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: plainText(text, blockLimits.header),
});

/** A section of our own words; what comes from outside is in it as code spans only. */
export const section = (mrkdwn: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: mrkdwn, verbatim: true },
});

/** Lines of prose that may hold anything: shown exactly as they are, within `max` in all. */
export const plainSection = (
  lines: readonly string[],
  max: number = blockLimits.sectionText,
): SectionBlock => {
  const shown: string[] = [];
  let left = max;
  for (const line of lines) {
    if (left < 80) {
      shown.push('…');
      break;
    }
    const text = plain(line, left - 2);
    shown.push(text);
    left -= text.length + 1;
  }
  return {
    type: 'section',
    text: { type: 'plain_text', text: shown.join('\n') || '…', emoji: false },
  };
};

/** Small print; no block when there is nothing to print. */
export const smallPrint = (lines: readonly string[]): readonly ContextBlock[] => {
  const elements = lines
    .map((line) => plainText(line, 600))
    .filter(({ text }) => text !== '')
    .slice(0, blockLimits.contextElements);
  return elements.length === 0 ? [] : [{ type: 'context', elements }];
};
