import { leaveOutSecrets } from '../messages/leave-out-secrets.ts';
import type { Instant } from '../model/instant.ts';
import { checkAnswer } from '../replacement/check-answer.ts';
import type { Replacement } from '../replacement/replacement.ts';
import type { KeyCase } from './key-case.ts';
import { asMade } from './migration.ts';
import { withNotice } from './notices.ts';

/** Answers that can be told of a workload, in their plain form; everything else is left out. */
export const goodAnswers = (
  answers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([field, text]) => {
      const checked = checkAnswer(field, leaveOutSecrets(text), undefined);
      return checked.status === 'good' ? [[field, checked.value]] : [];
    }),
  );

/** People told what nothing that was read can tell. Later answers win. */
export const withAnswers = (
  keyCase: KeyCase,
  answers: Readonly<Record<string, string>>,
  by: string,
  cause: string,
  now: Instant,
): KeyCase =>
  withNotice(
    { ...keyCase, answers: { ...keyCase.answers, ...answers } },
    {
      kind: 'answers-given',
      cause,
      at: now,
      details: {
        by,
        answers: Object.entries(answers)
          .map(([field, value]) => `${field} ${value}`)
          .join(', '),
      },
    },
  );

/**
 * The recommendation worked out again. Nobody is told when it says the same; a role that was said to
 * be created stays so.
 */
export const withReplacement = (
  keyCase: KeyCase,
  replacement: Replacement,
  cause: string,
  now: Instant,
): KeyCase => {
  const next = asCreated(keyCase, replacement);
  if (isClosed(keyCase) || sameText(keyCase.replacement, next)) return keyCase;
  const changed = withoutFormerRole({ ...keyCase, replacement: next }, keyCase);
  if (headOf(keyCase.replacement) === headOf(next)) return changed;
  return withNotice(changed, {
    kind: 'recommendation-changed',
    cause,
    at: now,
    details: { summary: next.summary },
  });
};

/** IAM lists a new role late: until then it is still the proposal that was made. */
const asCreated = ({ migration, replacement: before }: KeyCase, next: Replacement): Replacement =>
  migration?.roleCreatedAt !== undefined &&
  next.role?.existing === false &&
  next.role.arn === before.role?.arn
    ? asMade(next)
    : next;

/** What was seen of another role says nothing about this one. */
const withoutFormerRole = (changed: KeyCase, { replacement: before }: KeyCase): KeyCase => {
  if (changed.replacement.role?.arn === before.role?.arn) return changed;
  const { migration: _, ...rest } = changed;
  return rest;
};

const isClosed = ({ stage }: KeyCase): boolean => stage === 'deleted' || stage === 'gone';

const sameText = (one: Replacement, other: Replacement): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** What an owner would want to hear of: another role or kind, fewer questions, another trust policy. */
const headOf = ({ role, workload, mechanism, questions, trustPolicy }: Replacement): string =>
  JSON.stringify([
    role?.arn,
    role?.existing,
    workload.kind,
    mechanism,
    questions?.map(({ field }) => field),
    trustPolicy,
  ]);
