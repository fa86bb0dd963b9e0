import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { hclValue } from '../../../src/core/replacement/switch/aws-side/hcl-value.ts';
import { typescriptValue } from '../../../src/core/replacement/switch/aws-side/typescript-value.ts';
import type { Value } from '../../../src/core/replacement/switch/aws-side/value.ts';
import { yamlValue } from '../../../src/core/replacement/switch/aws-side/yaml-value.ts';
import { oneLine, shellWord } from '../../../src/core/replacement/switch/text-in.ts';
import { parseHclValue } from './hcl.ts';
import { wildText } from './wild-text.ts';

const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    wildText,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(wildText, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const never = (): string => {
  throw new Error('No references here.');
};

it.each(['1.1', 'core'] as const)('YAML %s reads back what was written', (schema) => {
  fc.assert(
    fc.property(json, (value) => {
      const text = `key:${yamlValue(value, 2)}\n`;
      const read = schema === '1.1' ? parse(text, { version: '1.1' }) : parse(text);
      expect(read).toEqual({ key: value });
    }),
  );
});

it('Terraform reads back what was written, and opens no template', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(parseHclValue(hclValue(value, never))).toEqual(value);
    }),
  );
});

it('TypeScript reads back what was written', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(new Function(`'use strict'; return (${typescriptValue(value)});`)()).toEqual(value);
    }),
  );
});

it.each([
  ['YAML', (value: Value) => yamlValue(value)],
  ['Terraform', (value: Value) => hclValue(value, never)],
  ['TypeScript', (value: Value) => typescriptValue(value)],
])('%s holds no character that its readers refuse raw', (_format, write) => {
  const refused = '\u0000\u0007\u007f\u0085\u009f\u2028\u2029\ufeff\ufffe\ud800';
  expect(write([refused, { [refused]: refused }])).not.toMatch(
    /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\ufeff\ufffe]/u,
  );
});

it('a key called __proto__ stays a key', () => {
  const value = JSON.parse('{"__proto__":{"a":"b"}}') as Value;
  const read = new Function(`return (${typescriptValue(value)});`)();
  expect(Object.hasOwn(read, '__proto__')).toBe(true);
});

it('a shell reads one word', () => {
  const words = fc.sample(
    wildText.map((text) => text.replaceAll('\0', '')),
    200,
  );
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`]);
  expect(stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(words);
});

it('prose stays on one line of bounded length', () => {
  fc.assert(
    fc.property(wildText, (text) => {
      const line = oneLine(text, 40);
      expect(line.length).toBeLessThanOrEqual(40);
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});

const terraform = spawnSync('terraform', ['version']).status === 0;
it.skipIf(!terraform)(
  `Terraform itself agrees${terraform ? '' : ' (skipped: it is not installed)'}`,
  () => {
    // Terraform keeps text in normal form C.
    const values = fc.sample(wildText, 300).map((text) => text.normalize('NFC'));
    const folder = mkdtempSync(join(tmpdir(), 'hcl-'));
    try {
      writeFileSync(
        join(folder, 'values.tf'),
        `locals {\n  all = ${hclValue(values, never, 2)}\n}\n`,
      );
      const { stdout } = spawnSync('terraform', ['console'], {
        cwd: folder,
        input: 'base64encode(jsonencode(local.all))\n',
        encoding: 'utf8',
      });
      const encoded = /^"([\w+/=]+)"$/m.exec(stdout)?.[1] ?? '';
      expect(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))).toEqual(values);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
