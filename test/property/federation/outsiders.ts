import fc from 'fast-check';
import { claimsOf, fieldsWithSession } from '../../../src/core/federation/candidate-tokens.ts';
import { fieldsOf } from '../../../src/core/federation/token-template.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import type { Field, TokenForm } from '../../../src/core/idps/identity-provider.ts';
import { github } from './arbitrary-policies.ts';

/**
 * Tokens of strangers, drawn from the catalogue's own forms: no field that names a tenant has a value
 * that the policies of these tests mean by it (`acme`, `77`, `88`, `20`, `72`).
 */
const own = new Set(['acme', '77', '88', '20', '72', '42']);

const names = ['acme-evil', 'acmex', 'acm3', 'evil', 'xacme', 'shop', 'main', 'production', 'api'];
const numbers = ['771', '77123', '881', '201', '721', '9', '1', '70', '80'];

const allowed = (field: Field, text: string): boolean =>
  [...text].every((character) => field.character.test(character)) &&
  text.length >= (field.min ?? 1) &&
  text.length <= (field.max ?? 255);

const drawnValue = (field: Field, isTenant: boolean): fc.Arbitrary<string> => {
  if (field.assigned) return fc.constant(field.own);
  if (field.values !== undefined) return fc.constantFrom(...field.values);
  const near = ['acme', '77', '88', 'shop', 'main', 'acme/shop', 'p', 'w', 'deploy', 'apps'];
  const candidates = [
    field.stranger,
    ...names,
    ...numbers,
    ...near,
    'acme/ci/.github/workflows/x.yml@refs/heads/main',
    'sts.amazonaws.com',
    'https://gitlab.com',
  ].filter((text) => allowed(field, text) && !(isTenant && own.has(text)));
  return fc.constantFrom(...candidates);
};

const hints = {
  subjects: ['*:environment:production', 'workflow:deploy:*', 'repository_owner:acme:*'],
  ruledOut: ['repo:acme*'],
  tags: [],
  methods: [],
};

const tokensOf = (provider: string, form: TokenForm): fc.Arbitrary<Record<string, unknown>> => {
  const entry = identityProviders.find((candidate) => candidate.matches(provider, hints));
  if (entry === undefined) throw new Error(`${provider} is not in the catalogue.`);
  const fields = fieldsWithSession(entry);
  const tenants = new Set((form.pins ?? entry.pins).tenant.flat());
  const used = [...new Set(Object.values(form.claims).flat().flatMap(fieldsOf))];
  const values = Object.fromEntries(
    used.flatMap((name) => {
      const field = fields[name];
      return field === undefined ? [] : [[name, drawnValue(field, tenants.has(name))]];
    }),
  );
  return fc.record(values).map((drawn) => ({ ...claimsOf(provider, form, drawn) }));
};

/** Issuers that everybody shares. */
export const strangersToken: fc.Arbitrary<Record<string, unknown>> = fc
  .constantFrom(github, 'gitlab.com', 'app.terraform.io')
  .chain((provider) => {
    const entry = identityProviders.find((candidate) => candidate.matches(provider, hints));
    const forms = entry?.forms(provider, hints) ?? [];
    return fc.constantFrom(...forms).chain((form) => tokensOf(provider, form));
  });
