import type { FederatedLogin } from '../../events/change.ts';
import type { IdentityProvider, TokenForm } from '../../idps/identity-provider.ts';
import { epochMs } from '../../model/instant.ts';
import { keysOfProvider } from '../claim-keys.ts';
import { namedProvider } from '../identity-provider-name.ts';
import type { OwnSubjects } from '../own-subjects.ts';
import { parseSubject } from '../parse-subject.ts';
import {
  type Claims,
  type EvaluationContext,
  sourceIdentityClaim,
  tagsClaim,
} from '../request-context.ts';
import { type FieldValues, fieldsOf, fillTemplate } from '../token-template.ts';
import type { TrustPolicy } from '../trust-policy.ts';
import type { Catalogue } from '../trusted-providers.ts';
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

const notLogged = 'CloudTrail does not log it';

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
  const parsed = parseSubject(entry, provider, subject);
  const form = entry
    .forms(provider, hints)
    .find(({ id, claims }) => id === parsed?.form && claims['sub'] === parsed.template);
  const { claims, unlogged } = claimsOfLogin(login, provider, subject, entry, {
    ...(form === undefined ? {} : { form }),
    values: parsed?.values ?? {},
  });
  return {
    provider,
    subject,
    entry,
    ...(form === undefined ? {} : { form }),
    values: parsed?.values ?? {},
    claims,
    context: contextOfLogin(login, policy, unlogged),
  };
};

const claimsOfLogin = (
  login: FederatedLogin,
  provider: string,
  subject: string,
  entry: IdentityProvider,
  { form, values }: { readonly form?: TokenForm; readonly values: FieldValues },
): { readonly claims: Claims; readonly unlogged: readonly string[] } => {
  const known: Record<string, unknown> = { iss: `https://${provider}`, sub: subject };
  const unlogged: string[] = [];
  const filled = (claim: string): unknown => {
    const template = form?.claims[claim];
    if (template === undefined || form?.optional?.includes(claim) === true) return undefined;
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
    const forms = form === undefined ? entry.forms(provider, subjectHints([])) : [form];
    const isAudience = key === 'oaud' && forms.every(({ claims }) => claims['azp'] === undefined);
    const value = (isAudience ? login.audience : undefined) ?? filled(claim);
    if (value !== undefined) known[claim] = value;
    else if (form === undefined || form.claims[claim] !== undefined) unlogged.push(key);
  }
  if (Object.keys(login.sessionTags).length > 0) {
    known[tagsClaim] = { principal_tags: login.sessionTags };
  }
  if (login.sourceIdentity !== undefined) known[sourceIdentityClaim] = login.sourceIdentity;
  return { claims: known, unlogged: unlogged.map((key) => `${provider}:${key}`) };
};

/** Keys of the request that no CloudTrail field tells, or not reliably. */
const unloggedKeys =
  /^(aws:(sourcevpc|sourcevpcarn|sourcevpce|vpcsourceip|vpceaccount|vpceorgid|referer)|(aws|iam):resourcetag\/.+|sts:(transitivetagkeys|roleauthorizedbyidp))$/;
/** Keys that are in `requestParameters`, which a refused call may not log at all. */
const keysOfRequest = /^(sts:(rolesessionname|sourceidentity)|aws:(requesttag\/.+|tagkeys))$/;

const contextOfLogin = (
  login: FederatedLogin,
  policy: TrustPolicy,
  unloggedClaims: readonly string[],
): EvaluationContext => {
  const { roleArn, roleSessionName, sourceIpAddress, userAgent } = login;
  const isAddress = sourceIpAddress !== undefined && /^[\d.]+$|:/.test(sourceIpAddress);
  const keys: Record<string, string> = {
    ...(roleSessionName === undefined ? {} : { 'sts:RoleSessionName': roleSessionName }),
    ...(isAddress ? { 'aws:SourceIp': sourceIpAddress } : {}),
    ...(userAgent === undefined ? {} : { 'aws:UserAgent': userAgent }),
    ...(login.roleAuthorizedByIdp === true ? { 'sts:RoleAuthorizedByIdp': 'true' } : {}),
    'aws:CurrentTime': login.time,
    'aws:EpochTime': String(Math.floor(epochMs(login.time) / 1000)),
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': login.region,
  };
  const known = new Set(Object.keys(keys).map((key) => key.toLowerCase()));
  const isUnknown = (key: string): boolean => {
    const lower = key.toLowerCase();
    if (known.has(lower)) return false;
    if (roleSessionName === undefined && keysOfRequest.test(lower)) return true;
    return unloggedKeys.test(lower) || lower === 'aws:sourceip' || lower === 'aws:useragent';
  };
  const mentioned = policy.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const unknown = [...unloggedClaims, ...mentioned.filter(isUnknown)];
  return {
    keys,
    ...(roleArn === undefined ? {} : { roleArn }),
    unknown: Object.fromEntries(unknown.map((key) => [key, notLogged])),
  };
};
