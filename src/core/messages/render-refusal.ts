import { plainSection } from './blocks.ts';
import { plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';

/** What one person reads when a click changed nothing: why, and what to do. */
export const renderRefusal = (why: string): SlackMessage => ({
  text: plain(why, 1000),
  blocks: [plainSection([why], 1000)],
});
