import type { Field, TokenForm } from '../idps/identity-provider.ts';
import { alignTemplate, type FieldGlobs } from './align-template.ts';
import { caselessSpellings } from './caseless-spellings.ts';
import { keysOfProvider } from './claim-keys.ts';
import { fieldValues } from './field-values.ts';
import { type Glob, literalGlob } from './glob.ts';
import { openGlob } from './policy-variables.ts';
import type { Condition, Statement } from './trust-policy.ts';

/** Where tokens come from: one form of one provider's tokens. */
export interface TokenSource {
  readonly provider: string;
  readonly form: TokenForm;
  readonly fields: Readonly<Record<string, Field>>;
  /** The policy's version: it decides whether variables count. */
  readonly version: string;
}

export interface Constraints {
  /** Alternatives: each says what the fields must look like. Empty: no token of this form fits. */
  readonly ways: readonly FieldGlobs[];
  /** `false`: there were more alternatives than were looked at. */
  readonly complete: boolean;
}

/** What the key of a condition holds in tokens of this form. */
type KeyContent =
  | { readonly kind: 'template'; readonly template: string }
  | { readonly kind: 'absent' }
  /** Decided by evaluation alone: lists, and everything that is not the provider's. */
  | { readonly kind: 'open' };

const templateOf = (template: string | readonly string[] | undefined): KeyContent => {
  if (template === undefined) return { kind: 'absent' };
  return typeof template === 'string' ? { kind: 'template', template } : { kind: 'open' };
};

const caseless = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.entries(record).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

export const keyContent = (source: TokenSource, key: string): KeyContent => {
  const { provider, form } = source;
  const prefix = `${provider}:`.toLowerCase();
  const lower = key.toLowerCase();
  if (lower.startsWith(prefix)) {
    const name = lower.slice(prefix.length);
    const known = keysOfProvider(provider).find((candidate) => candidate.toLowerCase() === name);
    if (known === undefined) return { kind: 'absent' };
    if (known === 'aud') return templateOf(form.claims['azp'] ?? form.claims['aud']);
    return templateOf(form.claims[known === 'oaud' ? 'aud' : known]);
  }
  if (lower.startsWith('aws:requesttag/')) {
    return templateOf(caseless(form.tags ?? {}, key.slice('aws:RequestTag/'.length)));
  }
  const own = caseless(form.context ?? {}, key);
  if (own !== undefined) return { kind: 'template', template: own };
  // The caller picks the session name.
  if (lower === 'sts:rolesessionname') return { kind: 'template', template: '<sessionName>' };
  return lower.startsWith('aws:') || lower.startsWith('sts:')
    ? { kind: 'open' }
    : { kind: 'absent' };
};

/** A number as the policy writes it, and as tokens do: `20.0` is `20`. */
const spellings = (value: string): readonly string[] => [value, String(Number(value))];

/** The patterns a claim may match; `undefined`: the operator says nothing about its wording. */
const patternsOf = (
  { fields, version }: TokenSource,
  { operator, values }: Condition,
  template: string,
): readonly Glob[] | undefined => {
  switch (operator.compare) {
    case 'StringLike':
      return values.map((value) => openGlob(version, value, true));
    case 'StringEquals':
      return values.map((value) => openGlob(version, value, false));
    case 'StringEqualsIgnoreCase':
      return values
        .flatMap((value) => caselessSpellings(value, template, fields))
        .map((value) => openGlob(version, value, false));
    case 'Bool':
      return values.map((value) => literalGlob(value.toLowerCase()));
    case 'NumericEquals':
      return values.flatMap(spellings).map(literalGlob);
    default:
      return undefined;
  }
};

const anything: Constraints = { ways: [new Map()], complete: true };
const nothing: Constraints = { ways: [], complete: true };

const holdsWhenAbsent = ({ operator }: Condition): boolean =>
  operator.ifExists || operator.quantifier === 'ForAllValues';

/** What a condition asks of the fields, as if it were positive. */
const positively = (source: TokenSource, condition: Condition): Constraints => {
  const content = keyContent(source, condition.key);
  if (content.kind === 'open') return anything;
  if (content.kind === 'absent') return holdsWhenAbsent(condition) ? anything : nothing;
  const patterns = patternsOf(source, condition, content.template);
  if (patterns === undefined) return anything;
  const aligned = patterns.map((glob) => alignTemplate(content.template, glob, source.fields));
  return {
    ways: aligned.flatMap(({ ways }) => ways),
    complete: aligned.every(({ complete }) => complete),
  };
};

/** Negations and `Null` are left to evaluation: they rule out, they do not lead anywhere. */
const constrain = (source: TokenSource, condition: Condition): Constraints => {
  const { compare, negated } = condition.operator;
  return compare === 'Null' || negated ? anything : positively(source, condition);
};

/** A Deny is escaped by failing one of its conditions; a negated one is failed by matching it. */
const escapes = (source: TokenSource, deny: Statement): Constraints => {
  const negated = deny.conditions.filter(({ operator }) => operator.negated);
  const each = negated.map((condition) => positively(source, condition));
  return {
    ways: [...each.flatMap(({ ways }) => ways), new Map()],
    complete: each.every(({ complete }) => complete),
  };
};

/** More combinations than a policy of IAM's size can need. */
const limit = 20_000;

const merge = (
  fields: TokenSource['fields'],
  left: FieldGlobs,
  right: FieldGlobs,
): FieldGlobs | undefined => {
  const merged = new Map(left);
  for (const [name, globs] of right) {
    const before = merged.get(name);
    const together = before === undefined ? globs : [...before, ...globs];
    const field = fields[name];
    if (field !== undefined && fieldValues(field, together, field.own, 1).length === 0) {
      return undefined;
    }
    merged.set(name, together);
  }
  return merged;
};

/** Every way in which a token of this form can satisfy a statement and slip past the Denies. */
export const tokenConstraints = (
  source: TokenSource,
  statement: Statement,
  denies: readonly Statement[],
): Constraints => {
  let ways: readonly FieldGlobs[] = [new Map()];
  let complete = true;
  const asked = [
    ...statement.conditions.map((condition) => constrain(source, condition)),
    ...denies.map((deny) => escapes(source, deny)),
  ];
  for (const next of asked) {
    const merged: FieldGlobs[] = [];
    for (const left of ways) {
      for (const right of next.ways) {
        if (merged.length >= limit) break;
        const both = merge(source.fields, left, right);
        if (both !== undefined) merged.push(both);
      }
    }
    complete = complete && next.complete && merged.length < limit;
    ways = merged;
  }
  return { ways, complete };
};
