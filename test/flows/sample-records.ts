/** CloudTrail records in the shapes that AWS documents, for the flows' tests. */

const accountId = '111122223333';

interface RecordOptions {
  readonly eventID?: string;
  readonly eventTime?: string;
  readonly userName?: string;
  readonly accessKeyId?: string;
  readonly errorCode?: string;
  readonly userAgent?: string;
  readonly userIdentity?: object;
}

const record = (eventName: string, options: RecordOptions, fields: object): object => ({
  eventVersion: '1.11',
  userIdentity: options.userIdentity ?? {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEEXAMPLE123:alice@example.com',
    arn: `arn:aws:sts::${accountId}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com`,
    accountId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
        accountId,
        userName: 'AWSReservedSSO_Admin_0123456789abcdef',
      },
    },
  },
  eventTime: options.eventTime ?? '2026-11-03T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName,
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: options.userAgent ?? 'aws-cli/2.36.28 md/command#iam.create-access-key',
  ...fields,
  ...(options.errorCode === undefined
    ? {}
    : { errorCode: options.errorCode, responseElements: null }),
  eventID: options.eventID ?? `event-${eventName}`,
  eventType: 'AwsApiCall',
  managementEvent: true,
  readOnly: false,
  recipientAccountId: accountId,
});

/** Any IAM event: request, response and whatever else it holds. */
export const iamRecord = (
  eventName: string,
  { eventID, eventTime, errorCode, ...fields }: RecordOptions & Readonly<Record<string, unknown>>,
): object =>
  record(
    eventName,
    {
      ...(eventID === undefined ? {} : { eventID }),
      ...(eventTime === undefined ? {} : { eventTime }),
      ...(errorCode === undefined ? {} : { errorCode }),
    },
    fields,
  );

export const sampleKey = {
  accountId,
  userName: 'shop-deployer',
  accessKeyId: 'AKIAEXAMPLE000000001',
} as const;

export const createAccessKey = (options: RecordOptions = {}): object => {
  const { userName = sampleKey.userName, accessKeyId = sampleKey.accessKeyId } = options;
  return record('CreateAccessKey', options, {
    requestParameters: { userName },
    responseElements: {
      accessKey: { userName, accessKeyId, status: 'Active', createDate: 'Nov 3, 2026 10:00:00 AM' },
    },
  });
};

export const updateAccessKey = (
  status: 'Active' | 'Inactive',
  options: RecordOptions = {},
): object => {
  const { userName = sampleKey.userName, accessKeyId = sampleKey.accessKeyId } = options;
  return record('UpdateAccessKey', options, {
    requestParameters: { userName, accessKeyId, status },
    responseElements: null,
  });
};

export const deleteAccessKey = (options: RecordOptions = {}): object => {
  const { userName = sampleKey.userName, accessKeyId = sampleKey.accessKeyId } = options;
  return record('DeleteAccessKey', options, {
    requestParameters: { userName, accessKeyId },
    responseElements: null,
  });
};

/** Calls made by lastkey's own respond role. */
export const ownIdentity = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEEXAMPLE999:lastkey',
  arn: `arn:aws:sts::${accountId}:assumed-role/lastkey-respond/lastkey`,
  accountId,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${accountId}:role/lastkey/lastkey-respond`,
      accountId,
      userName: 'lastkey-respond',
    },
  },
};

const provider = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;

export const sampleRoleArn = `arn:aws:iam::${accountId}:role/shop-deploy`;

export const federatedLogin = (
  options: RecordOptions & { readonly subject?: string; readonly denied?: boolean } = {},
): object => {
  const subject = options.subject ?? 'repo:acme/shop:environment:production';
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    eventTime: options.eventTime ?? '2026-11-04T09:00:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithWebIdentity',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.44',
    userAgent: 'aws-sdk-nodejs configure-aws-credentials-for-github-actions',
    ...(options.denied === true
      ? { errorCode: 'AccessDenied', errorMessage: 'An unknown error occurred' }
      : {}),
    requestParameters: { roleArn: sampleRoleArn, roleSessionName: 'GitHubActions' },
    responseElements:
      options.denied === true
        ? null
        : {
            subjectFromWebIdentityToken: subject,
            audience: 'sts.amazonaws.com',
            provider,
            credentials: {
              accessKeyId: 'ASIAEXAMPLE000000009',
              sessionToken: 'a session token that must go nowhere',
              expiration: 'Nov 4, 2026, 10:00:00 AM',
            },
          },
    additionalEventData: { identityProviderConnectionVerificationMethod: 'IAMTrustStore' },
    eventID: options.eventID ?? 'event-login',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
  };
};

export const sampleRole = {
  arn: sampleRoleArn,
  trustPolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:acme/shop:environment:production',
          },
        },
      },
    ],
  }),
  tags: {},
  lastUsedAt: null,
};
