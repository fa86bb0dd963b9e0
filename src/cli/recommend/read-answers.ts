import { InputError } from '../../core/model/errors.ts';
import { answerableNames, checkAnswer } from '../../core/replacement/check-answer.ts';
import { type WorkloadKind, workloadKinds } from '../../core/replacement/replacement.ts';
import { closestTo } from '../closest-to.ts';

/**
 * `--answer field=value`, each checked. A later answer about the same field wins.
 * @throws InputError for what is no answer
 */
export const readAnswers = (pairs: readonly string[]): Readonly<Record<string, string>> => {
  const split = pairs.map(fieldAndValue);
  const kind = kindIn(split);
  const answers = Object.fromEntries(
    split.map(([field, text]) => [field, goodValue(field, text, kind)]),
  );
  if (answers['mechanism'] === 'exception' && answers['reason'] === undefined) {
    throw new InputError(
      '--answer mechanism=exception keeps the key. Got no reason, expected for example --answer "reason=the appliance takes keys only".',
    );
  }
  return answers;
};

const goodValue = (field: string, text: string, kind: WorkloadKind | undefined): string => {
  const checked = checkAnswer(field, text, kind);
  switch (checked.status) {
    case 'good':
      return checked.value;
    case 'no-such-field':
      throw new InputError(noSuchField(field, kind));
    case 'bad-value':
      throw new InputError(
        `--answer ${field}: got "${text}", expected ${checked.label}, for example ${checked.example}.`,
      );
  }
};

const fieldAndValue = (pair: string): readonly [string, string] => {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1)];
  throw new InputError(
    `--answer takes field=value. Got "${pair}", expected for example repository=acme/shop.`,
  );
};

const kindIn = (pairs: readonly (readonly [string, string])[]): WorkloadKind | undefined => {
  const text = pairs.findLast(([field]) => field === 'kind')?.[1];
  return workloadKinds.find((kind) => kind === text && kind !== 'unknown');
};

const noSuchField = (field: string, kind: WorkloadKind | undefined): string => {
  const names = answerableNames(kind);
  const meant = closestTo(field, names);
  const of = kind === undefined ? '' : ` of ${kind}`;
  return meant === undefined
    ? `--answer: there is no field ${field}${of}. Expected one of ${names.join(', ')}.`
    : `--answer: there is no field ${field}${of}. Did you mean ${meant}?`;
};
