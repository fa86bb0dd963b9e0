import type { Block } from './blocks.ts';
import { checkBlock } from './check-block.ts';
import { type FaultsFound, findFaults, isJson, type Json } from './faults-found.ts';

export type ParsedBlocks =
  | { readonly status: 'valid'; readonly blocks: readonly Block[] }
  | { readonly status: 'refused'; readonly error: string; readonly faults: readonly string[] };

/** Interactive elements of a block as it came in, with where each stands. */
const elementsIn = (block: Json): Json[] => {
  if (block['type'] === 'actions' && Array.isArray(block['elements'])) {
    return block['elements'].filter(isJson);
  }
  return [block['accessory'], block['element']].filter(isJson);
};

const checkUnique = (found: FaultsFound, blocks: readonly Json[], pointer: string): void => {
  const blockIds = new Set<unknown>();
  blocks.forEach((block, index) => {
    const at = `${pointer}/${index}`;
    const blockId = block['block_id'];
    if (typeof blockId === 'string' && blockIds.has(blockId)) {
      found.add(`${at}/block_id`, `block_id \`${blockId}\` already exists`);
    }
    blockIds.add(blockId);
    const actionIds = new Set<unknown>();
    for (const element of elementsIn(block)) {
      const actionId = element['action_id'];
      if (typeof actionId === 'string' && actionIds.has(actionId)) {
        found.add(at, `\`action_id\` \`${actionId}\` already exists in this block`);
      }
      actionIds.add(actionId);
    }
  });
};

/** Slack makes up the ids that the app left out, and shows them in its answers and payloads. */
const withIds = (block: Json, nextId: () => string): Json => {
  const named = (element: unknown): unknown =>
    isJson(element) && element['type'] !== 'image'
      ? { ...element, action_id: element['action_id'] ?? nextId() }
      : element;
  return {
    ...block,
    block_id: block['block_id'] ?? nextId(),
    ...(block['type'] === 'actions' && Array.isArray(block['elements'])
      ? { elements: block['elements'].map(named) }
      : {}),
    ...(block['accessory'] === undefined ? {} : { accessory: named(block['accessory']) }),
    ...(block['element'] === undefined ? {} : { element: named(block['element']) }),
  };
};

/**
 * Text that a message's blocks may carry in all. Not in the reference; measured by users:
 * https://github.com/slackapi/bolt-js/issues/2509
 */
const longestMessage = 13_200;

const textIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textIn(item), 0);
  if (!isJson(value)) return 0;
  const own = typeof value['text'] === 'string' ? value['text'].length : 0;
  return own + textIn(Object.values(value));
};

/**
 * Checks blocks as Slack does and names what the app left unnamed.
 * @param pointer where the array stands in the request: `/blocks`, or `/view/blocks` for a modal
 * @param nextId an id for each block and element without one
 */
export const parseBlocks = (
  value: unknown,
  pointer: '/blocks' | '/view/blocks',
  nextId: () => string,
): ParsedBlocks => {
  if (!Array.isArray(value)) {
    return { status: 'refused', error: 'invalid_blocks_format', faults: [] };
  }
  const found = findFaults();
  const inModal = pointer === '/view/blocks';
  const max = inModal ? 100 : 50;
  if (value.length > max) found.add(pointer, `no more than ${max} items allowed`);
  const blocks = value.map((item, index): Json => {
    if (isJson(item)) return item;
    found.add(`${pointer}/${index}`, 'must be an object');
    return {};
  });
  blocks.forEach((block, index) => {
    checkBlock(found, block, `${pointer}/${index}`);
  });
  checkUnique(found, blocks, pointer);
  if (found.faults.length > 0) {
    return { status: 'refused', error: 'invalid_blocks', faults: found.faults };
  }
  if (!inModal && textIn(blocks) > longestMessage) {
    return { status: 'refused', error: 'msg_blocks_too_long', faults: [] };
  }
  // The checks above are what makes this true.
  return {
    status: 'valid',
    blocks: blocks.map((block) => withIds(block, nextId)) as unknown as readonly Block[],
  };
};
