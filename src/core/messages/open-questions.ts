import { type Replacement, type WorkloadKind, workloadKinds } from '../replacement/replacement.ts';
import { asFields } from './slack-json.ts';

/** Which questions a form asks: the kind of the workload, as far as known, and fields of it. */
export interface Asked {
  readonly kind: WorkloadKind;
  readonly fields: readonly string[];
}

/** Slack's forms may be longer, but people's patience is not. */
const mostFields = 12;
/** Below, it is worth asking whether the kind is right. */
const sureEnough = 0.7;

/** What a case cannot go on without, or be sure of; no fields when there is nothing to ask. */
export const openQuestions = ({ workload, questions = [] }: Replacement): Asked => ({
  kind: workload.kind,
  fields: [
    ...(workload.kind === 'unknown' || (questions.length > 0 && workload.confidence < sureEnough)
      ? ['kind']
      : []),
    ...questions.map(({ field }) => field),
  ].slice(0, mostFields),
});

/** As it travels in a button and a form; `undefined` for anything else. */
export const readAsked = (value: unknown): Asked | undefined => {
  const { kind, fields } = asFields(value) ?? {};
  const known = workloadKinds.find((each) => each === kind);
  return known !== undefined &&
    Array.isArray(fields) &&
    fields.length > 0 &&
    fields.length <= mostFields &&
    fields.every((field) => typeof field === 'string' && /^\w{1,40}$/.test(field))
    ? { kind: known, fields }
    : undefined;
};
