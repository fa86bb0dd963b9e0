import { fieldsOf, fillTemplate } from '../token-template.ts';
import type { PresentedToken } from './presented-token.ts';
import { subjectHints } from './subject-hints.ts';

/**
 * Other subjects that the identity provider gives, or once gave, to the same run: GitHub's subject
 * without the ids, for one that has them. Only what the presented subject spells out is used.
 */
export const otherSpellings = ({
  entry,
  provider,
  subject,
  form,
  values,
}: PresentedToken): readonly string[] => {
  if (form === undefined) return [];
  return entry
    .forms(provider, subjectHints([]))
    .filter(({ id }) => id === form.id)
    .flatMap(({ claims }) => {
      const template = claims['sub'];
      if (typeof template !== 'string') return [];
      const isSpelt = fieldsOf(template).every((name) => values[name] !== undefined);
      const spelt = fillTemplate(template, values);
      return isSpelt && spelt !== subject ? [spelt] : [];
    });
};
