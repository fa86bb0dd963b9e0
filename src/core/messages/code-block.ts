import type { SectionBlock } from '@slack/types';
import { blockLimits } from './block-limits.ts';
import { escapeControl, manyLines } from './outside-text.ts';

/**
 * Lines as a code block; three backticks in a row would end it. A block that does not fit is cut at a line and says so: half a policy must
 * not look like a whole one.
 */
export const codeBlock = (
  lines: readonly string[],
  max: number = blockLimits.sectionText,
): SectionBlock => {
  const shown: string[] = [];
  let left = max - 60;
  for (const line of lines.flatMap(manyLines)) {
    const text = escapeControl(line.replaceAll('```', "'''"));
    left -= text.length + 1;
    if (left < 0) {
      shown.push('… (cut: too long for Slack)');
      break;
    }
    shown.push(text);
  }
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: `\`\`\`\n${shown.join('\n')}\n\`\`\``, verbatim: true },
  };
};
