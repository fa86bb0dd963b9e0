import { expect, it } from 'vitest';
import { caselessSpellings } from '../../../src/core/federation/caseless-spellings.ts';
import { oneOf, slug } from '../../../src/core/idps/fields.ts';

const fields = { stack: slug('other', 'payments'), run: oneOf('TRACKED', 'task') };
const template = 'Run_<stack>:<run>_Done';

it('spells fixed text and enumerated values as tokens have them, wherever they stand', () => {
  expect(caselessSpellings('RUN_Shop:tracked_done', template, fields)).toEqual([
    'RUN_Shop:tracked_done',
    'run_shop:tracked_done',
    'Run_shop:TRACKED_Done',
  ]);
});

it('says each spelling once', () => {
  expect(caselessSpellings('acme', '<stack>', fields)).toEqual(['acme']);
});
