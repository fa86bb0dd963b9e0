import type { FederatedLogin } from '../../events/change.ts';
import type { VerificationMethodSeen } from './observation.ts';

/** For each OIDC provider, how AWS verified its TLS at the newest of these logins that says it. */
export const newestMethods = (
  logins: readonly FederatedLogin[],
): ReadonlyMap<string, VerificationMethodSeen> => {
  const newest = new Map<string, VerificationMethodSeen>();
  for (const { identityProvider, verificationMethod, time } of logins) {
    if (identityProvider === undefined || verificationMethod === undefined) continue;
    const held = newest.get(identityProvider);
    if (held === undefined || held.at < time) {
      newest.set(identityProvider, { method: verificationMethod, at: time });
    }
  }
  return newest;
};
