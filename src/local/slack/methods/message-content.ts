import type { Block } from '../block-kit/blocks.ts';
import { parseBlocks } from '../block-kit/parse-blocks.ts';
import type { Workspace } from '../workspace.ts';

export type MessageContent =
  | { readonly status: 'valid'; readonly text: string; readonly blocks: readonly Block[] }
  | { readonly status: 'refused'; readonly error: string; readonly faults: readonly string[] };

/** Slack cuts a message off here; https://docs.slack.dev/reference/methods/chat.postMessage */
const longestText = 40_000;

/**
 * What a message says, from the arguments of a method or the body sent to a `response_url`.
 * @param blocks `undefined` when none were given
 */
export const messageContent = (
  workspace: Workspace,
  text: string,
  blocks: unknown,
): MessageContent => {
  const parsed = parseBlocks(blocks ?? [], '/blocks', () => workspace.ids.next('b'));
  if (parsed.status === 'refused') return parsed;
  if (text === '' && parsed.blocks.length === 0) {
    return { status: 'refused', error: 'no_text', faults: [] };
  }
  if (text.length > longestText) return { status: 'refused', error: 'msg_too_long', faults: [] };
  return { status: 'valid', text, blocks: parsed.blocks };
};
