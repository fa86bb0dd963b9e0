import { fillTemplate, parseTemplate } from '../token-template.ts';
import type { Condition } from '../trust-policy.ts';
import type { PresentedToken } from './presented-token.ts';

/** How a value has to be written so that it matches itself and nothing else. */
const escaped = (text: string, version: string, wild: boolean): string | undefined => {
  const special = wild ? /[*?]|\$\{/ : /\$\{/;
  if (!special.test(text)) return text;
  // Only this version has variables, and with them a way to write `*`, `?` and `${` as such.
  if (version !== '2012-10-17') return wild ? undefined : text;
  const escapes = wild ? /[*?$]/g : /\$/g;
  return text.replace(escapes, (character) => `\${${character}}`);
};

/** Fields that the provider makes up for every token: pinning one would admit a single run. */
const isPerToken = ({ entry }: PresentedToken, field: string): boolean =>
  entry.fields[field]?.assigned === true;

export const hasPerTokenParts = (token: PresentedToken): boolean => {
  const template = token.form?.claims['sub'];
  return (
    typeof template === 'string' &&
    parseTemplate(template).some((part) => part.kind === 'field' && isPerToken(token, part.name))
  );
};

/** A value for a condition that the presented one satisfies; `undefined`: it cannot be written. */
export const exactValue = (
  { operator }: Pick<Condition, 'operator'>,
  version: string,
  text: string,
): string | undefined => escaped(text, version, operator.compare === 'StringLike');

/** The subject as a pattern for `StringLike`: only what is new in every token is left open. */
export const subjectPattern = (token: PresentedToken, version: string): string | undefined => {
  const template = token.form?.claims['sub'];
  if (typeof template !== 'string') return escaped(token.subject, version, true);
  const pieces = parseTemplate(template).map((part) => {
    if (part.kind === 'field' && isPerToken(token, part.name)) return '*';
    const text = part.kind === 'text' ? part.text : fillTemplate(`<${part.name}>`, token.values);
    return escaped(text, version, true);
  });
  return pieces.includes(undefined) ? undefined : pieces.join('');
};
