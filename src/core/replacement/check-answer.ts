import type { IdentityField } from './identity/identity-field.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import { principalWorkloadOf } from './identity/principal-workloads.ts';
import { mechanisms, type WorkloadKind, workloadKinds } from './replacement.ts';
import type { Question } from './switch-plan.ts';

/** An answer to a question, checked: its plain form, or what is wrong with it. */
export type CheckedAnswer =
  | { readonly status: 'good'; readonly value: string }
  | { readonly status: 'no-such-field' }
  | { readonly status: 'bad-value'; readonly label: string; readonly example: string };

const longestReason = 500;

/** What may be told of any workload, whatever it is. */
const general: readonly Pick<IdentityField, 'field' | 'label' | 'example' | 'hint' | 'read'>[] = [
  {
    field: 'kind',
    label: 'Kind of workload',
    example: workloadKinds.slice(0, -1).join(', '),
    read: oneOf(workloadKinds.slice(0, -1)),
  },
  {
    field: 'mechanism',
    label: 'Mechanism',
    example: mechanisms.slice(0, -1).join(', '),
    read: oneOf(mechanisms.slice(0, -1)),
  },
  {
    field: 'reason',
    label: 'Why the key must stay',
    example: 'the appliance takes keys only',
    read: (text) => {
      const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
      return line === '' || line.length > longestReason ? undefined : line;
    },
  },
];

function oneOf(words: readonly string[]): (text: string) => string | undefined {
  return (text) => words.find((word) => word === text.trim().toLowerCase());
}

/**
 * Whether a text can be the answer about one field of a workload.
 * @param kind when it is known, only its own fields are asked
 */
export const checkAnswer = (
  field: string,
  text: string,
  kind: WorkloadKind | undefined,
): CheckedAnswer => {
  const candidates = answerableFields(kind).filter((each) => each.field === field);
  const [first] = candidates;
  if (first === undefined) return { status: 'no-such-field' };
  for (const { read } of candidates) {
    const value = read(text);
    if (value !== undefined) return { status: 'good', value };
  }
  return { status: 'bad-value', label: first.label, example: first.example };
};

/** Names of all fields that an answer can be about. */
export const answerableNames = (kind: WorkloadKind | undefined): readonly string[] => [
  ...new Set(answerableFields(kind).map(({ field }) => field)),
];

const answerableFields = (
  kind: WorkloadKind | undefined,
): readonly Pick<IdentityField, 'field' | 'label' | 'example' | 'hint' | 'read'>[] => [
  ...general,
  ...(kind === undefined ? workloadKinds : [kind]).flatMap(
    (each) => (oidcWorkloadOf(each) ?? principalWorkloadOf(each))?.fields ?? [],
  ),
];

/** How to ask for a field of a kind; `undefined` when it has none of that name. */
export const questionAbout = (field: string, kind: WorkloadKind): Question | undefined => {
  const found = answerableFields(kind).find((each) => each.field === field);
  return found === undefined
    ? undefined
    : {
        field,
        label: found.label,
        example: found.example,
        ...(found.hint === undefined ? {} : { hint: found.hint }),
      };
};
