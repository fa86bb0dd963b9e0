import type { ActionElement, Block, Option } from '../block-kit/blocks.ts';

/** Every interactive element with the block it stands in. */
export const interactiveElements = (
  blocks: readonly Block[],
): readonly { readonly block: Block; readonly element: ActionElement }[] =>
  blocks.flatMap((block): { block: Block; element: ActionElement }[] => {
    if (block.type === 'actions') return block.elements.map((element) => ({ block, element }));
    if (block.type === 'input') return [{ block, element: block.element }];
    if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') {
      return [{ block, element: block.accessory }];
    }
    return [];
  });

/**
 * What a person put in: text, a date, the value of an option, or the values of several. By
 * `block_id`, then `action_id`.
 */
export type Entered = Readonly<Record<string, Readonly<Record<string, Entry>>>>;
export type Entry = string | readonly string[] | null;

const optionOf = (options: readonly Option[], entry: Entry): Option | null =>
  options.find(({ value }) => value === entry) ?? null;

/** How Slack writes down an element's value, in `state.values` and in `actions`. */
export const elementValue = (
  element: ActionElement,
  entry: Entry | undefined,
): Readonly<Record<string, unknown>> => {
  const { type } = element;
  switch (type) {
    case 'button':
      return element.value === undefined ? {} : { value: element.value };
    case 'plain_text_input':
      return { value: (entry === undefined ? element.initial_value : entry) || null };
    case 'datepicker':
      return { selected_date: (entry === undefined ? element.initial_date : entry) || null };
    case 'checkboxes': {
      const chosen = Array.isArray(entry) ? entry : [];
      return {
        selected_options:
          entry === undefined
            ? (element.initial_options ?? [])
            : element.options.filter(({ value }) => chosen.includes(value)),
      };
    }
    case 'static_select':
    case 'overflow':
    case 'radio_buttons':
      return {
        selected_option:
          entry === undefined ? (element.initial_option ?? null) : optionOf(element.options, entry),
      };
  }
};

/** `state.values`: elements that hold a value, not buttons and overflow menus. */
export const stateValues = (
  blocks: readonly Block[],
  entered: Entered,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> => {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { block, element } of interactiveElements(blocks)) {
    if (element.type === 'button' || element.type === 'overflow') continue;
    const entry = entered[block.block_id]?.[element.action_id];
    values[block.block_id] = {
      ...values[block.block_id],
      [element.action_id]: { type: element.type, ...elementValue(element, entry) },
    };
  }
  return values;
};

/** Per `block_id`, what Slack's own client asks for before it sends a form. */
export const missingInputs = (
  blocks: readonly Block[],
  entered: Entered,
): Readonly<Record<string, string>> => {
  const missing: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const { element } = block;
    const value = elementValue(element, entered[block.block_id]?.[element.action_id]);
    const content = Object.values(value)[0];
    const isEmpty = content === null || (Array.isArray(content) && content.length === 0);
    if (isEmpty && block.optional !== true) {
      missing[block.block_id] = 'Please complete this required field.';
    } else if (element.type === 'plain_text_input' && typeof content === 'string') {
      const { min_length: min = 0, max_length: max = 3000 } = element;
      if (content.length < min) missing[block.block_id] = `Enter at least ${min} characters.`;
      if (content.length > max) missing[block.block_id] = `Enter at most ${max} characters.`;
    }
  }
  return missing;
};
