import type { Directory } from '../directory.ts';
import { emojiNamed } from './emoji.ts';
import { type Html, html } from './html.ts';
import { type Reader, slackDate } from './slack-date.ts';

/** What the text is read with: names for ids, and where the reader is. */
export interface Context {
  readonly directory: Directory;
  readonly reader: Reader;
}

/** The three characters that Slack asks apps to escape. */
export const readEntities = (text: string): string =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** Only addresses that cannot run anything. */
const isLink = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url);

export const link = (url: string, label: string): Html =>
  isLink(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`
    : html`${label}`;

export const mention = (label: string): Html => html`<span class="mention">${label}</span>`;

export const userMention = (id: string, { directory }: Context): Html =>
  mention(`@${directory.person(id)?.name ?? id}`);

export const channelMention = (id: string, label: string | undefined, { directory }: Context) =>
  mention(`#${directory.conversation(id)?.name ?? label ?? id}`);

export const groupMention = (id: string, label: string | undefined, { directory }: Context) =>
  mention(label ?? `@${directory.usergroup(id)?.handle ?? id}`);

/** `!date^1700000000^{date_num}^https://…` */
const dateToken = (body: string, fallback: string, { reader }: Context): Html => {
  const [, seconds = '', format = '', url] = body.split('^');
  const ms = Number(seconds) * 1000;
  const written = seconds === '' ? undefined : slackDate(ms, format, reader);
  if (written === undefined) return html`${fallback}`;
  const shown = html`<time datetime="${new Date(ms).toISOString()}" title="${fallback}">${written}</time>`;
  return url !== undefined && isLink(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${shown}</a>`
    : shown;
};

/** What stands between `<` and `>`. https://docs.slack.dev/messaging/formatting-message-text */
const angleToken = (inside: string, context: Context): Html => {
  const bar = inside.indexOf('|');
  const body = readEntities(bar < 0 ? inside : inside.slice(0, bar));
  const label = bar < 0 ? undefined : readEntities(inside.slice(bar + 1));
  if (isLink(body)) return link(body, label ?? body.replace(/^mailto:/, ''));
  if (body.startsWith('@')) return userMention(body.slice(1), context);
  if (body.startsWith('#')) return channelMention(body.slice(1), label, context);
  if (body.startsWith('!date^')) return dateToken(body, label ?? body, context);
  if (body.startsWith('!subteam^')) return groupMention(body.slice(9), label, context);
  if (/^!(here|channel|everyone)$/.test(body)) return mention(`@${body.slice(1)}`);
  // Slack shows what it cannot read.
  return html`${readEntities(`<${inside}>`)}`;
};

/** One pattern, tried from left to right; a named group for each kind of token. */
const token = new RegExp(
  [
    // The line breaks around a code block belong to it.
    '\\n?```\\n?(?<block>[\\s\\S]+?)\\n?```\\n?',
    '`(?<code>[^`\\n]+)`',
    '<(?<angle>[^<>\\n]+)>',
    '(?<url>https?:\\/\\/[^\\s<>|`]+[^\\s<>|`.,;:!?)\\]\'"*_~])',
    ':(?<emoji>[a-z0-9_+-]+):',
    '(?<![\\p{L}\\p{N}*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\p{L}\\p{N}*])',
    '(?<![\\p{L}\\p{N}_])_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\p{L}\\p{N}_])',
    '(?<![\\p{L}\\p{N}~])~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\p{L}\\p{N}~])',
    '(?<newline>\\n)',
  ].join('|'),
  'gu',
);

const bareUrl = (url: string, verbatim: boolean): Html =>
  verbatim ? html`${url}` : link(url, url);

const inline = (text: string, context: Context, verbatim: boolean): Html[] => {
  const parts: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > from) parts.push(html`${readEntities(text.slice(from, match.index))}`);
    from = match.index + match[0].length;
    const { block, code, angle, url, emoji, bold, italic, strike } = match.groups ?? {};
    if (block !== undefined) parts.push(html`<pre>${codeParts(block, context)}</pre>`);
    else if (code !== undefined) parts.push(html`<code>${codeParts(code, context)}</code>`);
    else if (angle !== undefined) parts.push(angleToken(angle, context));
    else if (url !== undefined) parts.push(bareUrl(readEntities(url), verbatim));
    else if (emoji !== undefined) parts.push(html`${emojiNamed(emoji)}`);
    else if (bold !== undefined)
      parts.push(html`<strong>${inline(bold, context, verbatim)}</strong>`);
    else if (italic !== undefined) parts.push(html`<em>${inline(italic, context, verbatim)}</em>`);
    else if (strike !== undefined) parts.push(html`<s>${inline(strike, context, verbatim)}</s>`);
    else parts.push(html`<br>`);
  }
  if (from < text.length) parts.push(html`${readEntities(text.slice(from))}`);
  return parts;
};

/** Code keeps its characters; only links and mentions in `<…>` are still read. */
const codeParts = (text: string, context: Context): Html[] =>
  text
    .split(/(<[^<>\n]+>)/)
    .map((part) =>
      /^<[^<>\n]+>$/.test(part)
        ? angleToken(part.slice(1, -1), context)
        : html`${readEntities(part)}`,
    );

/** A line that starts with `>` is a quotation; code blocks are left whole. */
const quoteLine = /^(?:>|&gt;) ?/;

/**
 * Slack's `mrkdwn` as markup. Everything that is not formatting is escaped.
 * @param verbatim addresses that are not between `<` and `>` stay text
 */
export const mrkdwn = (text: string, context: Context, verbatim = false): Html => {
  const parts: Html[] = [];
  let quoted: string[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (quoted.length > 0) {
      parts.push(html`<blockquote>${inline(quoted.join('\n'), context, verbatim)}</blockquote>`);
    }
    if (plain.length > 0) parts.push(...inline(plain.join('\n'), context, verbatim));
    quoted = [];
    plain = [];
  };
  let inCode = false;
  for (const line of text.split('\n')) {
    const isQuote = !inCode && quoteLine.test(line);
    if (isQuote ? plain.length > 0 : quoted.length > 0) flush();
    if (isQuote) quoted.push(line.replace(quoteLine, ''));
    else plain.push(line);
    if ((line.match(/```/g) ?? []).length % 2 === 1) inCode = !inCode;
  }
  flush();
  return html`${parts}`;
};
