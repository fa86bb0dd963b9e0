import { alignTemplate } from '../align-template.ts';
import { fieldsWithSession } from '../candidate-tokens.ts';
import { isPositive } from '../conditions-of.ts';
import { isLiteral, parseGlob } from '../glob.ts';
import type { OwnSubjects } from '../own-subjects.ts';
import { keyContent, type TokenSource } from '../token-constraints.ts';
import type { Statement } from '../trust-policy.ts';
import type { PresentedToken } from './presented-token.ts';
import { subjectHints } from './subject-hints.ts';

/** Whether a login comes from the tenant that a statement was written for. */
export type Kinship = 'same' | 'other' | 'unknown';

/** Ids are never given to somebody else; names are. */
const isId = (field: string): boolean => field.endsWith('Id');

/** The claim that a mistyped or unmapped key was meant for: what comes after the last colon. */
const meantContent = (source: TokenSource, key: string): ReturnType<typeof keyContent> => {
  const claim = key.slice(key.lastIndexOf(':') + 1).toLowerCase();
  const template = source.form.claims[claim];
  return typeof template === 'string'
    ? { kind: 'template', template }
    : keyContent(source, `${source.provider}:${claim === 'repo' ? 'sub' : claim}`);
};

/** The value of a key that does not exist can be meant as a part of the subject. */
const readings = (value: string, isMistyped: boolean): readonly string[] =>
  isMistyped ? [value, `repo:${value}`, `repo:${value}:*`] : [value];

/** The values that a statement names for each field, read in good faith: `*` is wild everywhere. */
const namedValues = (
  { conditions }: Statement,
  version: string,
  { provider, entry }: PresentedToken,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const fields = fieldsWithSession(entry);
  const named = new Map<string, Set<string>>();
  for (const { key, values } of conditions.filter(isPositive)) {
    const forms = entry.forms(provider, subjectHints(values));
    for (const form of forms) {
      const source = { provider, form, fields, version };
      const direct = keyContent(source, key);
      const content = direct.kind === 'absent' ? meantContent(source, key) : direct;
      if (content.kind !== 'template') continue;
      for (const value of values.flatMap((each) => readings(each, direct.kind === 'absent'))) {
        for (const way of alignTemplate(content.template, parseGlob(value), fields).ways) {
          for (const [field, [glob = []]] of way) {
            if (!isLiteral(glob)) continue;
            const text = glob.map((token) => (token.kind === 'char' ? token.char : '')).join('');
            named.set(field, (named.get(field) ?? new Set()).add(text));
          }
        }
      }
    }
  }
  return named;
};

/** Whether the organization says that the presented tenant is its own; an id outweighs a name. */
const isOwn = (
  { entry, values }: PresentedToken,
  fields: readonly string[],
  own: OwnSubjects,
): boolean => {
  const tenants = own.tenants?.[entry.id] ?? [];
  const has = (wanted: (field: string) => boolean) =>
    fields.filter((field) => wanted(field) && values[field] !== undefined);
  const ids = has(isId);
  const told = ids.length > 0 ? ids : has((field) => !isId(field));
  return told.some((field) => tenants.includes(values[field] ?? ''));
};

/**
 * Compares the tenant of a token with the tenants that a statement names. A name that is the same
 * under another id is another tenant: names are given up and registered again.
 */
export const sameTenant = (
  statement: Statement,
  version: string,
  token: PresentedToken,
  own: OwnSubjects = {},
): Kinship => {
  const { entry, form, values } = token;
  if (entry.tenantIn === 'issuer') return 'same';
  if (form === undefined) return 'unknown';
  const { tenant } = form.pins ?? entry.pins;
  if (isOwn(token, tenant.flat(), own)) return 'same';
  const named = namedValues(statement, version, token);
  const compare = (field: string): Kinship => {
    const [value, wanted] = [values[field], named.get(field)];
    if (value === undefined || wanted === undefined) return 'unknown';
    return wanted.has(value) ? 'same' : 'other';
  };
  const verdicts = tenant.map((fields) => {
    const each = fields.map(compare);
    const kinship: Kinship = each.includes('other')
      ? 'other'
      : each.includes('unknown')
        ? 'unknown'
        : 'same';
    return { kinship, byId: fields.some(isId) };
  });
  const has = (kinship: Kinship, byId: boolean): boolean =>
    verdicts.some((each) => each.kinship === kinship && each.byId === byId);
  if (has('same', true)) return 'same';
  if (has('other', true)) return 'other';
  if (has('same', false)) return 'same';
  // Which part of an unknown issuer's subjects names the tenant is a guess, and a guess accuses nobody.
  return has('other', false) && entry.tenantIn !== 'unknown' ? 'other' : 'unknown';
};
