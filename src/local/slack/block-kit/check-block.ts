import { checkElement, elementsOf } from './check-element.ts';
import { checkRichText } from './check-rich-text.ts';
import { checkText, checkTextObject } from './check-text.ts';
import { type FaultsFound, isJson, type Json, typeOf } from './faults-found.ts';

type Check = (found: FaultsFound, block: Json, pointer: string) => void;

const checkImage: Check = (found, image, pointer) => {
  found.text(image, 'alt_text', pointer, { max: 2000, required: true });
  found.text(image, 'image_url', pointer, { max: 3000 });
  if (image['image_url'] === undefined && image['slack_file'] === undefined) {
    found.add(pointer, 'missing required field: image_url');
  }
};

/** One check a block type; the limits stand in each type's page under
 * https://docs.slack.dev/reference/block-kit/blocks */
const checks: Readonly<Record<string, Check>> = {
  header(found, block, pointer) {
    checkText(found, block, 'text', pointer, { max: 150, plain: true });
  },
  divider() {},
  section(found, block, pointer) {
    checkText(found, block, 'text', pointer, { max: 3000, required: !block['fields'] });
    if (block['fields'] !== undefined) {
      found.list(block, 'fields', pointer, { max: 10 }).forEach((field, index) => {
        checkTextObject(found, field, `${pointer}/fields/${index}`, { max: 2000 });
      });
    }
    const accessory = block['accessory'];
    if (accessory === undefined) return;
    if (isJson(accessory) && accessory['type'] === 'image') {
      checkImage(found, accessory, `${pointer}/accessory`);
    } else {
      checkElement(found, accessory, `${pointer}/accessory`, elementsOf.accessory);
    }
  },
  context(found, block, pointer) {
    found.list(block, 'elements', pointer, { max: 10 }).forEach((element, index) => {
      const at = `${pointer}/elements/${index}`;
      if (element['type'] === 'image') checkImage(found, element, at);
      else checkTextObject(found, element, at, { max: 3000 });
    });
  },
  actions(found, block, pointer) {
    found.list(block, 'elements', pointer, { max: 25 }).forEach((element, index) => {
      checkElement(found, element, `${pointer}/elements/${index}`, elementsOf.actions);
    });
  },
  input(found, block, pointer) {
    checkText(found, block, 'label', pointer, { max: 2000, plain: true });
    checkText(found, block, 'hint', pointer, { max: 2000, plain: true, required: false });
    if (block['element'] === undefined) found.add(pointer, 'missing required field: element');
    else checkElement(found, block['element'], `${pointer}/element`, elementsOf.input);
  },
  image(found, block, pointer) {
    checkImage(found, block, pointer);
    checkText(found, block, 'title', pointer, { max: 2000, plain: true, required: false });
  },
  rich_text(found, block, pointer) {
    checkRichText(found, block, pointer);
  },
};

export const checkBlock: Check = (found, block, pointer) => {
  const type = typeOf(block);
  const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (check === undefined) {
    found.add(
      `${pointer}/type`,
      `unsupported type: ${type} (the local Slack draws ${Object.keys(checks).join(', ')})`,
    );
    return;
  }
  found.text(block, 'block_id', pointer, { max: 255 });
  check(found, block, pointer);
};
