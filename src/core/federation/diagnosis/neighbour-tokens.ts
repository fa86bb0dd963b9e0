import type { Field, TokenForm } from '../../idps/identity-provider.ts';
import { claimsOf, fieldsWithSession } from '../candidate-tokens.ts';
import type { Claims } from '../request-context.ts';
import { type FieldValues, fieldsOf } from '../token-template.ts';
import type { PresentedToken } from './presented-token.ts';
import { subjectHints } from './subject-hints.ts';

const isValue = ({ character, min = 1, max = 1024, values }: Field, text: string): boolean =>
  (values === undefined || values.includes(text)) &&
  text.length >= min &&
  text.length <= max &&
  Array.from(text).every((char) => character.test(char));

/** Values near a presented one: what a stranger has, and what a loose pattern would let in. */
const near = (field: Field, value: string): readonly string[] => {
  const first = value.charAt(0) === '1' ? '2' : '1';
  const texts = [
    field.stranger,
    field.own,
    ...(field.values ?? []),
    `${value}-evil`,
    `${value}x`,
    `x${value}`,
    `${value}1`,
    `${first}${value.slice(1)}`,
    value.slice(0, -1),
    `${value}/x`,
    value.toUpperCase(),
  ];
  return [...new Set(texts)].filter((text) => text !== value && isValue(field, text));
};

const subjectFields = ({ claims }: TokenForm): readonly string[] =>
  [claims['sub'] ?? []].flat().flatMap(fieldsOf);

const allFields = (form: TokenForm): readonly string[] =>
  [...Object.values(form.claims).flat(), ...Object.values(form.tags ?? {})].flatMap(fieldsOf);

/**
 * Tokens that are not the presented one and that a patch must not let in: the same with one part of
 * the subject changed, and every other kind of token of the identity provider, for a colleague and
 * for a stranger.
 */
export const neighbourTokens = (token: PresentedToken): readonly Claims[] => {
  const { entry, provider, form, subject, values, claims: known } = token;
  const fields = fieldsWithSession(entry);
  const filled = (of: TokenForm, side: 'own' | 'stranger', fixed: FieldValues): FieldValues => ({
    ...Object.fromEntries(allFields(of).map((name) => [name, fields[name]?.[side] ?? ''])),
    ...fixed,
  });
  const { sub: _sub, iss: _iss, ...others } = known;
  const presentedAudience = Object.fromEntries(
    Object.entries(others).filter(([name]) => name === 'aud' || name === 'azp'),
  );
  const made = (of: TokenForm, fixed: FieldValues): Claims => ({
    ...claimsOf(provider, of, fixed),
    ...presentedAudience,
  });
  const forms = entry.forms(provider, subjectHints([subject]));
  const ofOtherKinds = forms.flatMap((each) => [
    made(each, filled(each, 'own', values)),
    made(each, filled(each, 'stranger', values)),
    made(each, filled(each, 'own', {})),
    made(each, filled(each, 'stranger', {})),
  ]);
  const withOneChange =
    form === undefined
      ? []
      : subjectFields(form).flatMap((name) => {
          const field = fields[name];
          if (field === undefined || field.assigned) return [];
          return near(field, values[name] ?? '').map((text) =>
            made(form, filled(form, 'own', { ...values, [name]: text })),
          );
        });
  return [...withOneChange, ...ofOtherKinds].filter(({ sub }) => sub !== subject);
};
