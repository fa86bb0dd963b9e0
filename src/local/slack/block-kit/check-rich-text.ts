import { type FaultsFound, isJson, type Json, typeOf } from './faults-found.ts';

const leaves = ['text', 'link', 'user', 'channel', 'usergroup', 'emoji', 'date', 'broadcast'];
/** The field without which a leaf says nothing. */
const needed: Readonly<Record<string, string>> = {
  text: 'text',
  link: 'url',
  user: 'user_id',
  channel: 'channel_id',
  usergroup: 'usergroup_id',
  emoji: 'name',
  date: 'timestamp',
  broadcast: 'range',
};

const checkLeaves = (found: FaultsFound, part: Json, pointer: string): void => {
  const elements = found.list(part, 'elements', pointer, { max: Number.POSITIVE_INFINITY, min: 0 });
  elements.forEach((leaf, index) => {
    const at = `${pointer}/elements/${index}`;
    const type = typeOf(leaf);
    if (!leaves.includes(type)) found.add(`${at}/type`, `unsupported type: ${type}`);
    const field = needed[type];
    if (field !== undefined && leaf[field] === undefined) {
      found.add(at, `missing required field: ${field}`);
    }
  });
};

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const checkRichText = (found: FaultsFound, block: Json, pointer: string): void => {
  const parts = found.list(block, 'elements', pointer, { max: Number.POSITIVE_INFINITY });
  parts.forEach((part, index) => {
    const at = `${pointer}/elements/${index}`;
    const type = typeOf(part);
    if (
      type === 'rich_text_section' ||
      type === 'rich_text_preformatted' ||
      type === 'rich_text_quote'
    ) {
      checkLeaves(found, part, at);
    } else if (type === 'rich_text_list') {
      if (part['style'] === undefined) found.add(at, 'missing required field: style');
      found.oneOf(part, 'style', at, ['bullet', 'ordered']);
      const items = found.list(part, 'elements', at, { max: Number.POSITIVE_INFINITY });
      items.forEach((item, position) => {
        if (isJson(item)) checkLeaves(found, item, `${at}/elements/${position}`);
      });
    } else {
      found.add(`${at}/type`, `unsupported type: ${type}`);
    }
  });
};
