import type { Question } from '../switch-plan.ts';

/** What is known of one workload, by field: `repository`, `branch`, `tenantId`, `objectId`, … */
export type Identity = Readonly<Record<string, string>>;

/** One thing that may be known of a workload, and how to ask for it. */
export interface IdentityField extends Question {
  /** Keys of tags that hold it, matched as a whole and without case. */
  readonly tags: readonly string[];
  /** What stands for it in a policy until it is known, where `<label>` would not fit. */
  readonly placeholder?: string;
  /** The value in its plain form; `undefined` for a text that cannot be one. */
  readonly read: (text: string) => string | undefined;
}

/**
 * A value that a policy can hold as it stands: IAM would read `*`, `?` and `${` as something else,
 * and angle brackets mark what is still to be filled in.
 */
export const isPlain = (text: string): boolean =>
  text !== '' && text.length <= 512 && !/[*?<>\p{Cc}]|\$\{/u.test(text);

/** A reader for values of one shape. */
export const shaped =
  (shape: RegExp, plain: (text: string) => string = (text) => text) =>
  (text: string): string | undefined => {
    const value = plain(text.trim());
    return isPlain(value) && shape.test(value) ? value : undefined;
  };

export const guidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Without the braces in which Atlassian writes ids. */
export const readGuid = shaped(guidShape, (text) => text.replace(/^\{|\}$/g, '').toLowerCase());
export const readDigits = shaped(/^\d{1,20}$/);
export const readName = shaped(/^[\w.-]+$/);
/** Branches and environments: what Git and the providers allow, without IAM's special characters. */
export const readRef = shaped(/^[^\s:~^[\\]+$/, (text) => text.replace(/^refs\/heads\//, ''));
export const readText = shaped(/^.+$/);

const ask = (field: IdentityField): Question => ({
  field: field.field,
  label: field.label,
  example: field.example,
  ...(field.hint === undefined ? {} : { hint: field.hint }),
});

/** The questions about fields that must be known and are not, in the order of need. */
export const questionsFor = (
  fields: readonly IdentityField[],
  needed: readonly string[],
  known: Identity,
): readonly Question[] =>
  needed
    .filter((name) => known[name] === undefined)
    .flatMap((name) => fields.find(({ field }) => field === name) ?? [])
    .map(ask);

/** The identity with something in angle brackets for each field that is needed and not known. */
export const withPlaceholders = (
  fields: readonly IdentityField[],
  needed: readonly string[],
  known: Identity,
): Identity => ({
  ...Object.fromEntries(
    fields
      .filter(({ field }) => needed.includes(field))
      .map(({ field, label, placeholder }) => [field, placeholder ?? `<${label}>`]),
  ),
  ...known,
});

/** The identity with an example for each field that is needed and not known: to prove a shape. */
export const withExamples = (
  fields: readonly IdentityField[],
  needed: readonly string[],
  known: Identity,
): Identity => ({
  ...Object.fromEntries(
    fields
      .filter(({ field }) => needed.includes(field))
      .map(({ field, example, read }) => [field, read(example) ?? example]),
  ),
  ...known,
});
