import type { RichTextBlock, RichTextLeaf, RichTextPart } from '../block-kit/blocks.ts';
import { emojiNamed } from './emoji.ts';
import { type Html, html } from './html.ts';
import {
  type Context,
  channelMention,
  groupMention,
  link,
  mention,
  userMention,
} from './mrkdwn.ts';
import { slackDate } from './slack-date.ts';

const styled = (content: Html, style: RichTextLeaf['style']): Html => {
  let result = content;
  if (style?.code) result = html`<code>${result}</code>`;
  if (style?.strike) result = html`<s>${result}</s>`;
  if (style?.italic) result = html`<em>${result}</em>`;
  return style?.bold ? html`<strong>${result}</strong>` : result;
};

const lines = (text: string): Html[] =>
  text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`));

const leaf = (element: RichTextLeaf, context: Context): Html => {
  const { type, text = '', url = '', style } = element;
  switch (type) {
    case 'text':
      return styled(html`${lines(text)}`, style);
    case 'link':
      return styled(link(url, text || url), style);
    case 'user':
      return userMention(element.user_id ?? '', context);
    case 'channel':
      return channelMention(element.channel_id ?? '', undefined, context);
    case 'usergroup':
      return groupMention(element.usergroup_id ?? '', undefined, context);
    case 'broadcast':
      return mention(`@${element.range ?? ''}`);
    case 'emoji':
      return html`${emojiNamed(element.name ?? '')}`;
    case 'date': {
      const ms = (element.timestamp ?? Number.NaN) * 1000;
      const written = slackDate(ms, element.format ?? '', context.reader);
      return html`${written ?? element.fallback ?? ''}`;
    }
  }
};

const leaves = (elements: readonly RichTextLeaf[], context: Context): Html[] =>
  elements.map((element) => leaf(element, context));

const part = (element: RichTextPart, context: Context): Html => {
  switch (element.type) {
    case 'rich_text_section':
      return html`<p>${leaves(element.elements, context)}</p>`;
    case 'rich_text_preformatted':
      // Here a line break is a line break.
      return html`<pre>${element.elements.map((one) => html`${one.text ?? one.url ?? ''}`)}</pre>`;
    case 'rich_text_quote':
      return html`<blockquote>${leaves(element.elements, context)}</blockquote>`;
    case 'rich_text_list': {
      const items = element.elements.map(
        (item) => html`<li>${leaves(item.elements, context)}</li>`,
      );
      const depth = `indent-${Math.min(element.indent ?? 0, 5)}`;
      return element.style === 'ordered'
        ? html`<ol class="${depth}">${items}</ol>`
        : html`<ul class="${depth}">${items}</ul>`;
    }
  }
};

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richText = (block: RichTextBlock, context: Context): Html =>
  html`<div class="rich-text">${block.elements.map((element) => part(element, context))}</div>`;
