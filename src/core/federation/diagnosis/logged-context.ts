import type { FederatedLogin } from '../../events/change.ts';
import { epochMs } from '../../model/instant.ts';
import type { EvaluationContext } from '../request-context.ts';
import type { TrustPolicy } from '../trust-policy.ts';

const notLogged = 'CloudTrail does not log it';

/** Keys of the request that no CloudTrail field tells, or not reliably. */
const unloggedKeys =
  /^(aws:(sourcevpc|sourcevpcarn|sourcevpce|vpcsourceip|vpceaccount|vpceorgid|referer)|(aws|iam):resourcetag\/.+|sts:(transitivetagkeys|roleauthorizedbyidp))$/;
/** Keys that are in `requestParameters`, which a refused call may not log at all. */
const keysOfRequest = /^(sts:(rolesessionname|sourceidentity)|aws:(requesttag\/.+|tagkeys))$/;

/** The request behind a logged login, beside its token; what the record does not tell is unknown. */
export const loggedContext = (
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
