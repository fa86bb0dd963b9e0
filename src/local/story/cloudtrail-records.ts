import type { CloudTrailRecord } from '../aws/cloudtrail/cloudtrail-record.ts';

/** Records of calls that the local IAM and STS do not answer, in the shape AWS documents. */

const common = (accountId: string, at: number, region: string) => ({
  eventVersion: '1.11',
  eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
  awsRegion: region,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: accountId,
  eventCategory: 'Management',
});

/** The root user makes a key for itself: no request parameters, no user name. */
export const rootKeyCreated = (accountId: string, at: number): CloudTrailRecord => ({
  ...common(accountId, at, 'us-east-1'),
  userIdentity: {
    type: 'Root',
    principalId: accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    accountId,
    accessKeyId: '',
  },
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateAccessKey',
  sourceIPAddress: '198.51.100.20',
  userAgent: 'signin.amazonaws.com',
  requestParameters: null,
  responseElements: {
    accessKey: {
      accessKeyId: 'AKIAROOT000000000001',
      status: 'Active',
      createDate: 'Nov 2, 2026 11:00:00 AM',
    },
  },
  requestID: '0d6ad7f2-0000-4000-8000-000000000001',
  eventID: '3c1f0f4e-0000-4000-8000-000000000001',
  readOnly: false,
});

/** A GitHub Actions run assumes the shop's deploy role. */
export const federatedLogin = (accountId: string, at: number, run: number): CloudTrailRecord =>
  githubLogin(accountId, at, run, {
    roleName: 'shop-production-deploy',
    subject: 'repo:acme/shop:environment:production',
  });

/** A GitHub Actions run assumes a role, or is refused by its trust policy. */
export const githubLogin = (
  accountId: string,
  at: number,
  run: number,
  {
    roleName,
    subject,
    isDenied = false,
  }: { readonly roleName: string; readonly subject: string; readonly isDenied?: boolean },
): CloudTrailRecord => {
  const provider = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return {
    ...common(accountId, at, 'eu-west-1'),
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithWebIdentity',
    sourceIPAddress: '192.0.2.15',
    userAgent:
      'aws-sdk-nodejs/2.1692.0 linux/v24.11.0 configure-aws-credentials-for-github-actions',
    requestParameters: { roleArn, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
    ...(isDenied ? { errorCode: 'AccessDenied', errorMessage: 'An unknown error occurred' } : {}),
    responseElements: isDenied
      ? null
      : {
          credentials: {
            accessKeyId: `ASIASHOP00000000000${run}`,
            sessionToken: 'dropped at the border',
            expiration: 'Nov 3, 2026, 10:15:00 AM',
          },
          subjectFromWebIdentityToken: subject,
          assumedRoleUser: {
            assumedRoleId: 'AROASHOP000000000001:GitHubActions',
            arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/GitHubActions`,
          },
          provider,
          audience: 'sts.amazonaws.com',
        },
    additionalEventData: {
      RequestDetails: { awsServingRegion: 'eu-west-1', endpointType: 'regional' },
      identityProviderConnectionVerificationMethod: 'IAMTrustStore',
    },
    requestID: `9a6ad7f2-0000-4000-8000-00000000000${run}`,
    eventID: `7${run}1f0f4e-0000-4000-8000-00000000000${run}`,
    readOnly: true,
    resources: [{ accountId, type: 'AWS::IAM::Role', ARN: roleArn }],
  };
};
