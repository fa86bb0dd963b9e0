import type {
  ActionElement,
  Button,
  Checkboxes,
  Confirm,
  Option,
  RadioButtons,
  Text,
} from '../block-kit/blocks.ts';
import { emojiNamed } from './emoji.ts';
import { type Html, html } from './html.ts';
import { type Context, mrkdwn, readEntities } from './mrkdwn.ts';

export const text = (value: Text, context: Context): Html =>
  value.type === 'mrkdwn' ? mrkdwn(value.text, context, value.verbatim) : html`${plain(value)}`;

/**
 * Plain text still names its emoji, and has its three entities decoded.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const plain = (value: Text): string =>
  readEntities(value.text).replace(/:([a-z0-9_+-]+):/g, (_all, name: string) => emojiNamed(name));

/** What is asked before the click is sent; the page shows it as a dialog. */
const confirmTemplate = (confirm: Confirm | undefined, context: Context): Html =>
  confirm === undefined
    ? html``
    : html`<template class="confirm">
        <h2>${plain(confirm.title)}</h2>
        <p>${text(confirm.text, context)}</p>
        <div class="dialog-actions">
          <button type="button" value="deny">${plain(confirm.deny)}</button>
          <button type="button" value="confirm" class="${confirm.style ?? 'primary'}">${plain(confirm.confirm)}</button>
        </div>
      </template>`;

const button = (element: Button, context: Context): Html => {
  const label = element.accessibility_label;
  const common = html`class="${element.style ?? 'plain'}" data-action="${element.action_id}"${
    label === undefined ? html`` : html` aria-label="${label}"`
  }`;
  const link = element.url !== undefined && /^https?:\/\//i.test(element.url);
  const control = link
    ? html`<a role="button" href="${element.url ?? ''}" target="_blank" rel="noopener noreferrer" ${common}>${plain(element.text)}</a>`
    : html`<button type="button" ${common}>${plain(element.text)}</button>`;
  return html`<span class="control">${control}${confirmTemplate(element.confirm, context)}</span>`;
};

/** How a control is announced: by the label of its input, or by its own placeholder. */
const name = (element: ActionElement, label: string | undefined): string =>
  label ??
  ('placeholder' in element && element.placeholder ? plain(element.placeholder) : 'Choose');

const choices = (
  element: RadioButtons | Checkboxes,
  id: string,
  context: Context,
  label: string | undefined,
): Html => {
  const isRadio = element.type === 'radio_buttons';
  const initial =
    element.type === 'radio_buttons'
      ? [element.initial_option?.value]
      : element.initial_options?.map(({ value }) => value);
  const one = (option: Option): Html => html`<label class="choice">
      <input type="${isRadio ? 'radio' : 'checkbox'}" name="${id}" value="${option.value}"${
        initial?.includes(option.value) ? html` checked` : html``
      }>
      <span>${text(option.text, context)}${
        option.description === undefined
          ? html``
          : html`<small>${text(option.description, context)}</small>`
      }</span>
    </label>`;
  return html`<div class="choices" role="group" aria-label="${label ?? 'Choose'}" data-action="${element.action_id}">${element.options.map(one)}</div>`;
};

/**
 * An interactive element.
 * @param id unique in the page: ties a control to its label and radio buttons to each other
 * @param label of the input block around it, when there is one
 */
export const element = (
  value: ActionElement,
  id: string,
  context: Context,
  label?: string,
): Html => {
  const { type } = value;
  switch (type) {
    case 'button':
      return button(value, context);
    case 'radio_buttons':
    case 'checkboxes':
      return choices(value, id, context, label);
    case 'static_select':
    case 'overflow': {
      const first = type === 'overflow' ? '⋯' : name(value, undefined);
      const options = value.options.map(
        (option) =>
          html`<option value="${option.value}"${
            value.initial_option?.value === option.value ? html` selected` : html``
          }>${plain(option.text)}</option>`,
      );
      return html`<select id="${id}" data-action="${value.action_id}"${
        type === 'overflow' ? html` data-menu="overflow"` : html``
      } aria-label="${
        type === 'overflow' ? 'More actions' : name(value, label)
      }"><option value="">${first}</option>${options}</select>`;
    }
    case 'datepicker':
      return html`<input type="date" id="${id}" data-action="${value.action_id}" value="${
        value.initial_date ?? ''
      }" aria-label="${name(value, label)}">`;
    case 'plain_text_input': {
      const shared = html`id="${id}" data-action="${value.action_id}" placeholder="${
        value.placeholder === undefined ? '' : plain(value.placeholder)
      }" maxlength="${value.max_length ?? 3000}"`;
      return value.multiline
        ? html`<textarea rows="4" ${shared}>${value.initial_value ?? ''}</textarea>`
        : html`<input type="text" value="${value.initial_value ?? ''}" ${shared}>`;
    }
  }
};
