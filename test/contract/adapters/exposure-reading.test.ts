import { AttachUserPolicyCommand, CreateAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exposureReadings } from '../../../src/adapters/aws/exposure-reading.ts';
import { LastkeyError } from '../../../src/core/model/errors.ts';
import type { AccessKeyId, AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const accountId = '111122223333' as AccountId;
const now = '2026-11-03T10:00:00.000Z' as Instant;
const quarantine = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2';
const before = { ...process.env };
let aws: LocalAws;
let iam: IAMClient;

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      { accountId, name: 'Payments', users: [{ userName: 'deployer' }, { userName: 'public' }] },
    ],
  });
  Object.assign(process.env, aws.environment(accountId));
  iam = new IAMClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials(accountId),
  });
});

afterAll(async () => {
  process.env = before;
  iam.destroy();
  await aws.close();
});

const readings = () =>
  exposureReadings(
    () =>
      Promise.resolve({
        ...aws.credentials(accountId),
        expiration: new Date('2026-11-03T11:00:00.000Z'),
      }),
    () => now,
  );

describe('the reading of an exposure', () => {
  it('knows whose key it is, and when there is no such key', async () => {
    const { AccessKey: made } = await iam.send(
      new CreateAccessKeyCommand({ UserName: 'deployer' }),
    );
    const reading = await readings().reading(accountId);
    expect(await reading.userOfKey(made?.AccessKeyId as AccessKeyId)).toMatchObject({
      value: 'deployer',
    });
    const gone = await reading.userOfKey('AKIAEXAMPLENOBODY001' as AccessKeyId);
    expect(gone.known ? gone.value : gone.retry).not.toBe('deployer');
  });

  it('knows a user under quarantine from one with other policies', async () => {
    const attach = (UserName: string, PolicyArn: string) =>
      iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    await attach('deployer', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess');
    await attach('public', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess');
    await attach('public', quarantine);
    const reading = await readings().reading(accountId);
    expect(await reading.isQuarantined('deployer')).toMatchObject({ known: true, value: false });
    expect(await reading.isQuarantined('public')).toMatchObject({ known: true, value: true });
  });

  it('says unknown where AWS refuses, with whether it may pass', async () => {
    aws.faults.add({
      on: { service: 'iam', action: 'ListAttachedUserPolicies' },
      effect: 'throttle',
      times: 20,
    });
    const reading = await readings().reading(accountId);
    expect(await reading.isQuarantined('public')).toMatchObject({ known: false, retry: 'yes' });
    const refused = await exposureReadings(
      () => Promise.reject(new LastkeyError('refused', 'no such role', { retry: 'no' })),
      () => now,
    ).reading(accountId);
    expect(await refused.isQuarantined('public')).toMatchObject({ known: false, retry: 'no' });
  });
});
