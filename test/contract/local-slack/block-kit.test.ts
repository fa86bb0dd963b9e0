import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJson } from '../../../src/local/slack/block-kit/faults-found.ts';
import { parseBlocks } from '../../../src/local/slack/block-kit/parse-blocks.ts';
import { parseView } from '../../../src/local/slack/block-kit/parse-view.ts';
import cases from './block-kit-cases.json' with { type: 'json' };
import { clientOf, startWorkspace } from './workspace.ts';

/** `{"$length": n}` stands for a string, `{"$times": n, "of": …}` for an array. */
const expand = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(expand);
  if (!isJson(value)) return value;
  if (typeof value['$length'] === 'number') return 'x'.repeat(value['$length']);
  if (typeof value['$times'] === 'number') {
    return Array.from({ length: value['$times'] }, () => expand(value['of']));
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, expand(part)]));
};

const counter = () => {
  let count = 0;
  return () => {
    count += 1;
    return `id${count}`;
  };
};

test.each(cases)('Block Kit: $name', ({ blocks, expected }) => {
  const parsed = parseBlocks(expand(blocks), '/blocks', counter());
  const faults = parsed.status === 'valid' ? [] : parsed.faults;
  expect(faults).toEqual(expected);
});

test('no JSON whatsoever makes the check throw', () => {
  const types = fc.constantFrom('section', 'actions', 'rich_text', 'input', 'button', 'mrkdwn');
  const keys = fc.constantFrom('type', 'text', 'elements', 'fields', 'accessory', 'element');
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      types,
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(keys, tie('value')),
    ),
  })).value;
  fc.assert(
    fc.property(json, (value) => {
      expect(['valid', 'refused']).toContain(parseBlocks(value, '/blocks', counter()).status);
      expect(['valid', 'refused']).toContain(parseView(value, counter()).status);
    }),
  );
});

test('what is wrong reaches the client as Slack words it', async () => {
  const slack = await startWorkspace();
  const blocks: KnownBlock[] = Array.from({ length: 51 }, () => ({ type: 'divider' }));
  const posted = clientOf(slack).chat.postMessage({ channel: 'C0SEC', text: 'x', blocks });
  await expect(posted).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'],
      },
    },
  });
  await slack.close();
});

test('blocks that are too long together are refused', () => {
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3000) } };
  expect(parseBlocks(Array(5).fill(section), '/blocks', counter())).toMatchObject({
    error: 'msg_blocks_too_long',
  });
  expect(parseBlocks(Array(4).fill(section), '/blocks', counter()).status).toBe('valid');
});

test('blocks and elements without an id are given one', () => {
  const parsed = parseBlocks(
    [
      { type: 'divider' },
      {
        type: 'actions',
        block_id: 'mine',
        elements: [{ type: 'button', text: { type: 'plain_text', text: 'x' } }],
      },
    ],
    '/blocks',
    counter(),
  );
  expect(parsed).toMatchObject({
    blocks: [{ block_id: 'id1' }, { block_id: 'mine', elements: [{ action_id: 'id2' }] }],
  });
});

test('a modal with an input needs a submit button, and its title is short', () => {
  const view = {
    type: 'modal',
    title: { type: 'plain_text', text: 'x'.repeat(25) },
    private_metadata: 'x'.repeat(3001),
    blocks: [
      {
        type: 'input',
        label: { type: 'plain_text', text: 'Why?' },
        element: { type: 'plain_text_input', action_id: 'why' },
      },
    ],
  };
  expect(parseView(view, counter())).toEqual({
    status: 'refused',
    faults: [
      'must be less than 25 characters [json-pointer:/view/title/text]',
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
      'missing required field: submit (the view has an input block) [json-pointer:/view]',
    ],
  });
});
