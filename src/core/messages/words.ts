import type { Instant } from '../model/instant.ts';
import { dateInWords, slackDate } from './dates.ts';
import { code, plain } from './outside-text.ts';
import { whoIs } from './who.ts';

/** How one sentence writes what comes from outside: as Slack formatting, or as words only. */
export interface Words {
  readonly name: (text: string) => string;
  readonly date: (at: Instant) => string;
  readonly who: (nameOrId: string) => string;
}

export const slackWords: Words = {
  name: (text) => code(text, 600),
  date: slackDate,
  who: (nameOrId) => (nameOrId === 'lastkey' ? nameOrId : whoIs(nameOrId)),
};

/** For `text`: notifications and screen readers. Mentions of Slack ids work there too. */
export const plainWords: Words = {
  name: (text) => plain(text, 200),
  date: dateInWords,
  who: (nameOrId) => whoIs(nameOrId).replaceAll('`', ''),
};
