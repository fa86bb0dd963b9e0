import type { IssuerObservation } from './observation.ts';
import type { ProviderSighting } from './provider-sighting.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/**
 * A rotation leaves an old key beside the new one until the last token it signed has expired. When
 * every key is another at once, tokens were cut off, or somebody else answers for the issuer.
 */
export const keyTurnover = (
  { jwks }: IssuerObservation,
  before: ProviderSighting | undefined,
): readonly ThumbprintFinding[] => {
  const known = before?.keyIds ?? [];
  if (jwks.status === 'failed' || known.length === 0 || jwks.keyIds.length === 0) return [];
  if (jwks.keyIds.some((kid) => known.includes(kid))) return [];
  const [first = ''] = jwks.keyIds;
  return [
    {
      id: 'jwks.all-keys-changed',
      severity: 'Medium',
      about: first,
      message: `Every key of the key set has changed since the last run (${known.length} before, ${jwks.keyIds.length} now). Ask who runs the issuer whether they did that; if nobody did, remove the provider.`,
    },
  ];
};
