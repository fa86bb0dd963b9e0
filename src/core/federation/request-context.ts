import { keysOfProvider } from './claim-keys.ts';
import { providerOfIssuer } from './identity-provider-name.ts';

/** A token's claims, as decoded JSON. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * What the request carries beside the token: `sts:RoleSessionName`, `aws:SourceIp`, … It is taken as
 * complete: a key left out is absent. `roleArn` is the role being assumed, when it is known.
 */
export interface EvaluationContext {
  readonly keys: Readonly<Record<string, string | readonly string[]>>;
  readonly roleArn?: string;
  /** Keys whose value is not known, and why: a condition on one evaluates to unknown. */
  readonly unknown?: Readonly<Record<string, string>>;
}

/** One context key. `unknown`: what AWS does not document, or what nobody told. */
export type ContextValue =
  | {
      readonly status: 'present';
      readonly values: readonly string[];
      readonly multivalued: boolean;
    }
  | { readonly status: 'absent' }
  | { readonly status: 'unknown' };

export const absent: ContextValue = { status: 'absent' };
const unknown: ContextValue = { status: 'unknown' };

/** Context keys by lower-case name: key names ignore case. */
export type RequestContext = ReadonlyMap<string, ContextValue>;

export const contextValue = (context: RequestContext, key: string): ContextValue =>
  context.get(key.toLowerCase()) ?? absent;

export const tagsClaim = 'https://aws.amazon.com/tags';
export const sourceIdentityClaim = 'https://aws.amazon.com/source_identity';
export const rolesClaim = 'https://aws.amazon.com/roles';

const isObject = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

const present = (values: readonly string[], multivalued = false): ContextValue => ({
  status: 'present',
  values,
  multivalued,
});

/** `undefined`: one of the values is no text. */
const textsOf = (value: unknown): readonly string[] | undefined => {
  const list = Array.isArray(value) ? value : [value];
  const texts = list.map(scalar).filter((text) => text !== undefined);
  return texts.length < list.length ? undefined : texts;
};

const ofClaim = (value: unknown): ContextValue => {
  if (value === undefined || value === null) return absent;
  const texts = textsOf(value);
  // AWS documents no other claim than `amr` as a list.
  return texts?.length === 1 ? present(texts) : unknown;
};

/** The one multi-valued claim: how the user signed in. */
const ofMethods = (value: unknown): ContextValue => {
  if (value === undefined || value === null) return absent;
  const texts = textsOf(value);
  if (texts === undefined) return unknown;
  return texts.length === 0 ? absent : present(texts, true);
};

/** The claim behind a key: of the same name, or one level down (`google/organization_number`). */
const claimOf = (claims: Claims, key: string): unknown => {
  if (Object.hasOwn(claims, key)) return claims[key];
  const [outer = '', inner] = key.split('/');
  const nested = Object.hasOwn(claims, outer) ? claims[outer] : undefined;
  return inner !== undefined && isObject(nested) ? nested[inner] : undefined;
};

const ofKey = (claims: Claims, key: string): ContextValue => {
  if (key === 'aud') return ofClaim(claims['azp'] ?? claims['aud']);
  if (key === 'amr') return ofMethods(claims['amr']);
  return ofClaim(claimOf(claims, key === 'oaud' ? 'aud' : key));
};

/** Session tags in a token. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
const sessionTags = (claims: Claims): ReadonlyMap<string, ContextValue> => {
  const context = new Map<string, ContextValue>();
  const claim = claims[tagsClaim];
  if (!isObject(claim)) return context;
  const tags = isObject(claim['principal_tags']) ? claim['principal_tags'] : {};
  const names = Object.keys(tags);
  for (const name of names) {
    context.set(`aws:requesttag/${name.toLowerCase()}`, ofClaim(tags[name]));
  }
  if (names.length > 0) context.set('aws:tagkeys', present(names, true));
  const transitive = claim['transitive_tag_keys'];
  if (Array.isArray(transitive) && transitive.length > 0) {
    context.set('sts:transitivetagkeys', present(transitive.map(String), true));
  }
  return context;
};

/**
 * The roles that the identity provider lets this token assume: STS refuses every other role before
 * it looks at the trust policy. `undefined`: the token has no such claim.
 */
export const rolesOfToken = (claims: Claims): readonly string[] | undefined => {
  const claim = claims[rolesClaim];
  if (claim === undefined || claim === null) return undefined;
  return (Array.isArray(claim) ? claim : [claim]).map((role) => scalar(role) ?? '');
};

const authorizedByIdp = (claims: Claims, roleArn: string | undefined): ContextValue => {
  const roles = rolesOfToken(claims);
  if (roles === undefined) return absent;
  if (roleArn !== undefined && roles.includes(roleArn)) return present(['true']);
  return unknown;
};

/** The request context of one `AssumeRoleWithWebIdentity` call. */
export const requestContext = (claims: Claims, context: EvaluationContext): RequestContext => {
  const issuer = claims['iss'];
  const provider = typeof issuer === 'string' ? providerOfIssuer(issuer) : undefined;
  const keys = new Map<string, ContextValue>(sessionTags(claims));
  if (provider !== undefined) {
    for (const key of keysOfProvider(provider)) {
      keys.set(`${provider}:${key}`.toLowerCase(), ofKey(claims, key));
    }
  }
  keys.set('sts:sourceidentity', ofClaim(claims[sourceIdentityClaim]));
  keys.set('sts:roleauthorizedbyidp', authorizedByIdp(claims, context.roleArn));
  for (const [name, value] of Object.entries(context.keys)) {
    const values = typeof value === 'string' ? [value] : value;
    const multivalued = typeof value !== 'string';
    keys.set(name.toLowerCase(), values.length === 0 ? absent : present(values, multivalued));
  }
  for (const name of Object.keys(context.unknown ?? {})) keys.set(name.toLowerCase(), unknown);
  return keys;
};

/** `aws:FederatedProvider`: the provider as the trust policy names it. */
export const federatedProviderKey = (principal: string): ContextValue => present([principal]);
