import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/core/federation/evaluate.ts';
import { isFieldValue } from '../../../src/core/federation/field-values.ts';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../../../src/core/federation/trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import type { Field, IdentityProvider } from '../../../src/core/idps/identity-provider.ts';
import { unknown } from '../../../src/core/model/fact.ts';
import { tokenOf } from '../../../src/core/replacement/expected-tokens.ts';
import { isPlain } from '../../../src/core/replacement/identity/identity-field.ts';
import type { OidcWorkload } from '../../../src/core/replacement/identity/oidc-workload.ts';
import { oidcWorkloads } from '../../../src/core/replacement/identity/oidc-workloads.ts';
import { proposeTokenTrust } from '../../../src/core/replacement/propose-token-trust.ts';
import { trustConditions } from '../../../src/core/replacement/trust-conditions.ts';
import { tokenStatement, trustPolicyText } from '../../../src/core/replacement/trust-statement.ts';
import { workloadIdentity } from '../../../src/core/replacement/workload-identity.ts';

const place = { accountId: '111122223333', partition: 'aws' };
const runs = { numRuns: 30, seed: 20261123 };
const letters = [...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_./ :@'];

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const valueLike = (example: string, isValue: (text: string) => boolean): fc.Arbitrary<string> => {
  if (guid.test(example)) return fc.uuid();
  const allowed = letters.filter((char) => isValue(`${example}${char}`) || isValue(char));
  const tail = fc.string({
    unit: fc.constantFrom(...(allowed.length === 0 ? [''] : allowed)),
    maxLength: 8,
  });
  return fc
    .tuple(fc.constant(example), tail)
    .map(([start, end]) => (isValue(`${start}${end}`) ? `${start}${end}` : start));
};

const parsed = (text: string): TrustPolicy => {
  const result = parseTrustPolicy(text);
  if (result.status === 'unreadable') throw new Error(result.why);
  return result.policy;
};

/** Answers to every question of a kind of workload, each what its field takes. */
const answersFor = ({ fields }: OidcWorkload): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    Object.fromEntries(
      fields
        .filter(({ field }) => field !== 'host')
        .map(({ field, example, read }) => [
          field,
          valueLike(example, (text) => read(text) === text),
        ]),
    ),
  );

const identityFor = (workload: OidcWorkload, answers: Readonly<Record<string, string>>) =>
  workloadIdentity(workload.kinds[0] ?? 'unknown', {
    answers,
    tags: {},
    userName: 'ci',
    subjects: {},
    ignoreIssuers: [],
    providers: unknown('not read', 'ListOpenIDConnectProviders'),
    uses: [],
    usage: unknown('not read', 'CloudTrail'),
  });

describe.each(oidcWorkloads.map((workload) => [workload.kinds.join(), workload] as const))(
  'a proposed trust policy for %s',
  (_kinds, workload) => {
    it('is whole and judged safe for whatever identity it is given', () => {
      fc.assert(
        fc.property(answersFor(workload), (answers) => {
          const proposal = proposeTokenTrust(identityFor(workload, answers), place);
          expect(proposal).toMatchObject({ status: 'proposed', isComplete: true });
          if (proposal.status !== 'proposed') return;
          const judged = judgeRole(parsed(proposal.trustPolicy), identityProviders);
          expect(judged).toMatchObject({ verdict: 'safe', wouldBeRefusedOnSave: false });
        }),
        runs,
      );
    });

    it('asks for what is missing instead of making it up', () => {
      fc.assert(
        fc.property(answersFor(workload), fc.nat(), (answers, which) => {
          const whole = identityFor(workload, answers);
          const needed = workload.needs(whole.known, whole.provider?.url ?? '');
          const left = needed[which % needed.length] ?? '';
          const { [left]: _, ...rest } = answers;
          const identity = identityFor(workload, rest);
          const proposal = proposeTokenTrust(identity, place);
          if (identity.questions.length === 0) return; // another field took its place
          expect(proposal).toMatchObject({ status: 'proposed', isComplete: false });
          if (proposal.status === 'proposed') expect(proposal.trustPolicy).toMatch(/<[^>]+>/);
        }),
        runs,
      );
    });
  },
);

/** Issuers of the catalogue's entries, for those that can pin a workload by what they recommend. */
const issuers: Readonly<Record<string, string>> = {
  'github-actions': 'token.actions.githubusercontent.com',
  'github-enterprise-cloud': 'token.actions.acme.ghe.com',
  'github-enterprise-server': 'github.acme.example/_services/token',
  gitlab: 'gitlab.com',
  'gitlab-self-managed': 'gitlab.acme.example',
  'entra-v1': 'sts.windows.net/11111111-2222-3333-4444-555555555555/',
  'entra-v2': 'login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
  'azure-devops': 'vstoken.dev.azure.com/11111111-2222-3333-4444-555555555555',
  bitbucket: 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
  buildkite: 'agent.buildkite.com',
  'buildkite-private': 'agent.acme.buildkite.dev',
  'hcp-terraform': 'app.terraform.io',
  spacelift: 'acme.app.spacelift.io',
  'vercel-global': 'oidc.vercel.com',
  'vercel-team': 'oidc.vercel.com/acme',
  google: 'accounts.google.com',
  eks: 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF',
  gke: 'container.googleapis.com/v1/projects/p/locations/l/clusters/c',
  aks: 'westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/abc/',
  fly: 'oidc.fly.io/acme',
  harness: 'app.harness.io/ng/api/oidc/account/abc',
};

const fieldValue = (field: Field): fc.Arbitrary<string> =>
  field.values === undefined
    ? valueLike(field.own, (text) => isFieldValue(field, text) && isPlain(text))
    : fc.constantFrom(...field.values);

const valuesFor = ({ fields }: IdentityProvider): fc.Arbitrary<Record<string, string>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, fieldValue(f)])));

describe.each(Object.entries(issuers))('conditions for %s', (id, provider) => {
  const entry = identityProviders.find((each) => each.id === id);
  if (entry === undefined) throw new Error(`No identity provider ${id} in the catalogue.`);
  const [form] = entry
    .forms(provider, { subjects: [], tags: [], methods: [] })
    .filter(({ id: formId }) => formId !== 'pull-request');
  if (form === undefined) throw new Error(`${id} has no form.`);

  it('let in the token they were written for, and are judged safe', () => {
    fc.assert(
      fc.property(valuesFor(entry), (values) => {
        const conditions = trustConditions(entry, provider, [form], values);
        expect(conditions).toBeDefined();
        if (conditions === undefined) return;
        const policy = parsed(trustPolicyText(tokenStatement(place, provider, conditions)));
        const { claims, context } = tokenOf(entry, provider, form, values);
        expect(evaluate(policy, claims, context).decision).toBe('Allowed');
        expect(judgeRole(policy, identityProviders).verdict).toBe('safe');
      }),
      runs,
    );
  });
});
