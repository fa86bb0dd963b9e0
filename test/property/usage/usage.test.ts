import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessKeyId, parseAccessKeyId } from '../../../src/core/model/ids.ts';
import { classifyWorkload } from '../../../src/core/replacement/classify/classify-workload.ts';
import { addressClassifier } from '../../../src/core/usage/address-kind.ts';
import { foldRecord } from '../../../src/core/usage/fold-record.ts';
import { mergeUsage } from '../../../src/core/usage/merge-usage.ts';
import { shippedAddressRanges } from '../../../src/core/usage/shipped-address-ranges.ts';
import { keyUsage, usageOf } from '../../../src/core/usage/usage-of.ts';
import { newTally, type UsageTally } from '../../../src/core/usage/usage-tally.ts';

const keyId = parseAccessKeyId('AKIAIOSFODNN7EXAMPLE') as AccessKeyId;
const classify = addressClassifier(shippedAddressRanges);

const agents = [
  'aws-cli/2.17.52 ua/2.0 os/linux#6.8.0-1014-azure md/command#ecs.update-service',
  '[Boto3/1.26.90 Python/3.9.16 Linux/5.10.179-168.710.amzn2.x86_64 Botocore/1.29.90]',
  'aws-cli/2.11.6 Python/3.11.2 Darwin/22.4.0 exe/x86_64',
  '__proto__',
  '',
];
const record = fc.record({
  userIdentity: fc.constantFrom<object>(
    { type: 'IAMUser', accessKeyId: keyId },
    { type: 'IAMUser', accessKeyId: keyId, sessionContext: { attributes: {} } },
    { type: 'IAMUser', accessKeyId: 'ASIAIOSFODNN7EXAMPLE' },
  ),
  eventTime: fc
    .integer({ min: 0, max: 89 * 24 * 60 })
    .map((minute) => new Date(Date.parse('2026-08-01T00:00:00Z') + minute * 60_000).toISOString()),
  eventSource: fc.constantFrom('s3.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'),
  eventName: fc.constantFrom(
    'HeadObject',
    'CopyObject',
    'ListObjects',
    'GetCallerIdentity',
    '__proto__',
  ),
  awsRegion: fc.constantFrom('us-east-1', 'eu-west-1'),
  sourceIPAddress: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constant('__proto__')),
  userAgent: fc.constantFrom(...agents),
  requestParameters: fc.oneof(
    fc.constant(null),
    fc.record({ bucketName: fc.string(), key: fc.string() }),
  ),
  errorCode: fc.option(fc.constant('AccessDenied'), { nil: undefined }),
});
const records = fc.array(record, { maxLength: 60 });

const tallyOf = (some: readonly unknown[]): UsageTally => {
  const tally = newTally(keyId);
  for (const each of some) foldRecord(tally, each);
  return tally;
};
const shown = (tally: UsageTally) => keyUsage(tally, [], classify);

describe('what a key was seen doing', () => {
  it('is the same in whatever order the records come', () => {
    fc.assert(
      fc.property(
        records.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          expect(shown(tallyOf(shuffled))).toEqual(shown(tallyOf(some)));
        },
      ),
    );
  });

  it('is the same however records are parted and merged', () => {
    fc.assert(
      fc.property(records, records, records, (a, b, c) => {
        const [one, two, three] = [tallyOf(a), tallyOf(b), tallyOf(c)];
        const whole = shown(tallyOf([...a, ...b, ...c]));
        expect(shown(mergeUsage(mergeUsage(one, two), three))).toEqual(whole);
        expect(shown(mergeUsage(one, mergeUsage(three, two)))).toEqual(whole);
      }),
    );
  });

  it('keeps the same values of too many, in whatever order and parts they came', () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      userIdentity: { accessKeyId: keyId },
      eventTime: '2026-08-01T00:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      sourceIPAddress: `198.18.${index >> 8}.${index & 255}`,
      requestParameters: { bucketName: 'data', key: `part-${index}` },
    }));
    const whole = shown(tallyOf(many));
    expect(whole.addresses).toHaveLength(400);
    expect(whole.actions[0]).toMatchObject({ count: 900, allResourcesKnown: false });
    expect(shown(tallyOf(many.toReversed()))).toEqual(whole);
    expect(shown(mergeUsage(tallyOf(many.slice(500)), tallyOf(many.slice(0, 500))))).toEqual(whole);
  });

  it('survives being stored as JSON', () => {
    fc.assert(
      fc.property(records, records, (a, b) => {
        const stored = JSON.parse(JSON.stringify(tallyOf(a))) as UsageTally;
        expect(shown(mergeUsage(newTally(keyId), mergeUsage(stored, tallyOf(b))))).toEqual(
          shown(tallyOf([...a, ...b])),
        );
      }),
    );
  });

  it('never throws, whatever a record is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.anything()), (json, anything) => {
        usageOf([json, ...anything], keyId, [], classify);
      }),
    );
  });

  it('counts no session and no other key', () => {
    fc.assert(
      fc.property(records, (some) => {
        const own = some.filter(
          ({ userIdentity }) =>
            !('sessionContext' in userIdentity) &&
            'accessKeyId' in userIdentity &&
            userIdentity.accessKeyId === keyId,
        );
        expect(tallyOf(some).records).toBe(own.length);
      }),
    );
  });
});

describe('which workload it is', () => {
  const traits = fc.record({
    userName: fc.oneof(fc.string(), fc.constantFrom('github-deployer', 'maria.lopez', 'svc')),
    tags: fc.dictionary(fc.string(), fc.string()),
  });

  it('is the same each time, and its probabilities add up to one', () => {
    fc.assert(
      fc.property(records, traits, (some, of) => {
        const usage = shown(tallyOf(some));
        const one = classifyWorkload({ traits: of, usage });
        expect(classifyWorkload({ traits: of, usage })).toEqual(one);
        const total = one.ranked.reduce((sum, { confidence }) => sum + confidence, 0);
        expect(total).toBeCloseTo(1, 1);
        expect(one.workload.confidence).toBeGreaterThanOrEqual(0);
        expect(one.workload.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not change by what says nothing', () => {
    fc.assert(
      fc.property(traits, (of) => {
        const before = classifyWorkload({ traits: of });
        const after = classifyWorkload({
          traits: {
            ...of,
            tags: { ...of.tags, 'cost-centre': '4711' },
            policyNames: ['AmazonEC2FullAccess'],
          },
          usage: shown(newTally(keyId)),
        });
        expect(after.ranked).toEqual(before.ranked);
        expect(after.workload.kind).toBe(before.workload.kind);
      }),
    );
  });
});
