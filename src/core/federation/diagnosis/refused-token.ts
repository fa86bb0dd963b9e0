import type { FederatedLogin } from '../../events/change.ts';
import type { LoginCause } from './diagnosis.ts';

/** What STS checks before it reads the trust policy, told by the error alone. */
export interface RefusedToken {
  readonly cause: Extract<LoginCause, 'token' | 'audience-list' | 'provider-missing'>;
  readonly summary: string;
  readonly advice: string;
}

const token = (summary: string, advice: string): RefusedToken => ({
  cause: 'token',
  summary,
  advice,
});

/** By what the message says; CloudTrail keeps little of it, callers see it in full. */
const byMessage: readonly (readonly [RegExp, RefusedToken])[] = [
  [
    /audience/i,
    {
      cause: 'audience-list',
      summary: "STS refused the token's audience before it looked at the trust policy.",
      advice: "Add the audience to the OIDC provider's client ID list, or ask for a listed one.",
    },
  ],
  [
    /no openidconnect provider/i,
    {
      cause: 'provider-missing',
      summary: 'The account has no OIDC provider for the issuer of this token.',
      advice:
        'Create the OIDC provider with the exact URL of the issuer, or use the right account.',
    },
  ],
  [
    /thumbprint/i,
    token(
      "The certificate of the identity provider's key server does not match a thumbprint of the OIDC provider.",
      'Compare the thumbprints; the trust policy is not the cause.',
    ),
  ],
  [
    /roles claim/i,
    token(
      'The token names the roles that it may assume, and this role is not among them.',
      'Add the role to the roles claim at the identity provider; the trust policy is not the cause.',
    ),
  ],
];

/** By error code without its trailing `Exception`. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors */
const byCode: Readonly<Record<string, RefusedToken>> = {
  InvalidIdentityToken: token(
    'STS could not accept the token itself: its signature, issuer, audience or roles claim.',
    'The caller sees the exact reason in the error message; the trust policy is not the cause.',
  ),
  ExpiredToken: token(
    'The token had expired when it was presented.',
    'Ask for the token right before it is used; the trust policy is not the cause.',
  ),
  IDPCommunicationError: token(
    'STS could not reach the identity provider to fetch its keys.',
    'Try again; if it lasts, see whether the identity provider answers within five seconds.',
  ),
  IDPRejectedClaim: token(
    'The identity provider refused the claim: the token was revoked or has expired.',
    'Ask for a new token; the trust policy is not the cause.',
  ),
  RegionDisabled: token(
    'STS is not active in the region of this call.',
    'Activate the region for the account, or call another regional endpoint.',
  ),
  MalformedPolicyDocument: token(
    'The session policy of the call is malformed.',
    'Correct the inline session policy in the caller; the trust policy is not the cause.',
  ),
  PackedPolicyTooLarge: token(
    'Session policies and session tags of the call are larger than STS takes.',
    'Send fewer session tags or smaller session policies.',
  ),
};

/** Why STS refused a token before it came to the trust policy; `undefined`: it may be the policy. */
export const refusedToken = ({
  errorCode,
  errorMessage = '',
}: FederatedLogin): RefusedToken | undefined => {
  const code = (errorCode ?? 'AccessDenied').replace(/Exception$/, '');
  if (code === 'AccessDenied') return undefined;
  const told = byMessage.find(([pattern]) => pattern.test(errorMessage))?.[1];
  return (
    told ??
    byCode[code] ??
    token(
      `STS answered ${code}, which is not about the trust policy.`,
      'See the error in the caller.',
    )
  );
};
