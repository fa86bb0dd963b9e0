import type { FederatedLogin } from '../../events/change.ts';
import type { IdentityProvider, TokenForm } from '../../idps/identity-provider.ts';
import { keysOfProvider } from '../claim-keys.ts';
import { namedProvider } from '../identity-provider-name.ts';
import type { OwnSubjects } from '../own-subjects.ts';
import {
  type Claims,
  type EvaluationContext,
  sourceIdentityClaim,
  tagsClaim,
} from '../request-context.ts';
import { type FieldValues, fieldsOf, fillTemplate } from '../token-template.ts';
import type { TrustPolicy } from '../trust-policy.ts';
import type { Catalogue } from '../trusted-providers.ts';
import { formsOfSubject } from './forms-of-subject.ts';
import { loggedContext } from './logged-context.ts';
import { subjectHints } from './subject-hints.ts';

/** The token behind a logged login, as far as CloudTrail tells it. */
export interface PresentedToken {
  /** Issuer without `https://`. */
  readonly provider: string;
  readonly subject: string;
  readonly entry: IdentityProvider;
  /** The kind of token by its subject, with the values in it; absent for a subject of no known form. */
  readonly form?: TokenForm;
  readonly values: FieldValues;
  /** What is known; the rest is in `context.unknown`. */
  readonly claims: Claims;
  readonly context: EvaluationContext;
}

/**
 * What is known of a login's token: the logged subject and audience, and every claim that the subject
 * spells out by the identity provider's grammar. The other claims are unknown, not absent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 * @returns `undefined` for a login that names no OIDC provider or no subject
 */
export const presentedToken = (
  login: FederatedLogin,
  policy: TrustPolicy,
  catalogue: Catalogue,
  own: OwnSubjects = {},
): PresentedToken | undefined => {
  const { subject, identityProvider } = login;
  const provider = namedProvider(identityProvider ?? '')?.name;
  if (subject === undefined || provider === undefined) return undefined;
  const hints = subjectHints([subject], Object.keys(login.sessionTags));
  const found = catalogue.find((candidate) => candidate.matches(provider, hints));
  if (found === undefined) return undefined;
  const isPrivate = own.privateIssuers?.includes(provider) === true;
  const entry: IdentityProvider = isPrivate ? { ...found, tenantIn: 'issuer' } : found;
  const { forms, values } = formsOfSubject(entry, provider, subject, hints);
  const [form] = forms;
  const { claims, unlogged } = claimsOfLogin(login, provider, subject, entry, forms, values);
  return {
    provider,
    subject,
    entry,
    ...(form === undefined ? {} : { form }),
    values,
    claims,
    context: loggedContext(login, policy, unlogged),
  };
};

const claimsOfLogin = (
  login: FederatedLogin,
  provider: string,
  subject: string,
  entry: IdentityProvider,
  forms: readonly TokenForm[],
  values: FieldValues,
): { readonly claims: Claims; readonly unlogged: readonly string[] } => {
  const known: Record<string, unknown> = { iss: `https://${provider}`, sub: subject };
  const unlogged: string[] = [];
  const hasNever = (claim: string): boolean =>
    forms.length > 0 && forms.every(({ claims }) => claims[claim] === undefined);
  const filled = (claim: string): unknown => {
    const [template, ...others] = forms.map(({ claims }) => claims[claim]);
    const isAgreed = others.every((each) => JSON.stringify(each) === JSON.stringify(template));
    const isOptional = forms.some(({ optional }) => optional?.includes(claim) === true);
    if (template === undefined || !isAgreed || isOptional) return undefined;
    const isKnown = [template]
      .flat()
      .flatMap(fieldsOf)
      .every((name) => values[name] !== undefined);
    if (!isKnown) return undefined;
    return typeof template === 'string'
      ? fillTemplate(template, values)
      : template.map((each) => fillTemplate(each, values));
  };
  for (const key of keysOfProvider(provider)) {
    if (key === 'sub') continue;
    if (key === 'aud') {
      // The logged audience is what the key `aud` holds: `azp` where the token has one.
      const audience = login.audience ?? filled('azp') ?? filled('aud');
      if (audience === undefined) unlogged.push(key);
      else known['azp'] = audience;
      continue;
    }
    const claim = key === 'oaud' ? 'aud' : key;
    const possible = forms.length === 0 ? entry.forms(provider, subjectHints([])) : forms;
    const isAudience =
      key === 'oaud' && possible.every(({ claims }) => claims['azp'] === undefined);
    const value = (isAudience ? login.audience : undefined) ?? filled(claim);
    if (value !== undefined) known[claim] = value;
    else if (!hasNever(claim)) unlogged.push(key);
  }
  if (Object.keys(login.sessionTags).length > 0) {
    known[tagsClaim] = { principal_tags: login.sessionTags };
  }
  if (login.sourceIdentity !== undefined) known[sourceIdentityClaim] = login.sourceIdentity;
  return { claims: known, unlogged: unlogged.map((key) => `${provider}:${key}`) };
};
