import type { AccessKey } from '../../src/core/keys/access-key.ts';
import { instantOf } from '../../src/core/model/instant.ts';

/** Who makes a call, as CloudTrail has it. */
export type CallerOf = 'person' | 'terraform' | 'lastkey';

const roles: Readonly<Record<CallerOf, string>> = {
  person: 'admin',
  terraform: 'pipeline',
  lastkey: 'lastkey/lastkey-respond',
};

const agents: Readonly<Record<CallerOf, string>> = {
  person: 'aws-cli/2.36.28 md/command#iam',
  terraform: 'APN/1.0 HashiCorp/1.0 Terraform/1.14.0 terraform-provider-aws/6.20.0',
  lastkey: 'aws-sdk-js/3.1169.0',
};

/** The record of a change to a key. `eventTime` is in whole seconds. */
export const keyRecord = (
  eventId: string,
  eventName: 'CreateAccessKey' | 'UpdateAccessKey' | 'DeleteAccessKey',
  key: AccessKey,
  by: CallerOf,
  nowMs: number,
  status: 'Active' | 'Inactive' = 'Active',
  errorCode?: string,
): object => {
  const { accountId, userName, accessKeyId } = key;
  const role = roles[by];
  const name = role.slice(role.lastIndexOf('/') + 1);
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEEXAMPLE123:${by}`,
      arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${by}`,
      accountId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::${accountId}:role/${role}`,
          accountId,
          userName: name,
        },
      },
    },
    eventTime: `${instantOf(nowMs).slice(0, 19)}Z`,
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: agents[by],
    requestParameters: {
      userName,
      ...(eventName === 'CreateAccessKey' ? {} : { accessKeyId }),
      ...(eventName === 'UpdateAccessKey' ? { status } : {}),
    },
    responseElements:
      eventName === 'CreateAccessKey' && errorCode === undefined
        ? { accessKey: { userName, accessKeyId, status: 'Active', createDate: key.createdAt } }
        : null,
    ...(errorCode === undefined ? {} : { errorCode }),
    eventID: eventId,
    eventType: 'AwsApiCall',
    managementEvent: true,
    readOnly: false,
    recipientAccountId: accountId,
  };
};
