import { parseRoleArn, type RoleArn } from '../model/ids.ts';
import type { FederatedLogin } from './change.ts';
import { objectIn, objectsIn, optional, textIn } from './json-object.ts';
import type { WatchedRecord } from './watched-record.ts';

/**
 * A login by a token, allowed or denied. The temporary credentials in the response stay behind.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const parseFederatedLogin = (
  from: WatchedRecord<'AssumeRoleWithWebIdentity'>,
): FederatedLogin => {
  const { request, response, record } = from;
  const identity = objectIn(record, 'userIdentity');
  const identityProvider = from.common.by.identityProvider ?? textIn(response, 'provider');
  const subject = textIn(response, 'subjectFromWebIdentityToken') ?? textIn(identity, 'userName');
  const principalId = textIn(identity, 'principalId');
  return {
    ...from.common,
    ...optional('roleArn', parseRoleArn(request['roleArn']) ?? roleAmongResources(from)),
    ...optional('identityProvider', identityProvider),
    ...optional('subject', subject),
    ...optional(
      'audience',
      textIn(response, 'audience') ?? audienceBetween(principalId, identityProvider, subject),
    ),
    ...optional('roleSessionName', textIn(request, 'roleSessionName')),
    ...optional(
      'sourceIdentity',
      textIn(request, 'sourceIdentity') ?? textIn(response, 'sourceIdentity'),
    ),
    sessionTags: Object.fromEntries(
      Object.entries(objectIn(request, 'principalTags')).filter(
        (tag): tag is [string, string] => typeof tag[1] === 'string',
      ),
    ),
    ...verification(from),
  };
};

/** A denied login may lack its request; the role is still among the record's resources. */
const roleAmongResources = (
  from: WatchedRecord<'AssumeRoleWithWebIdentity'>,
): RoleArn | undefined =>
  objectsIn(from.record, 'resources')
    .map((resource) => parseRoleArn(resource['ARN']))
    .find((arn) => arn !== undefined);

/**
 * `principalId` is `<provider>:<audience>:<subject>` and all three may hold colons: the audience is
 * what is left between the other two, never a piece of a split.
 */
const audienceBetween = (
  principalId: string | undefined,
  identityProvider: string | undefined,
  subject: string | undefined,
): string | undefined => {
  if (principalId === undefined || identityProvider === undefined || subject === undefined) {
    return undefined;
  }
  const start = `${identityProvider}:`;
  const end = `:${subject}`;
  return principalId.startsWith(start) &&
    principalId.endsWith(end) &&
    principalId.length > start.length + end.length
    ? principalId.slice(start.length, -end.length)
    : undefined;
};

/** `RoleAuthorizedByIdp` is absent, not false, when the token carried no roles claim. */
const verification = (from: WatchedRecord<'AssumeRoleWithWebIdentity'>) => {
  const additional = objectIn(from.record, 'additionalEventData');
  const method = textIn(additional, 'identityProviderConnectionVerificationMethod');
  const authorized = additional['RoleAuthorizedByIdp'];
  return {
    ...optional(
      'verificationMethod',
      method === 'IAMTrustStore' || method === 'Thumbprint' ? method : undefined,
    ),
    ...optional(
      'roleAuthorizedByIdp',
      authorized === true || authorized === 'true' ? true : undefined,
    ),
  };
};
