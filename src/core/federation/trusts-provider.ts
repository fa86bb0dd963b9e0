import { federatedPrincipals } from './federated-principals.ts';
import { parseTrustPolicy } from './parse-trust-policy.ts';

/** Whether a trust policy lets tokens of this OIDC provider in, under whatever conditions. */
export const trustsProvider = (trustPolicy: string, providerArn: string): boolean => {
  const parsed = parseTrustPolicy(trustPolicy);
  return (
    parsed.status === 'parsed' &&
    federatedPrincipals(parsed.policy).some(({ principal }) => principal === providerArn)
  );
};
