import type { View } from './blocks.ts';
import { checkText } from './check-text.ts';
import { findFaults, isJson, typeOf } from './faults-found.ts';
import { parseBlocks } from './parse-blocks.ts';

export type ParsedView =
  | { readonly status: 'valid'; readonly view: View }
  | { readonly status: 'refused'; readonly faults: readonly string[] };

/**
 * Checks a modal. Limits: https://docs.slack.dev/reference/views/modal-views
 * A modal with an input block must have a submit button.
 */
export const parseView = (value: unknown, nextId: () => string): ParsedView => {
  if (!isJson(value))
    return { status: 'refused', faults: ['must be an object [json-pointer:/view]'] };
  const found = findFaults();
  if (value['type'] !== 'modal') {
    found.add('/view/type', `unsupported type: ${typeOf(value)} (the local Slack draws modal)`);
  }
  checkText(found, value, 'title', '/view', { max: 24, plain: true });
  checkText(found, value, 'submit', '/view', { max: 24, plain: true, required: false });
  checkText(found, value, 'close', '/view', { max: 24, plain: true, required: false });
  found.text(value, 'private_metadata', '/view', { max: 3000, min: 0 });
  found.text(value, 'callback_id', '/view', { max: 255, min: 0 });
  found.text(value, 'external_id', '/view', { max: 255, min: 0 });
  const parsed = parseBlocks(value['blocks'], '/view/blocks', nextId);
  const blocks = parsed.status === 'valid' ? parsed.blocks : [];
  if (value['submit'] === undefined && blocks.some((block) => block.type === 'input')) {
    found.add('/view', 'missing required field: submit (the view has an input block)');
  }
  const unreadable =
    parsed.status === 'refused' && parsed.faults.length === 0
      ? ['missing required field: blocks [json-pointer:/view]']
      : [];
  const faults = [
    ...found.faults,
    ...(parsed.status === 'refused' ? parsed.faults : []),
    ...unreadable,
  ];
  if (faults.length > 0) return { status: 'refused', faults };
  const defaults = {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
  };
  // The checks above are what makes this true.
  return { status: 'valid', view: { ...defaults, ...value, blocks } as unknown as View };
};
