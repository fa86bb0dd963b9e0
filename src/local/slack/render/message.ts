import type { Message } from '../message-store.ts';
import { block } from './block.ts';
import { type Html, html, raw } from './html.ts';
import { type Context, mrkdwn } from './mrkdwn.ts';
import { messageTime } from './slack-date.ts';

/** A key, drawn: a font with the emoji is not everywhere. */
const avatar = raw(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round">' +
    '<circle cx="8" cy="16" r="4.5"/><path d="M11.3 12.7 20 4M16.5 7.5l3 3M13.5 10.5l2.2 2.2"/></svg>',
);

/** The `p…` part of a message's permalink. */
export const anchorOf = (ts: string): string => `p${ts.replace('.', '')}`;

/** One message, as the person (or the export) sees it. */
export const message = (value: Message, context: Context): Html => {
  const { channel, ts } = value;
  const anchor = anchorOf(ts);
  const when = messageTime(ts, context.reader);
  const isReply = value.threadTs !== undefined;
  const onlyFor =
    value.onlyFor && (context.directory.person(value.onlyFor)?.realName ?? value.onlyFor);
  const content =
    value.blocks.length === 0
      ? html`<div class="block section"><div class="section-body"><div class="text">${mrkdwn(value.text, context)}</div></div></div>`
      : html`${value.blocks.map((one) => block(one, anchor, context))}`;
  return html`<article id="${anchor}" class="message${isReply ? ' reply' : ''}${onlyFor ? ' ephemeral' : ''}" data-channel="${channel}" data-ts="${ts}" tabindex="-1" aria-label="Message from lastkey at ${when.short}">
    <span class="avatar" aria-hidden="true">${avatar}</span>
    <div class="content">
      ${onlyFor ? html`<p class="only">Only visible to ${onlyFor}</p>` : html``}
      <p class="byline"><strong>lastkey</strong> <span class="badge">APP</span>
        <a class="when" href="#${anchor}" title="${when.full}">${when.short}</a></p>
      ${content}
      ${value.files.map((file) => html`<details class="file" open><summary>${file.title}</summary><pre>${file.content}</pre></details>`)}
      ${value.editedTs === undefined ? html`` : html`<p class="edited">(edited)</p>`}
    </div>
  </article>`;
};
