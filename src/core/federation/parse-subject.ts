import type { IdentityProvider } from '../idps/identity-provider.ts';
import { alignTemplate } from './align-template.ts';
import { literalGlob } from './glob.ts';
import { type FieldValues, fillTemplate } from './token-template.ts';

/** A subject in its parts: `{ owner: 'octo-org', repo: 'octo-repo', branch: 'main' }`. */
export interface ParsedSubject {
  /** The form's id, `branch` for instance. */
  readonly form: string;
  readonly template: string;
  readonly values: FieldValues;
}

/** Reads a real subject by the identity provider's grammar; `undefined`: it has no such form. */
export const parseSubject = (
  entry: IdentityProvider,
  provider: string,
  subject: string,
): ParsedSubject | undefined => {
  const pattern = literalGlob(subject);
  const hints = { subjects: [subject], ruledOut: [], tags: [], methods: [] };
  for (const form of entry.forms(provider, hints)) {
    const template = form.claims['sub'];
    if (typeof template !== 'string') continue;
    const [way] = alignTemplate(template, pattern, entry.fields).ways;
    if (way === undefined) continue;
    const values = Object.fromEntries(
      [...way].map(([name, [glob = []]]) => [
        name,
        glob.map((token) => (token.kind === 'char' ? token.char : '')).join(''),
      ]),
    );
    return { form: form.id, template, values };
  }
  return undefined;
};

/** The subject that the parts make: the inverse of `parseSubject`. */
export const printSubject = ({ template, values }: ParsedSubject): string =>
  fillTemplate(template, values);
