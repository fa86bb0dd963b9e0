import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from '../../../src/core/messages/slack-message.ts';

/** A message as lines that a reviewer can read: what the golden cases hold. */
export const readableMessage = (message: SlackMessage): readonly string[] =>
  message.blocks.flatMap(readableBlock).map(withUtcDates);

const readableBlock = (block: KnownBlock): readonly string[] => {
  switch (block.type) {
    case 'header':
      return [`# ${block.text.text}`];
    case 'section':
      return [
        ...(block.text === undefined ? [] : block.text.text.split('\n')),
        ...(block.fields ?? []).map((field) => `| ${field.text.replaceAll('\n', ' ')}`),
      ];
    case 'context':
      return block.elements.flatMap((each) => ('text' in each ? [`. ${each.text}`] : []));
    case 'actions':
      return [
        block.elements
          .map((each) => (each.type === 'button' ? `[${each.text.text}]` : each.type))
          .join(' '),
      ];
    default:
      return [block.type];
  }
};

const withUtcDates = (line: string): string => line.replace(/<!date\^[^|>]*\|([^>]*)>/g, '{$1}');
