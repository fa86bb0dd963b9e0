import type { Field, TokenForm } from '../idps/identity-provider.ts';
import { alignTemplate, type FieldGlobs } from './align-template.ts';
import { claimsOf, contextOf, fieldNamesOf, fieldsWithSession } from './candidate-tokens.ts';
import { fieldValues } from './field-values.ts';
import { parseGlob } from './glob.ts';
import type { Claims, EvaluationContext } from './request-context.ts';
import { surroundingsOf } from './surroundings.ts';
import { keyContent } from './token-constraints.ts';
import type { TrustPolicy } from './trust-policy.ts';
import type { TrustedProvider } from './trusted-providers.ts';

export interface IntendedToken {
  readonly claims: Claims;
  readonly context: EvaluationContext;
}

/** The claim that a mistyped or unmapped key was meant for: what comes after the last colon. */
const meantKey = (provider: string, key: string): string => {
  const claim = key.slice(key.lastIndexOf(':') + 1).toLowerCase();
  return `${provider}:${claim === 'repo' ? 'sub' : claim}`;
};

/**
 * The ways a value can be read by somebody who wrote it in good faith: wild where it has wildcards,
 * whole, as the beginning of the subject, or as its part after `repo:`.
 */
const readings = (value: string): readonly string[] => [
  value,
  `${value}:*`,
  `repo:${value}`,
  `repo:${value}:*`,
];

interface Reading {
  readonly form: TokenForm;
  readonly globs: FieldGlobs;
  readonly understood: number;
}

const read = (trusted: TrustedProvider, version: string, form: TokenForm): Reading => {
  const { provider, entry, statement } = trusted;
  const fields = fieldsWithSession(entry);
  const globs = new Map<string, FieldGlobs extends ReadonlyMap<string, infer G> ? G : never>();
  let understood = 0;
  for (const { key, values, operator } of statement.conditions) {
    const [value] = values;
    if (operator.negated || operator.compare === 'Null' || value === undefined) continue;
    const source = { provider, form, fields, version };
    const direct = keyContent(source, key);
    const content = direct.kind === 'absent' ? keyContent(source, meantKey(provider, key)) : direct;
    if (content.kind !== 'template') continue;
    const way = readings(value)
      .map((text) => alignTemplate(content.template, parseGlob(text), fields).ways[0])
      .find((found) => found !== undefined);
    if (way === undefined) continue;
    understood += 1;
    for (const [name, wanted] of way) {
      const field = fields[name];
      const together = [...(globs.get(name) ?? []), ...wanted];
      const fits = field !== undefined && fieldValues(field, together, field.own, 1).length > 0;
      if (fits) globs.set(name, together);
    }
  }
  return { form, globs, understood };
};

const ownValue = (field: Field, globs: FieldGlobs, name: string): string =>
  fieldValues(field, globs.get(name) ?? [], field.own, 1)[0] ?? field.own;

/**
 * The token that the author of a policy meant, as far as the conditions tell: the form and the names
 * that explain most of them, wildcards read as wildcards wherever they stand. `undefined` when the
 * policy trusts nobody lastkey knows.
 */
export const intendedToken = (
  policy: TrustPolicy,
  trustedBy: readonly TrustedProvider[],
): IntendedToken | undefined => {
  let best: (Reading & { trusted: TrustedProvider }) | undefined;
  for (const trusted of trustedBy) {
    for (const form of trusted.entry.forms(trusted.provider, trusted.hints)) {
      if (form.onlyWhenAsked !== undefined || form.madeFor !== undefined) continue;
      const reading = read(trusted, policy.version, form);
      if (best === undefined || reading.understood > best.understood)
        best = { ...reading, trusted };
    }
  }
  if (best === undefined) return undefined;
  const { form, globs, trusted } = best;
  const fields = fieldsWithSession(trusted.entry);
  const values = Object.fromEntries(
    fieldNamesOf(form).flatMap((name) => {
      const field = fields[name];
      return field === undefined ? [] : [[name, ownValue(field, globs, name)]];
    }),
  );
  return {
    claims: claimsOf(trusted.provider, form, values),
    context: contextOf(policy, form, values, surroundingsOf(policy).insider),
  };
};
