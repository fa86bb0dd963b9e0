import { parseTemplate } from '../federation/token-template.ts';
import type { IdentityProvider, TokenForm } from '../idps/identity-provider.ts';
import type { Identity } from './identity/identity-field.ts';

/** Condition keys, whole, to the values they may have. */
export interface TrustConditions {
  readonly equals: Readonly<Record<string, readonly string[]>>;
  readonly like: Readonly<Record<string, readonly string[]>>;
}

/**
 * The conditions that pin audience and subject to tokens of these forms and values: the keys that the
 * catalogue recommends, filled in from the token's own grammar. A `*` stands where the provider
 * makes up a value for each token, or where the workload may have any. A key whose value is not known
 * is left out; `undefined` when that is the subject or the audience.
 * @param keys instead of those that the catalogue recommends
 */
export const trustConditions = (
  entry: IdentityProvider,
  provider: string,
  forms: readonly TokenForm[],
  values: Identity,
  open: readonly string[] = [],
  keys: readonly string[] = recommendedKeys(entry),
): TrustConditions | undefined => {
  const equals: Record<string, readonly string[]> = {};
  const like: Record<string, readonly string[]> = {};
  for (const key of keys) {
    const texts = forms.map((form) => textOf(entry, templateOf(form, key), values, open));
    const known = [...new Set(texts.filter((text) => text !== undefined))];
    if (known.length === 0 || texts.includes(undefined)) {
      if (key === 'sub' || key === 'aud') return undefined;
      continue;
    }
    const target = known.some((text) => text.includes('*')) ? like : equals;
    target[`${provider}:${key}`] = known;
  }
  return forms.length === 0 ? undefined : { equals, like };
};

const recommendedKeys = ({ recommended }: IdentityProvider): readonly string[] => [
  ...new Set(
    Object.values(recommended)
      .flatMap((block) => Object.keys(block))
      .filter((key) => key.startsWith('<provider>:'))
      .map((key) => key.slice('<provider>:'.length)),
  ),
];

const templateOf = ({ claims }: TokenForm, key: string): string | undefined => {
  const template =
    key === 'aud' ? (claims['azp'] ?? claims['aud']) : claims[key === 'oaud' ? 'aud' : key];
  return typeof template === 'string' ? template : undefined;
};

const textOf = (
  { fields }: IdentityProvider,
  template: string | undefined,
  values: Identity,
  open: readonly string[],
): string | undefined => {
  if (template === undefined) return undefined;
  const parts = parseTemplate(template).map((part) => {
    if (part.kind === 'text') return part.text;
    const isAny = open.includes(part.name) || fields[part.name]?.assigned === true;
    return isAny ? '*' : values[part.name];
  });
  return parts.includes(undefined) ? undefined : parts.join('');
};
