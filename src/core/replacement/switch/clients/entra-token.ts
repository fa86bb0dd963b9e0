import type { SwitchPlan } from '../../switch-plan.ts';
import { fill, known } from '../fill.ts';
import { shellWord } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/** Which of Entra's two tokens the role trusts; undefined while the provider is not known. */
export const entraVersion = ({ provider }: SwitchPlan): 1 | 2 | undefined =>
  provider === undefined
    ? undefined
    : provider.url.startsWith('sts.windows.net/')
      ? 1
      : /^login\.(?:microsoftonline\.|partner\.)/.test(provider.url)
        ? 2
        : undefined;

/** The resource that the token is asked for: its registration decides about the version. */
export const entraResource = (plan: SwitchPlan): string => {
  const named = known(plan, 'appIdUri') ?? known(plan, 'resource');
  if (named !== undefined) return named;
  const version = entraVersion(plan);
  const found = version === 2 ? pinned(plan, 'oaud') : pinned(plan, 'aud');
  // A role that stays as it is shows no policy: v1 is registered under what the token is for.
  const registered = version === 1 && plan.role?.existing ? plan.provider?.audience : undefined;
  return found ?? registered ?? fill(plan, 'appIdUri', 'application ID URI');
};

/** What goes wrong between Entra and AWS, one line each. */
export const entraTraps = (plan: SwitchPlan): readonly string[] => {
  const version = entraVersion(plan);
  return [
    version === undefined
      ? 'Find out which token version the app registration issues (api.requestedAccessTokenVersion: null or 1 is v1, 2 is v2): issuer and audience depend on it.'
      : `The role trusts v${version} tokens: keep api.requestedAccessTokenVersion of the app registration at ${version === 1 ? 'null or 1' : '2'}. The other version has another issuer and audience, and AWS refuses it.`,
    'Compare iss, aud, azp and sub of a real token with the trust policy before the switch (snippet token-claims).',
    'Keep the app registration single-tenant and require assignment: without it any app of the tenant gets a token for this audience.',
  ];
};

/** Shows the claims that AWS will see, where a managed identity has its endpoint. */
export const tokenClaims = (
  plan: SwitchPlan,
): string => `# in the console of the app (App Service, Functions); a token is a secret: print its claims only
curl -s -G "$IDENTITY_ENDPOINT" -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" \\
  --data-urlencode api-version=2019-08-01 \\
  --data-urlencode ${shellWord(`resource=${entraResource(plan)}`)} \\
  --data-urlencode ${shellWord(`client_id=${fill(plan, 'clientId', 'client id of the managed identity')}`)} |
  python3 -c 'import base64, json, sys; t = json.load(sys.stdin)["access_token"].split(".")[1]; c = json.loads(base64.urlsafe_b64decode(t + "==")); print({k: c.get(k) for k in ("ver", "iss", "aud", "azp", "appid", "oid", "sub")})'
# v1: iss https://sts.windows.net/<tenant>/ (the slash is part of it), aud is the application ID URI.
# v2: iss https://login.microsoftonline.com/<tenant>/v2.0, aud is the app's GUID. The token has azp, the
#     client id of the caller: AWS compares azp with the provider's client IDs, and the policy sees azp
#     as :aud and the audience as :oaud.
# sub equals oid, the object id of the service principal, in a token that an app or a managed identity
#     got for itself. It is not the client id, nor the object id of the app registration. In a token for
#     a signed-in person sub is another value for each app. A pinned sub belongs to one issuer: the
#     conditions written for v1 never match a v2 token.
`;
