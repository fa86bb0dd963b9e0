import { describe, expect, it } from 'vitest';
import { type AccessKeyId, parseAccessKeyId } from '../../../src/core/model/ids.ts';
import { addressClassifier } from '../../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../../src/core/usage/shipped-address-ranges.ts';
import { usageOf } from '../../../src/core/usage/usage-of.ts';

const keyId = parseAccessKeyId('AKIAIOSFODNN7EXAMPLE') as AccessKeyId;
const classify = addressClassifier(shippedAddressRanges);
const call = (changes: object): object => ({
  eventID: JSON.stringify(changes),
  userIdentity: {
    type: 'IAMUser',
    accessKeyId: keyId,
    userName: 'exporter',
    arn: 'arn:aws:iam::111122223333:user/jobs/exporter',
  },
  eventTime: '2026-11-02T09:15:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutObject',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '3.238.12.9',
  userAgent: '[aws-cli/2.36.28 ua/2.1 sid/852e9451dc23 md/command#s3api.put-object]',
  recipientAccountId: '111122223333',
  ...changes,
});
const usage = (...records: unknown[]) => usageOf(records, keyId, [], classify);
const resourcesOf = (changes: object) =>
  usage(call(changes)).actions.map(({ action, resources, allResourcesKnown }) => ({
    action,
    resources,
    allResourcesKnown,
  }));

describe('what a key was seen doing', () => {
  it('names agents as the tools did, without brackets and session ids', () => {
    expect(usage(call({})).userAgents).toEqual([
      { value: 'aws-cli/2.36.28 ua/2.1 md/command#s3api.put-object', count: 1 },
    ]);
  });

  it('counts an event once, however often it was delivered', () => {
    expect(usage(call({}), call({})).records).toBe(1);
  });

  it('leaves out sessions made with the key', () => {
    const session = { userIdentity: { type: 'IAMUser', accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } };
    expect(usage(call(session)).records).toBe(0);
  });

  it('counts what it cannot make out', () => {
    expect(usage(null, 'x', call({ eventTime: 'yesterday' }))).toMatchObject({
      records: 0,
      unreadable: 3,
    });
  });

  it('tells refused calls from those that went through', () => {
    const [action] = usage(
      call({}),
      call({ errorCode: 'AccessDenied', requestParameters: null }),
    ).actions;
    expect(action).toMatchObject({ action: 's3:PutObject', count: 2, denied: 1 });
  });

  it('takes the resource from the request where it can mean one thing only', () => {
    expect(resourcesOf({ requestParameters: { bucketName: 'data', key: 'a/b' } })).toEqual([
      { action: 's3:PutObject', resources: ['arn:aws:s3:::data/a/b'], allResourcesKnown: true },
    ]);
    expect(resourcesOf({ requestParameters: { bucketName: 'data' } })).toEqual([
      { action: 's3:PutObject', resources: [], allResourcesKnown: false },
    ]);
    expect(
      resourcesOf({
        eventName: 'CopyObject',
        requestParameters: { bucketName: 'to', key: 'k', 'x-amz-copy-source': '/from/k2' },
      }),
    ).toEqual([
      { action: 's3:GetObject', resources: ['arn:aws:s3:::from/k2'], allResourcesKnown: true },
      { action: 's3:PutObject', resources: ['arn:aws:s3:::to/k'], allResourcesKnown: true },
    ]);
    expect(
      resourcesOf({
        eventSource: 'sqs.amazonaws.com',
        eventName: 'SendMessageBatch',
        requestParameters: {
          queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders',
        },
      }),
    ).toEqual([
      {
        action: 'sqs:SendMessage',
        resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'],
        allResourcesKnown: true,
      },
    ]);
    expect(
      resourcesOf({
        eventSource: 'kms.amazonaws.com',
        eventName: 'Decrypt',
        requestParameters: { keyId: 'alias/app' },
      })[0]?.resources,
    ).toEqual([]);
    expect(
      resourcesOf({
        eventSource: 'iam.amazonaws.com',
        eventName: 'ListAccessKeys',
        requestParameters: { userName: 'exporter' },
      })[0]?.resources,
    ).toEqual(['arn:aws:iam::111122223333:user/jobs/exporter']);
  });

  it('prefers the bucket for a bucket’s action, and the object for an object’s', () => {
    const resources = [
      { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::data/x' },
      { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::data' },
    ];
    expect(resourcesOf({ resources })[0]?.resources).toEqual(['arn:aws:s3:::data/x']);
    expect(resourcesOf({ resources, eventName: 'ListObjects' })[0]?.resources).toEqual([
      'arn:aws:s3:::data',
    ]);
  });
});

describe('whose an address is', () => {
  it.each([
    ['3.238.12.9', 'aws'],
    ['20.51.44.9', 'azure'],
    ['34.89.71.20', 'google-cloud'],
    ['34.74.90.70', 'gitlab'],
    ['3.228.39.90', 'circleci'],
    ['34.199.54.113', 'bitbucket'],
    ['162.158.1.1', 'cloudflare'],
    ['2600:1f18:1234::1', 'aws'],
    ['2603:1020::5', 'azure'],
    ['::ffff:20.51.44.9', 'azure'],
    ['10.1.2.3', 'private'],
    ['fd00::1', 'private'],
    ['81.140.22.7', 'other'],
    ['cloudformation.amazonaws.com', 'aws-service'],
    ['AWS Internal', 'aws-service'],
    ['192.0.2.10', 'unreadable'],
    ['192.0.2.0/24', 'unreadable'],
    ['075.050.255.67', 'unreadable'],
    ['x.x.x.x', 'unreadable'],
    ['', 'unreadable'],
  ])('%s: %s', (address, kind) => {
    expect(classify(address).kind).toBe(kind);
  });
});
