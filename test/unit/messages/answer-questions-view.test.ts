import { describe, expect, test } from 'vitest';
import {
  answerQuestionsView,
  answersIn,
  readAskedIn,
} from '../../../src/core/messages/answer-questions-view.ts';
import { buttonValue } from '../../../src/core/messages/button-value.ts';
import { answerableNames } from '../../../src/core/replacement/check-answer.ts';
import { workloadKinds } from '../../../src/core/replacement/replacement.ts';
import { expectViewWithinSlackLimits } from './expect-within-slack-limits.ts';
import { sampleCase } from './sample-case.ts';

const origin = { value: buttonValue(sampleCase()), channel: 'C0SECURITY1', messageTs: '1.0' };
const asked = { kind: 'github-actions', fields: ['kind', 'repository', 'branch'] } as const;
const typing = (texts: Readonly<Record<string, string>>) => (field: string) => texts[field] ?? '';

describe('the form of questions', () => {
  test.each(workloadKinds)('fits Slack with every field of %s', (kind) => {
    const fields = answerableNames(kind).slice(0, 12);
    const view = answerQuestionsView(origin, { kind, fields });
    expectViewWithinSlackLimits(view);
    expect(readAskedIn(view.private_metadata)).toEqual({ kind, fields });
  });

  test('takes some answers and leaves the rest open', () => {
    expect(answersIn(asked, typing({ kind: 'github-actions', branch: 'refs/heads/main' }))).toEqual(
      { answers: { kind: 'github-actions', branch: 'main' }, errors: {} },
    );
  });

  test('asks for at least one answer', () => {
    expect(answersIn(asked, typing({ repository: '  ' })).errors).toEqual({
      kind: expect.stringContaining('at least one'),
    });
  });

  test('leaves answers about another kind out when the kind is another', () => {
    expect(answersIn(asked, typing({ kind: 'on-premises', repository: 'acme/shop' }))).toEqual({
      answers: { kind: 'on-premises' },
      errors: {},
    });
  });

  test.each([
    'acme/*',
    `acme/\${aws:username}`,
    '<repository>',
    'a'.repeat(600),
    'acme/shop\u0000',
  ])('refuses %j, which a policy would read as something else', (text) => {
    expect(answersIn(asked, typing({ repository: text })).errors).toHaveProperty('repository');
  });
});
