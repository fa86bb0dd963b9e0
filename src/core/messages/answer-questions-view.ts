import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { checkAnswer, questionAbout } from '../replacement/check-answer.ts';
import { type WorkloadKind, workloadKinds } from '../replacement/replacement.ts';
import { plainSection, plainText } from './blocks.ts';
import type { FormOrigin } from './keep-for-now-view.ts';
import { type Asked, readAsked } from './open-questions.ts';
import { readSlackJson, writeSlackJson } from './slack-json.ts';
import { workloadWords } from './workload-words.ts';

export const questionForm = { callbackId: 'answer-questions' } as const;

const longestAnswer = 512;

/**
 * Every question of a case in one form. None has to be answered: what stays open is asked again.
 * https://docs.slack.dev/reference/block-kit/blocks/input-block
 */
export const answerQuestionsView = (origin: FormOrigin, asked: Asked): ModalView => ({
  type: 'modal',
  callback_id: questionForm.callbackId,
  private_metadata: writeSlackJson({ ...origin, asked }),
  title: plainText('What lastkey asks', 24),
  submit: plainText('Answer', 24),
  close: plainText('Cancel', 24),
  blocks: [
    plainSection([
      `Key ${origin.value.accessKeyId} of ${origin.value.userName} in account ${origin.value.accountId}.`,
      'Nothing that lastkey can read tells this. Leave empty what you do not know. No secrets, please.',
    ]),
    ...asked.fields.flatMap((field) => inputFor(field, asked.kind)),
  ],
});

const inputFor = (field: string, kind: WorkloadKind): readonly KnownBlock[] => {
  if (field === 'kind') return [kindInput(kind)];
  const question = questionAbout(field, kind);
  if (question === undefined) return [];
  const { label, example, hint } = question;
  return [
    {
      ...input(field, label),
      hint: plainText(`For example: ${example}${hint === undefined ? '' : `. ${hint}`}`, 150),
      element: {
        type: 'plain_text_input',
        action_id: field,
        max_length: longestAnswer,
      },
    },
  ];
};

const kindInput = (kind: WorkloadKind): InputBlock => {
  const options = workloadKinds
    .filter((each) => each !== 'unknown')
    .map((each) => ({ value: each, text: plainText(workloadWords[each] ?? each, 75) }));
  const initial = options.find(({ value }) => value === kind);
  return {
    ...input('kind', 'What uses this key?'),
    element: {
      type: 'static_select',
      action_id: 'kind',
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
};

const input = (field: string, label: string) =>
  ({ type: 'input', block_id: field, optional: true, label: plainText(label, 100) }) as const;

/** Which questions the form asked, from what {@link answerQuestionsView} put into it. */
export const readAskedIn = (metadata: unknown): Asked | undefined =>
  readAsked(readSlackJson(metadata)?.['asked']);

/**
 * What was typed, checked: answers in their plain form, or what is wrong, by field. Another kind
 * than the form was drawn for makes its other questions moot.
 * @param typed the text of a field; empty for none
 */
export const answersIn = (
  asked: Asked,
  typed: (field: string) => string,
): {
  readonly answers: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
} => {
  const told = asked.fields.includes('kind') ? typed('kind') : '';
  const kind = workloadKinds.find((each) => each === told) ?? asked.kind;
  const answers: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const field of asked.fields) {
    const text = typed(field).slice(0, longestAnswer).trim();
    if (text === '') continue;
    const checked = checkAnswer(field, text, kind);
    if (checked.status === 'good') answers[field] = checked.value;
    if (checked.status === 'bad-value') {
      errors[field] = `That cannot be it. For example: ${checked.example}`.slice(0, 140);
    }
  }
  const [first] = asked.fields;
  if (
    Object.keys(answers).length === 0 &&
    Object.keys(errors).length === 0 &&
    first !== undefined
  ) {
    errors[first] = 'Answer at least one question, or cancel.';
  }
  return { answers, errors };
};
