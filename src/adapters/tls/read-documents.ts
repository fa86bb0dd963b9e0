import type { DocumentFailure, JwksSeen } from '../../core/federation/thumbprints/observation.ts';
import type { JsonDocument } from './get-json.ts';

/** What is read of a discovery document. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
export const readDiscovery = (
  document: JsonDocument,
  issuer: string,
):
  | {
      readonly status: 'read';
      readonly issuer: string;
      readonly jwksUri: string;
      readonly jwks: URL;
    }
  | DocumentFailure => {
  if (document.status === 'failed') return document;
  const { issuer: named, jwks_uri: jwksUri } = fieldsOf(document.value);
  if (typeof named !== 'string' || typeof jwksUri !== 'string') {
    return fault('wrong-shape', `The discovery document of ${issuer} lacks issuer or jwks_uri.`);
  }
  const jwks = URL.canParse(jwksUri) ? new URL(jwksUri) : undefined;
  if (jwks === undefined || jwks.protocol !== 'https:' || jwks.username !== '') {
    return fault('not-https', `The jwks_uri of ${issuer} is no https address: ${jwksUri}.`);
  }
  return { status: 'read', issuer: named, jwksUri, jwks };
};

/** Key counts of a JWKS (RFC 7517), and whether it gives away what is secret (RFC 7518, section 6). */
export const readJwks = (document: JsonDocument, url: string): JwksSeen => {
  if (document.status === 'failed') return document;
  const { keys } = fieldsOf(document.value);
  if (!Array.isArray(keys)) return fault('wrong-shape', `The key set at ${url} lacks keys.`);
  const counts = { rsa: 0, ec: 0, other: 0, withPrivateParts: 0 };
  for (const key of keys.map(fieldsOf)) {
    if (key['kty'] === 'RSA') counts.rsa += 1;
    else if (key['kty'] === 'EC') counts.ec += 1;
    else counts.other += 1;
    if (key['d'] !== undefined || key['kty'] === 'oct') counts.withPrivateParts += 1;
  }
  const keyIds = keys
    .map((key) => fieldsOf(key)['kid'])
    .filter((kid) => typeof kid === 'string')
    .map((kid) => kid.slice(0, longestKeyId))
    .slice(0, mostKeyIds);
  return { status: 'read', ...counts, keyIds, milliseconds: document.milliseconds };
};

/** STS takes at most 100 RSA and 100 EC keys; what is beyond is not remembered. */
const mostKeyIds = 200;
const longestKeyId = 128;

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const fault = (why: DocumentFailure['why'], message: string): DocumentFailure => ({
  status: 'failed',
  why,
  message,
});
