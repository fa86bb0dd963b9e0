import type { Field, IdentityProvider, Pins, TokenForm } from '../idps/identity-provider.ts';
import type { FieldGlobs } from './align-template.ts';
import { fieldAssignments, freshCharacters } from './field-assignments.ts';
import { fieldValues } from './field-values.ts';
import { type Claims, type EvaluationContext, tagsClaim } from './request-context.ts';
import { mentions, type Surroundings } from './surroundings.ts';
import { type FieldValues, fieldsOf, fillTemplate } from './token-template.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** How far a door opens, widest last. */
export const scopes = ['none', 'workload', 'project', 'tenant', 'world'] as const;
export type Scope = (typeof scopes)[number];

export const wider = (left: Scope, right: Scope): Scope =>
  scopes.indexOf(left) >= scopes.indexOf(right) ? left : right;

/** A token that its scope's outsider can really get. */
export interface CandidateToken {
  readonly claims: Claims;
  readonly context: EvaluationContext;
  readonly scope: Scope;
  readonly form: TokenForm;
  readonly values: FieldValues;
  /** Fields that the policy leaves one value. */
  readonly pinned: ReadonlySet<string>;
}

/** The caller's own name for the session, where the identity provider has no say. */
const sessionName: Field = {
  character: /[\w+=,.@-]/,
  min: 2,
  max: 64,
  stranger: 'session',
  own: 'session',
};

export const fieldsWithSession = (entry: IdentityProvider): Readonly<Record<string, Field>> => ({
  sessionName,
  ...entry.fields,
});

const isPinned = (
  alternatives: readonly (readonly string[])[],
  pinned: ReadonlySet<string>,
): boolean => alternatives.some((names) => names.every((name) => pinned.has(name)));

/** The widest circle that can get a token like this. */
export const scopeOf = (
  entry: IdentityProvider,
  form: TokenForm,
  pinned: ReadonlySet<string>,
): Scope => {
  const pins: Pins = form.pins ?? entry.pins;
  const isTenantFixed = entry.tenantIn === 'issuer' || isPinned(pins.tenant, pinned);
  if (!isTenantFixed) return 'world';
  const reaches = form.reachOf === undefined || form.reachOf.some((name) => pinned.has(name));
  const reach = reaches ? (form.reach ?? 'workload') : 'workload';
  if (pins.project !== undefined && !isPinned(pins.project, pinned)) return wider('tenant', reach);
  if (isPinned(pins.workload, pinned)) return reach;
  return wider(pins.project === undefined ? 'tenant' : 'project', reach);
};

const templatesOf = (form: TokenForm): readonly string[] => [
  ...Object.values(form.claims).flat(),
  ...Object.values(form.tags ?? {}),
  ...Object.values(form.context ?? {}),
];

/** Every field of a form, the caller's session name included. */
export const fieldNamesOf = (form: TokenForm): readonly string[] => [
  ...new Set(['sessionName', ...templatesOf(form).flatMap(fieldsOf)]),
];

const fillAll = <T>(record: Readonly<Record<string, T>>, fill: (value: T) => unknown): Claims =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fill(value)]));

export const claimsOf = (provider: string, form: TokenForm, values: FieldValues): Claims => {
  const fill = (template: string | readonly string[]) =>
    typeof template === 'string'
      ? fillTemplate(template, values)
      : template.map((item) => fillTemplate(item, values));
  const tags = form.tags;
  return {
    iss: `https://${provider}`,
    ...fillAll(form.claims, fill),
    ...(tags === undefined ? {} : { [tagsClaim]: { principal_tags: fillAll(tags, fill) } }),
  };
};

/** The request that brings a token: session name and what the identity provider decides. */
export const contextOf = (
  policy: TrustPolicy,
  form: TokenForm,
  values: FieldValues,
  around: Readonly<Record<string, string>>,
): EvaluationContext => {
  const own = { 'sts:RoleSessionName': '<sessionName>', ...form.context };
  const filled = Object.entries(own)
    .filter(([key]) => mentions(policy, key))
    .map(([key, template]) => [key, fillTemplate(template, values)] as const);
  return { keys: { ...around, ...Object.fromEntries(filled) } };
};

/** How many values are looked for in a field that the policy leaves open. */
const variants = 3;

/**
 * Tokens of one form that satisfy one way through a policy's conditions: every field that the policy
 * leaves open has the value a stranger would bring. A few variants, because a negated condition or a
 * Deny may refuse the first.
 */
export function* candidateTokens(
  policy: TrustPolicy,
  entry: IdentityProvider,
  provider: string,
  form: TokenForm,
  way: FieldGlobs,
  around: Surroundings,
): Generator<CandidateToken> {
  const fields = fieldsWithSession(entry);
  const choices = new Map<string, readonly string[]>();
  for (const name of fieldNamesOf(form)) {
    const field = fields[name];
    if (field === undefined) continue;
    const values = fieldValues(field, way.get(name) ?? [], field.stranger, variants);
    if (values.length === 0) return;
    choices.set(name, values);
  }
  const isFixed = (name: string) =>
    choices.get(name)?.length === 1 ||
    (fields[name]?.series === true &&
      (way.get(name) ?? []).some(([first]) => first?.kind === 'char'));
  const pinned = new Set([...choices.keys()].filter(isFixed));
  const scope = scopeOf(entry, form, pinned);
  const place = scope === 'world' ? around.outsider : around.insider;
  for (const values of fieldAssignments(fields, choices, way, freshCharacters(policy))) {
    yield {
      claims: claimsOf(provider, form, values),
      context: contextOf(policy, form, values, place),
      scope,
      form,
      values,
      pinned,
    };
  }
}
