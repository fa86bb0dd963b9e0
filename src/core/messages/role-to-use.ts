import type { KnownBlock } from '@slack/types';
import type { KeyCase } from '../keys/key-case.ts';
import type { Question } from '../replacement/switch-plan.ts';
import { plainSection, section } from './blocks.ts';
import { offeredActions } from './offered-actions.ts';
import { code } from './outside-text.ts';

/** Enough to see whether the role fits; the rest is behind *Show how to switch*. */
const reasonsShown = 3;
const stepsShown = 3;

/** The role to use instead and how: the first thing the eye meets after the headline. */
export const roleToUse = (keyCase: KeyCase): readonly KnownBlock[] => {
  const { role, summary, questions = [] } = keyCase.replacement;
  const steps = keyCase.replacement.steps.filter((step) => !aboutQuestions.test(step));
  const first = steps.slice(0, stepsShown).map((step, index) => `${index + 1}. ${step}`);
  const isMoreOffered = offeredActions(keyCase).includes('show-how-to-switch');
  const left = steps.length - first.length;
  const rest = left > 0 && isMoreOffered ? [`${left} more in: Show how to switch`] : [];
  if (role === null) {
    return [
      section('*What to use instead of the key:*'),
      plainSection([summary, ...missing(questions), ...first, ...rest], 1500),
    ];
  }
  const subject = role.subject === undefined ? '' : ` for ${role.subject}`;
  const trusts =
    role.identityProvider === undefined || questions.length > 0
      ? []
      : [`It trusts ${role.identityProvider}${subject}.`];
  return [
    section(
      `*${role.existing ? 'Use' : 'Create'} this role instead of the key:* ${code(role.arn, 600)}`,
    ),
    plainSection([...because(role.why), ...trusts, ...missing(questions), ...first, ...rest], 1500),
  ];
};

/** Steps that say what the button *Answer questions* says better. */
const aboutQuestions = /^(The proposal is incomplete|Answer first:)/;

const missing = (questions: readonly Question[]): readonly string[] =>
  questions.length === 0
    ? []
    : [
        `Not known yet, and nothing here can tell: ${questions.map(({ label }) => label).join(', ')}. Please answer.`,
      ];

const because = (why: readonly string[]): readonly string[] =>
  why.length === 0 ? [] : [`Why this role: ${why.slice(0, reasonsShown).join('; ')}.`];
