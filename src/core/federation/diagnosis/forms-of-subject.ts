import type { IdentityProvider, PolicyHints, TokenForm } from '../../idps/identity-provider.ts';
import { alignTemplate } from '../align-template.ts';
import { literalGlob } from '../glob.ts';
import type { FieldValues } from '../token-template.ts';

/** The parts of a subject by a template; `undefined`: it is not of this wording. */
const partsOf = (
  template: string,
  subject: string,
  fields: IdentityProvider['fields'],
): FieldValues | undefined => {
  const fitting = alignTemplate(template, literalGlob(subject), fields).ways.find((way) =>
    [...way].every(([name, [glob = []]]) => {
      const { min = 1, max = Number.POSITIVE_INFINITY } = fields[name] ?? {};
      return glob.length >= min && glob.length <= max;
    }),
  );
  return fitting === undefined
    ? undefined
    : Object.fromEntries(
        [...fitting].map(([name, [glob = []]]) => [
          name,
          glob.map((token) => (token.kind === 'char' ? token.char : '')).join(''),
        ]),
      );
};

const skeleton = (template: string): string => template.replace(/<\w+>/g, '<>');

/**
 * The kinds of token that have this subject, and its parts: those of the first wording that fits.
 * None where another wording of the same shape fits too, as with a bare id: what it names is not
 * known then.
 */
export const formsOfSubject = (
  entry: IdentityProvider,
  provider: string,
  subject: string,
  hints: PolicyHints,
): { readonly forms: readonly TokenForm[]; readonly values: FieldValues } => {
  const worded = entry.forms(provider, hints).flatMap((form) => {
    const template = form.claims['sub'];
    if (typeof template !== 'string') return [];
    const values = partsOf(template, subject, entry.fields);
    return values === undefined ? [] : [{ form, template, values }];
  });
  const [first] = worded;
  const isAmbiguous = worded.some(
    ({ template }) =>
      template !== first?.template && skeleton(template) === skeleton(first?.template ?? ''),
  );
  if (first === undefined || isAmbiguous) return { forms: [], values: {} };
  return {
    forms: worded.filter(({ template }) => template === first.template).map(({ form }) => form),
    values: first.values,
  };
};
