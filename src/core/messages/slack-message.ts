import type { KnownBlock } from '@slack/types';

/** What Slack is asked to show. `text` is always set: notifications and screen readers read it. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
