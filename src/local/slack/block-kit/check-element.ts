import { checkConfirm, checkText } from './check-text.ts';
import { type FaultsFound, isJson, type Json, typeOf } from './faults-found.ts';

/** What an option's texts may be in each element that offers options, and how many there may be. */
const options: Readonly<Record<string, { min: number; max: number; plain: boolean }>> = {
  static_select: { min: 1, max: 100, plain: true },
  overflow: { min: 1, max: 5, plain: true },
  radio_buttons: { min: 1, max: 10, plain: false },
  checkboxes: { min: 1, max: 10, plain: false },
};

/** Elements that the local Slack draws, by where Slack allows them. */
export const elementsOf: Readonly<Record<'actions' | 'accessory' | 'input', readonly string[]>> = {
  actions: ['button', 'overflow', 'static_select', 'datepicker', 'radio_buttons', 'checkboxes'],
  accessory: ['button', 'overflow', 'static_select', 'datepicker', 'radio_buttons', 'checkboxes'],
  input: ['plain_text_input', 'datepicker', 'static_select', 'radio_buttons', 'checkboxes'],
};

const checkOptions = (found: FaultsFound, element: Json, type: string, pointer: string): void => {
  const limit = options[type];
  if (limit === undefined) return;
  found.list(element, 'options', pointer, limit).forEach((option, index) => {
    const at = `${pointer}/options/${index}`;
    checkText(found, option, 'text', at, { max: 75, plain: limit.plain });
    found.text(option, 'value', at, { max: 150, required: true });
    checkText(found, option, 'description', at, {
      max: 75,
      plain: limit.plain,
      required: false,
    });
  });
};

/**
 * One interactive element. Limits: https://docs.slack.dev/reference/block-kit/block-elements
 */
export const checkElement = (
  found: FaultsFound,
  value: unknown,
  pointer: string,
  allowed: readonly string[],
): void => {
  if (!isJson(value)) {
    found.add(pointer, 'must be an object');
    return;
  }
  const type = typeOf(value);
  if (!allowed.includes(type)) {
    found.add(
      `${pointer}/type`,
      `unsupported type: ${type} (here the local Slack draws ${allowed.join(', ')})`,
    );
    return;
  }
  found.text(value, 'action_id', pointer, { max: 255 });
  checkConfirm(found, value, pointer);
  checkOptions(found, value, type, pointer);
  checkText(found, value, 'placeholder', pointer, { max: 150, plain: true, required: false });
  if (type === 'button') {
    checkText(found, value, 'text', pointer, { max: 75, plain: true });
    found.text(value, 'value', pointer, { max: 2000, min: 0 });
    found.text(value, 'url', pointer, { max: 3000 });
    found.text(value, 'accessibility_label', pointer, { max: 75 });
    found.oneOf(value, 'style', pointer, ['primary', 'danger']);
  }
  if (type === 'datepicker') {
    const date = value['initial_date'];
    if (date !== undefined && !(typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date))) {
      found.add(`${pointer}/initial_date`, 'must be a date in the format YYYY-MM-DD');
    }
  }
  if (type === 'plain_text_input') {
    found.text(value, 'initial_value', pointer, { max: 3000, min: 0 });
  }
};
