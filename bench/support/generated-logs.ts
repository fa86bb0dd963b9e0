import { gzipSync } from 'node:zlib';
import { watchedEvents } from '../../src/core/events/watched-events.ts';

/** A stream of numbers from 0 to 1 that is the same for the same seed (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const watched = Object.entries(watchedEvents);
const unwatched = [
  ['ec2', 'DescribeInstances'],
  ['ec2', 'DescribeVolumes'],
  ['s3', 'GetBucketAcl'],
  ['sts', 'AssumeRole'],
  ['sts', 'GetCallerIdentity'],
  ['kms', 'Decrypt'],
  ['logs', 'CreateLogStream'],
  ['lambda', 'ListFunctions20150331'],
  ['ssm', 'UpdateInstanceInformation'],
  ['dynamodb', 'DescribeTable'],
  ['iam', 'ListAccessKeys'],
  ['monitoring', 'DescribeAlarms'],
] as const;

/**
 * CloudTrail files as AWS writes them, one line each: 2 % of the records are watched, all told 25
 * event names. The same seed makes the same files.
 */
export const generatedLogs = (options: {
  readonly files: number;
  readonly megabytesEach: number;
  readonly seed: number;
}): { readonly packed: readonly Buffer[]; readonly rawBytes: number; readonly records: number } => {
  const random = randomFrom(options.seed);
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const record = (): object => {
    const isHit = random() < 0.02;
    const [name, { service }] = pick(watched);
    const [otherService, otherName] = pick(unwatched);
    const session = `build-${hex(8)}`;
    return {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROA${hex(17).toUpperCase()}:${session}`,
        arn: `arn:aws:sts::111122223333:assumed-role/pipeline-${hex(4)}/${session}`,
        accountId: '111122223333',
        accessKeyId: `ASIA${hex(16).toUpperCase()}`,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: `AROA${hex(17).toUpperCase()}`,
            arn: 'arn:aws:iam::111122223333:role/service/pipeline',
            accountId: '111122223333',
            userName: 'pipeline',
          },
          attributes: { creationDate: '2026-11-02T09:14:22Z', mfaAuthenticated: 'false' },
        },
      },
      eventTime: `2026-11-02T09:${String(Math.floor(random() * 60)).padStart(2, '0')}:23Z`,
      eventSource: `${isHit ? service : otherService}.amazonaws.com`,
      eventName: isHit ? name : otherName,
      awsRegion: 'us-east-1',
      sourceIPAddress: `192.0.2.${Math.floor(random() * 250)}`,
      userAgent: `aws-sdk-go-v2/1.39.${Math.floor(random() * 9)} ua/2.1 os/linux lang/go#1.25.1 md/GOARCH#arm64`,
      requestParameters: {
        userName: `user-${hex(6)}`,
        roleName: `role-${hex(6)}`,
        roleArn: `arn:aws:iam::111122223333:role/role-${hex(6)}`,
        policyDocument: '{"Version":"2012-10-17","Statement":[]}',
        accessKeyId: `AKIA${hex(16).toUpperCase()}`,
        status: 'Inactive',
        instancesSet: { items: [{ instanceId: `i-${hex(17)}` }, { instanceId: `i-${hex(17)}` }] },
      },
      responseElements: isHit ? { provider: 'gitlab.com', audience: 'x', requestId: uuid() } : null,
      requestID: uuid(),
      eventID: uuid(),
      readOnly: !isHit,
      resources: [
        {
          accountId: '111122223333',
          type: 'AWS::IAM::Role',
          ARN: `arn:aws:iam::111122223333:role/${hex(8)}`,
        },
      ],
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${otherService}.us-east-1.amazonaws.com`,
      },
    };
  };
  const packed: Buffer[] = [];
  let rawBytes = 0;
  let records = 0;
  while (packed.length < options.files) {
    const lines: string[] = [];
    for (
      let size = 0;
      size < options.megabytesEach * 1024 * 1024;
      size += lines.at(-1)?.length ?? 0
    ) {
      lines.push(JSON.stringify(record()));
    }
    const text = `{"Records":[${lines.join(',')}]}`;
    records += lines.length;
    rawBytes += text.length;
    packed.push(gzipSync(text));
  }
  return { packed, rawBytes, records };
};
