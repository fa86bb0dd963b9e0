import { expect, it } from 'vitest';
import { fieldsOf, fillTemplate } from '../../../src/core/federation/token-template.ts';

it('names the fields of a wording, and nothing of its fixed text', () => {
  expect(fieldsOf('repo:<owner>/<repo>:pull_request')).toEqual(['owner', 'repo']);
  expect(fieldsOf('sts.amazonaws.com')).toEqual([]);
});

it('fills them', () => {
  expect(fillTemplate('repo:<owner>/<repo>:x', { owner: 'acme', repo: 'shop' })).toBe(
    'repo:acme/shop:x',
  );
});
