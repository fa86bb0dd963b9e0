import type { SweepEventDetail } from '../events/sweep-event.ts';
import { header, plainSection, smallPrint } from './blocks.ts';
import { plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';

/** What a sweep has to say in one message. Nothing in it can be pressed: each thing has its own place. */
export const renderSweep = ({ title, lines, more, advice }: SweepEventDetail): SlackMessage => ({
  text: plain(`${title}. ${lines[0] ?? ''}`, 600),
  blocks: [
    header(title),
    plainSection(
      [...lines.map((line) => `• ${line}`), ...(more === 0 ? [] : [`… and ${more} more.`])],
      2600,
    ),
    ...smallPrint([advice]),
  ],
});
