import type { Message } from '../message-store.ts';
import { type Html, html } from './html.ts';
import { anchorOf, message } from './message.ts';
import type { Context } from './mrkdwn.ts';
import { slackDate } from './slack-date.ts';

/** One piece of a conversation; the page replaces a piece when its markup changed. */
export interface Piece {
  readonly key: string;
  readonly html: Html;
}

const replies = (count: number) => (count === 1 ? '1 reply' : `${count} replies`);

/** Messages oldest first, each thread under its parent, with a line where a day begins. */
export const conversation = (messages: readonly Message[], context: Context): readonly Piece[] => {
  const isHere = new Set(messages.map(({ ts }) => ts));
  const repliesTo = new Map<string, Message[]>();
  const parents: Message[] = [];
  for (const one of messages) {
    // A reply whose parent this person cannot see, or that was deleted, stands alone.
    if (one.threadTs === undefined || !isHere.has(one.threadTs)) parents.push(one);
    else repliesTo.set(one.threadTs, [...(repliesTo.get(one.threadTs) ?? []), one]);
  }
  const pieces: Piece[] = [];
  let lastDay: string | undefined;
  for (const parent of parents) {
    const day = slackDate(Number(parent.ts) * 1000, '{date_long_pretty}', context.reader) ?? '';
    if (day !== lastDay) {
      const label = day.charAt(0).toUpperCase() + day.slice(1);
      pieces.push({
        key: `day ${parent.ts}`,
        html: html`<p class="day" role="separator"><span>${label}</span></p>`,
      });
      lastDay = day;
    }
    pieces.push({ key: anchorOf(parent.ts), html: message(parent, context) });
    const thread = repliesTo.get(parent.ts) ?? [];
    if (thread.length > 0) {
      pieces.push({
        key: `thread ${parent.ts}`,
        html: html`<p class="thread">${replies(thread.length)}</p>`,
      });
    }
    for (const reply of thread) {
      pieces.push({ key: anchorOf(reply.ts), html: message(reply, context) });
    }
  }
  return pieces;
};
