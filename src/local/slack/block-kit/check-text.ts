import { type FaultsFound, isJson, type Json } from './faults-found.ts';

/**
 * A text object. https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export const checkText = (
  found: FaultsFound,
  owner: Json,
  field: string,
  pointer: string,
  rule: { max: number; plain?: boolean; required?: boolean },
): void => {
  const value = owner[field];
  if (value === undefined || value === null) {
    if (rule.required !== false) found.add(pointer, `missing required field: ${field}`);
    return;
  }
  checkTextObject(found, value, `${pointer}/${field}`, rule);
};

export const checkTextObject = (
  found: FaultsFound,
  value: unknown,
  pointer: string,
  rule: { max: number; plain?: boolean },
): void => {
  if (!isJson(value)) {
    found.add(pointer, 'must be an object');
    return;
  }
  const types = rule.plain ? ['plain_text'] : ['plain_text', 'mrkdwn'];
  if (value['type'] === undefined) found.add(pointer, 'missing required field: type');
  found.oneOf(value, 'type', pointer, types);
  found.text(value, 'text', pointer, { max: rule.max, required: true });
};

/**
 * A confirm dialog. https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
 */
export const checkConfirm = (found: FaultsFound, element: Json, pointer: string): void => {
  const confirm = element['confirm'];
  if (confirm === undefined || confirm === null) return;
  const at = `${pointer}/confirm`;
  if (!isJson(confirm)) {
    found.add(at, 'must be an object');
    return;
  }
  checkText(found, confirm, 'title', at, { max: 100, plain: true });
  checkText(found, confirm, 'text', at, { max: 300 });
  checkText(found, confirm, 'confirm', at, { max: 30, plain: true });
  checkText(found, confirm, 'deny', at, { max: 30, plain: true });
  found.oneOf(confirm, 'style', at, ['primary', 'danger']);
};
