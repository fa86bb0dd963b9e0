import fc from 'fast-check';
import { claimsOf, fieldsWithSession } from '../../../src/core/federation/candidate-tokens.ts';
import { subjectHints } from '../../../src/core/federation/diagnosis/subject-hints.ts';
import { fieldsOf } from '../../../src/core/federation/token-template.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import type { Field, TokenForm } from '../../../src/core/idps/identity-provider.ts';
import { github } from './arbitrary-policies.ts';

/** Tokens of the tenant that the policies of these tests mean: its workload, and its siblings. */
const ofTenant: Readonly<Record<string, readonly string[]>> = {
  owner: ['acme'],
  ownerId: ['77'],
  repo: ['shop', 'shop', 'ledger', 'shop-evil'],
  repoId: ['88', '88', '881', '9'],
  group: ['acme'],
  project: ['shop', 'shop', 'ledger', 'p'],
  projectId: ['20', '201'],
  namespaceId: ['72'],
  organization: ['acme'],
  workspace: ['w', 'v'],
  phase: ['plan', 'apply'],
  branch: ['main', 'main', 'dev', 'main-x'],
  environment: ['production', 'production', 'staging'],
  namespace: ['apps', 'staging'],
  serviceAccount: ['api', 'other'],
  audience: ['sts.amazonaws.com', 'https://gitlab.com'],
};

const drawn = (name: string, field: Field): fc.Arbitrary<string> =>
  fc.constantFrom(...(ofTenant[name] ?? [field.own]));

const tokensOf = (provider: string, form: TokenForm, fields: Readonly<Record<string, Field>>) => {
  const names = [...new Set(Object.values(form.claims).flat().flatMap(fieldsOf))];
  const values = names.flatMap((name) => {
    const field = fields[name];
    return field === undefined ? [] : [[name, drawn(name, field)] as const];
  });
  return fc
    .record(Object.fromEntries(values))
    .map((filled): Record<string, unknown> => ({ ...claimsOf(provider, form, filled) }));
};

export const siblingsToken: fc.Arbitrary<Record<string, unknown>> = fc
  .constantFrom(
    github,
    github,
    'gitlab.com',
    'app.terraform.io',
    'oidc.eks.eu-west-1.amazonaws.com/id/ABC',
  )
  .chain((provider) => {
    const hints = subjectHints([]);
    const entry = identityProviders.find((candidate) => candidate.matches(provider, hints));
    if (entry === undefined) throw new Error(`${provider} is not in the catalogue.`);
    const fields = fieldsWithSession(entry);
    return fc
      .constantFrom(...entry.forms(provider, hints))
      .chain((form) => tokensOf(provider, form, fields));
  });
