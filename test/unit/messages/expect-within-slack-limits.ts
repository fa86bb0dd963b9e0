import type { KnownBlock, ModalView } from '@slack/types';
import { expect } from 'vitest';
import type { SlackMessage } from '../../../src/core/messages/slack-message.ts';

/**
 * Fails when Slack would answer `invalid_blocks`, which says nothing more. The limits are those of
 * https://docs.slack.dev/reference/block-kit, written down apart from the product's own.
 */
export const expectWithinSlackLimits = (message: SlackMessage): void => {
  expect(message.text.trim(), 'text is for notifications and screen readers').not.toBe('');
  expect(message.text.length).toBeLessThanOrEqual(4000);
  expect(blockFaults(message.blocks, 50)).toEqual([]);
};

export const expectViewWithinSlackLimits = (view: ModalView): void => {
  const faults = [
    ...blockFaults(view.blocks as readonly KnownBlock[], 100),
    ...length('title', view.title.text, 24),
    ...length('submit', view.submit?.text ?? '', 24),
    ...length('close', view.close?.text ?? '', 24),
    ...length('private_metadata', view.private_metadata ?? '', 3000),
    ...length('callback_id', view.callback_id ?? '', 255),
  ];
  expect(faults).toEqual([]);
};

export const blockFaults = (blocks: readonly KnownBlock[], most: number): readonly string[] => {
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  return [
    ...(blocks.length === 0 ? ['no blocks'] : []),
    ...(blocks.length > most ? [`${blocks.length} blocks`] : []),
    ...(new Set(ids).size < ids.length ? ['a block_id twice'] : []),
    ...blocks.flatMap((block) => [
      ...length('block_id', block.block_id ?? 'none', 255),
      ...faultsOf(block),
    ]),
  ];
};

const faultsOf = (block: KnownBlock): readonly string[] => {
  switch (block.type) {
    case 'header':
      return length('header', block.text.text, 150);
    case 'section':
      return [
        ...(block.text === undefined ? [] : length('section', block.text.text, 3000)),
        ...(block.fields ?? []).flatMap((field) => length('field', field.text, 2000)),
        ...((block.fields?.length ?? 0) > 10 ? ['more than 10 fields'] : []),
        ...(block.text === undefined && block.fields === undefined ? ['an empty section'] : []),
      ];
    case 'context':
      return [
        ...(block.elements.length === 0 || block.elements.length > 10
          ? [`${block.elements.length} context elements`]
          : []),
        ...block.elements.flatMap((each) =>
          'text' in each ? length('context', each.text, 3000) : [],
        ),
      ];
    case 'actions':
      return [
        ...(block.elements.length === 0 || block.elements.length > 25
          ? [`${block.elements.length} elements`]
          : []),
        ...block.elements.flatMap((element) =>
          element.type === 'button'
            ? [
                ...length('label', element.text.text, 75),
                ...length('value', element.value ?? 'none', 2000),
                ...length('action_id', element.action_id ?? '', 255),
                ...length('confirm title', element.confirm?.title?.text ?? 'none', 100),
                ...length('confirm text', element.confirm?.text.text ?? 'none', 300),
                ...length('confirm button', element.confirm?.confirm?.text ?? 'none', 30),
                ...length('deny button', element.confirm?.deny?.text ?? 'none', 30),
              ]
            : [`an element of type ${element.type}`],
        ),
      ];
    case 'input':
      return [
        ...length('label', block.label.text, 2000),
        ...length('hint', block.hint?.text ?? 'none', 2000),
      ];
    default:
      return [`a block of type ${block.type}`];
  }
};

const length = (what: string, text: string, most: number): readonly string[] => {
  if (text.length === 0) return [`${what} is empty`];
  return text.length > most ? [`${what} has ${text.length} characters, at most ${most}`] : [];
};
