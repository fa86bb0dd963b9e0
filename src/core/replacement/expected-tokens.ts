import { claimsOf } from '../federation/candidate-tokens.ts';
import { keysOfProvider } from '../federation/claim-keys.ts';
import type { Claims, EvaluationContext } from '../federation/request-context.ts';
import { fieldsOf } from '../federation/token-template.ts';
import type { IdentityProvider, TokenForm } from '../idps/identity-provider.ts';
import { entryAmong, hintsOf } from './catalogue-entry.ts';
import type { Identity } from './identity/identity-field.ts';
import { definedValues, type OidcWorkload } from './identity/oidc-workload.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import type { WorkloadKind } from './replacement.ts';

/** A token that a workload presents, as far as it is known. */
export interface ExpectedToken {
  readonly form: TokenForm;
  /** The catalogue's fields that are known, with a sample where any value will do. */
  readonly values: Identity;
  readonly claims: Claims;
  /** Lists the keys that are not known: a condition on one of them is undecided. */
  readonly context: EvaluationContext;
}

/**
 * The claims of the tokens that a workload presents to AWS. Claims that depend on something unknown
 * are left out.
 * @param provider issuer, without `https://`
 */
export const expectedTokens = (
  kind: WorkloadKind,
  identity: Identity,
  provider: string,
): readonly Claims[] => {
  const workload = oidcWorkloadOf(kind);
  const entry = workload && entryAmong(provider, workload.entries);
  if (workload === undefined || entry === undefined) return [];
  return tokensOf(workload, entry, identity, provider).map(({ claims }) => claims);
};

/** The same with what is unknown, for evaluation. */
export const tokensOf = (
  workload: OidcWorkload,
  entry: IdentityProvider,
  identity: Identity,
  provider: string,
  audience?: string,
): readonly ExpectedToken[] => {
  const known = {
    ...definedValues(workload.valuesOf(identity, provider)),
    ...(audience === undefined ? {} : { audience }),
  };
  const forms = workload.formsOf(identity, entry.forms(provider, hintsOf([])));
  return forms.flatMap((form) =>
    samplesFor(workload).map((sample) => {
      const values = { ...sampled(entry, workload.open, sample), ...known };
      return tokenOf(entry, provider, form, values);
    }),
  );
};

/** Two samples where some part may have any value: both must be let in. */
const samplesFor = ({ open }: OidcWorkload): readonly ('own' | 'stranger')[] =>
  open.length === 0 ? ['own'] : ['own', 'stranger'];

/** A value for each field that is made up for the token, or that may have any. */
const sampled = (
  { fields }: IdentityProvider,
  open: readonly string[],
  sample: 'own' | 'stranger',
): Identity =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      if (field.assigned === true) return [[name, field.own]];
      if (!open.includes(name)) return [];
      return [[name, sample === 'own' ? field.own : (field.values?.at(-1) ?? field.stranger)]];
    }),
  );

/** What the request carries beside the token and nobody can tell in advance. */
const untold = ['sts:RoleSessionName', 'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce'];

export const tokenOf = (
  entry: IdentityProvider,
  provider: string,
  form: TokenForm,
  values: Identity,
): ExpectedToken => {
  const isKnown = (template: string | readonly string[]) =>
    [template]
      .flat()
      .flatMap(fieldsOf)
      .every((name) => values[name] !== undefined || entry.fields[name] === undefined);
  const claims = Object.fromEntries(
    Object.entries(form.claims).filter(([, template]) => isKnown(template)),
  );
  const missing = Object.keys(form.claims).filter((name) => claims[name] === undefined);
  // `aud` is `azp` where the token has one, `oaud` is `aud`.
  const keys = keysOfProvider(provider).filter(
    (key) =>
      missing.includes(key === 'oaud' ? 'aud' : key) || (key === 'aud' && missing.includes('azp')),
  );
  const unknown = [...keys.map((key) => `${provider}:${key}`), ...untold];
  return {
    form,
    values,
    claims: claimsOf(provider, { ...form, claims }, values),
    context: {
      keys: {},
      unknown: Object.fromEntries(unknown.map((key) => [key, 'not known of this workload'])),
    },
  };
};
