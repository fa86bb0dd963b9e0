import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { KeyCase, Notice } from '../../../src/core/keys/key-case.ts';
import { renderCaseMessage } from '../../../src/core/messages/render-case-message.ts';
import { renderNotice } from '../../../src/core/messages/render-notice.ts';
import { expectWithinSlackLimits } from '../../unit/messages/expect-within-slack-limits.ts';
import { readableMessage } from '../../unit/messages/readable-message.ts';
import { sampleCase } from '../../unit/messages/sample-case.ts';

/**
 * `case` changes the sample case; `notice`, when given, is rendered as a thread reply, else the
 * parent message is. Lines: `#` header, `|` field, `.` small print, `[…]` buttons, `{…}` a date.
 */
interface GoldenCase {
  readonly name: string;
  readonly case: Partial<KeyCase>;
  /** Fields of the sample case that this one lacks. */
  readonly without?: readonly string[];
  readonly notice?: Pick<Notice, 'kind' | 'details'>;
  readonly lines: readonly string[];
  readonly text: string;
}

const folder = new URL('.', import.meta.url);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const cases = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly GoldenCase[];
  describe(file, () => {
    test.each(cases)('$name', (golden) => {
      const keyCase = without(sampleCase(golden.case), golden.without ?? []);
      const message =
        golden.notice === undefined
          ? renderCaseMessage(keyCase)
          : renderNotice(keyCase, { ...pending, ...golden.notice });
      expectWithinSlackLimits(message);
      expect({ lines: readableMessage(message), text: message.text }).toEqual({
        lines: golden.lines,
        text: golden.text,
      });
    });
  });
}

const without = (keyCase: KeyCase, names: readonly string[]): KeyCase =>
  Object.fromEntries(
    Object.entries(keyCase).filter(([name]) => !names.includes(name)),
  ) as unknown as KeyCase;

const pending = {
  id: 'notice',
  at: sampleCase().openedAt,
  delivery: { status: 'pending' },
} as const;
