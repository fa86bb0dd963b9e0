import { builtInProviders } from '../federation/claim-keys.ts';
import type { OwnSubjects } from '../federation/own-subjects.ts';
import { entryAmong, hintsOf } from './catalogue-entry.ts';
import { tokensOf } from './expected-tokens.ts';
import { type Identity, withExamples, withPlaceholders } from './identity/identity-field.ts';
import { definedValues, type OidcWorkload } from './identity/oidc-workload.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import { proveTokenTrust } from './prove-token-trust.ts';
import { type TrustConditions, trustConditions } from './trust-conditions.ts';
import { type RolePlace, tokenStatement, trustPolicyText } from './trust-statement.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/** A trust policy that was proven, or why there is none. */
export type TrustProposal =
  | {
      readonly status: 'proposed';
      readonly trustPolicy: string;
      /** Whether every value is known; else `<label>` stands for what must be filled in. */
      readonly isComplete: boolean;
      /** Absent where no token is used. */
      readonly token?: {
        readonly provider: string;
        readonly audience: string;
        readonly subject: string;
      };
      /** What was tried, in words. */
      readonly proof: string;
    }
  | { readonly status: 'none'; readonly why: string };

const none = (why: string): TrustProposal => ({ status: 'none', why });

/**
 * The trust policy for a workload with tokens of its own: audience and subject pinned, by id where
 * the provider has ids. It is evaluated before it is shown; one with placeholders is proven on
 * examples in their place.
 */
export const proposeTokenTrust = (
  { kind, known, provider, questions }: WorkloadIdentity,
  place: RolePlace,
  own: OwnSubjects = {},
): TrustProposal => {
  const workload = oidcWorkloadOf(kind);
  if (workload === undefined || provider === undefined) return none('it has no tokens of its own');
  const isComplete = questions.length === 0 && !provider.url.includes('<');
  const needed = workload.needs(known, provider.url);
  const example = isComplete ? known : withExamples(workload.fields, needed, known);
  const exampleUrl = provider.url.includes('<')
    ? (workload.providerOf(example) ?? provider.url)
    : provider.url;
  const shape = policyFor(workload, example, exampleUrl, exampleUrl, place);
  const entry = entryAmong(exampleUrl, workload.entries);
  if (shape === undefined || entry === undefined) return none('its tokens are not known');
  const tokens = tokensOf(workload, entry, example, exampleUrl);
  // Examples are nobody's own: whose tenant it is can be judged once it is known.
  const proof = proveTokenTrust(
    shape.trustPolicy,
    tokens,
    entry,
    exampleUrl,
    isComplete ? own : {},
  );
  if (proof.status === 'not-proven') return none(proof.why);
  const filled = withPlaceholders(workload.fields, needed, known);
  const url = isComplete ? provider.url : (workload.providerOf(filled) ?? provider.url);
  const policy = isComplete ? shape : policyFor(workload, filled, url, exampleUrl, place);
  if (policy === undefined) return none('its tokens are not known');
  return {
    status: 'proposed',
    isComplete,
    ...policy,
    proof: `its tokens are let in, ${proof.refused} tokens of others were tried and refused, and it is judged safe${
      isComplete ? '' : ', with examples in the place of what is not known'
    }`,
  };
};

const policyFor = (
  workload: OidcWorkload,
  identity: Identity,
  url: string,
  /** Tells which of the catalogue's providers it is. */
  exampleUrl: string,
  place: RolePlace,
) => {
  const entry = entryAmong(exampleUrl, workload.entries);
  if (entry === undefined) return undefined;
  const forms = workload.formsOf(identity, entry.forms(url, hintsOf([])));
  const values = definedValues(workload.valuesOf(identity, url));
  const conditions = trustConditions(entry, url, forms, values, workload.open, workload.keys);
  if (conditions === undefined) return undefined;
  const all = { ...conditions.equals, ...conditions.like };
  return {
    trustPolicy: trustPolicyText(tokenStatement(place, url, conditions)),
    token: {
      provider: url,
      audience: audienceIn(all, url),
      subject: all[`${url}:sub`]?.[0] ?? '',
    },
  };
};

/** What the provider must list: `aud`. A built-in provider lists none, and the token is asked for `oaud`. */
const audienceIn = (values: TrustConditions['equals'], url: string): string =>
  (builtInProviders.includes(url) ? values[`${url}:oaud`]?.[0] : undefined) ??
  values[`${url}:aud`]?.[0] ??
  '';
