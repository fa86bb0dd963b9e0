import type { FederatedLogin } from '../../../src/core/events/change.ts';
import { diagnoseLogin } from '../../../src/core/federation/diagnose-login.ts';
import type { LoginDiagnosis } from '../../../src/core/federation/diagnosis/diagnosis.ts';
import type { OidcProvider } from '../../../src/core/federation/federated-role.ts';
import type { OwnSubjects } from '../../../src/core/federation/own-subjects.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import { known } from '../../../src/core/model/fact.ts';
import type { AccountId, EventId, RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const at = '2026-11-04T09:00:00.000Z' as Instant;

/** A login that the trust policy refused, as CloudTrail logs one. */
export const deniedLogin = (login: Partial<FederatedLogin>): FederatedLogin => ({
  kind: 'AssumeRoleWithWebIdentity',
  eventId: 'event-1' as EventId,
  time: at,
  accountId: '111122223333' as AccountId,
  region: 'eu-west-1',
  by: { type: 'WebIdentityUser' },
  outcome: 'failed',
  errorCode: 'AccessDenied',
  errorMessage: 'An unknown error occurred',
  roleArn: 'arn:aws:iam::111122223333:role/shop-deploy' as RoleArn,
  roleSessionName: 'GitHubActions',
  sessionTags: {},
  ...login,
});

/** The diagnosis of a login against a trust policy that could be read. */
export const diagnosed = (
  login: FederatedLogin,
  account: {
    readonly trustPolicy: string | null;
    readonly providers?: readonly OidcProvider[];
    readonly own?: OwnSubjects;
  },
): LoginDiagnosis => {
  const { identityProvider = '', audience } = login;
  const itsProvider: OidcProvider = {
    arn: identityProvider,
    url: identityProvider.slice(identityProvider.indexOf('/') + 1),
    clientIds: audience === undefined ? [] : [audience],
    thumbprints: [],
  };
  return diagnoseLogin({
    login,
    trustPolicy: known(account.trustPolicy, at, 'GetRole'),
    identityProviders: known(account.providers ?? [itsProvider], at, 'ListOpenIDConnectProviders'),
    catalogue: identityProviders,
    ...(account.own === undefined ? {} : { own: account.own }),
  });
};
