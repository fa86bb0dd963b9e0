import type { Block, ImageElement } from '../block-kit/blocks.ts';
import { element, plain, text } from './element.ts';
import { type Html, html } from './html.ts';
import type { Context } from './mrkdwn.ts';
import { richText } from './rich-text.ts';

/** No page of ours loads anything from elsewhere: an image is its description. */
const image = ({ alt_text: description }: Pick<ImageElement, 'alt_text'>): Html =>
  html`<span class="image" role="img" aria-label="${description}">${description}</span>`;

/**
 * One block.
 * @param scope makes the ids of its controls unique in the page
 * @param errors by `block_id`, what is wrong with an input
 */
export const block = (
  value: Block,
  scope: string,
  context: Context,
  errors: Readonly<Record<string, string>> = {},
): Html => {
  const id = (action: string) => `${scope}-${value.block_id}-${action}`;
  const content = ((): Html => {
    switch (value.type) {
      case 'header':
        return html`<h3>${plain(value.text)}</h3>`;
      case 'divider':
        return html`<hr>`;
      case 'image':
        return html`${value.title === undefined ? html`` : html`<p>${plain(value.title)}</p>`}${image(value)}`;
      case 'rich_text':
        return richText(value, context);
      case 'context':
        return html`${value.elements.map((one) =>
          one.type === 'image' ? image(one) : html`<span>${text(one, context)}</span>`,
        )}`;
      case 'actions':
        return html`${value.elements.map((one) => element(one, id(one.action_id), context))}`;
      case 'section': {
        const { accessory, fields } = value;
        return html`<div class="section-body">
          ${value.text === undefined ? html`` : html`<div class="text">${text(value.text, context)}</div>`}
          ${fields === undefined ? html`` : html`<div class="fields">${fields.map((field) => html`<div>${text(field, context)}</div>`)}</div>`}
        </div>
        ${accessory === undefined ? html`` : html`<div class="accessory">${accessory.type === 'image' ? image(accessory) : element(accessory, id(accessory.action_id), context)}</div>`}`;
      }
      case 'input': {
        const label = plain(value.label);
        const own = id(value.element.action_id);
        const error = errors[value.block_id];
        return html`<label class="label" for="${own}">${label}${value.optional ? html` <small>(optional)</small>` : html``}</label>
          ${element(value.element, own, context, label)}
          ${error === undefined ? html`` : html`<p class="error" role="alert">${error}</p>`}
          ${value.hint === undefined ? html`` : html`<p class="hint">${plain(value.hint)}</p>`}`;
      }
    }
  })();
  return html`<div class="block ${value.type}" data-block="${value.block_id}">${content}</div>`;
};
