import type { Caller } from '../caller.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export const userIdentity = (caller: Caller): Readonly<Record<string, unknown>> => {
  const common = {
    type: caller.type,
    principalId: caller.principalId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
  };
  switch (caller.type) {
    case 'Root':
      return common;
    case 'IAMUser':
      return { ...common, userName: caller.userName };
    case 'AssumedRole':
      return {
        ...common,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: caller.roleId,
            arn: caller.roleArn,
            accountId: caller.accountId,
            userName: caller.roleName,
          },
          attributes: {
            creationDate: `${new Date(caller.issuedAt).toISOString().slice(0, 19)}Z`,
            mfaAuthenticated: 'false',
          },
        },
      };
  }
};
