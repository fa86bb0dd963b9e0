import { readdirSync, readFileSync } from 'node:fs';
import { type AccessKeyId, parseAccessKeyId } from '../../../src/core/model/ids.ts';
import { type Instant, instantOf } from '../../../src/core/model/instant.ts';
import type {
  UserTraits,
  WorkloadSigns,
} from '../../../src/core/replacement/classify/workload-signs.ts';
import type { WorkloadKind } from '../../../src/core/replacement/replacement.ts';
import { addressClassifier } from '../../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../../src/core/usage/shipped-address-ranges.ts';
import { usageOf } from '../../../src/core/usage/usage-of.ts';

/** One labelled profile of a key, short enough to be written by hand. */
export interface Profile {
  readonly name: string;
  /** `unknown`: nobody could tell, so the classification must not. */
  readonly label: WorkloadKind;
  readonly traits: UserTraits;
  /** `null`: never used. */
  readonly lastUse?: null;
  readonly usage?: {
    readonly shape: 'office' | 'nightly' | 'round-the-clock' | 'bursts';
    readonly days: number;
    readonly vpcEndpointId?: string;
    readonly calls: readonly {
      readonly times: number;
      readonly userAgent: string;
      readonly addresses: readonly string[];
      /** `s3.amazonaws.com:PutObject` */
      readonly events: readonly string[];
    }[];
  };
}

const folder = new URL('./', import.meta.url);

export const profiles: readonly Profile[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Profile[]);

const keyId = parseAccessKeyId('AKIAIOSFODNN7EXAMPLE') as AccessKeyId;
const classify = addressClassifier(shippedAddressRanges);
/** A Monday. */
const start = Date.parse('2026-08-31T00:00:00Z');
const hourMs = 3_600_000;

/** What the product is given for a profile: its calls as CloudTrail records, and what they amount to. */
export const signsOf = ({ traits, usage, lastUse }: Profile): WorkloadSigns => ({
  traits,
  ...(lastUse === undefined ? {} : { lastUse }),
  ...(usage === undefined
    ? {}
    : {
        usage: usageOf(
          recordsOf(usage),
          keyId,
          [{ source: 'cloudtrail-lookup', region: 'eu-west-1', complete: true }],
          classify,
        ),
      }),
});

export const recordsOf = (usage: NonNullable<Profile['usage']>): readonly object[] => {
  let made = 0;
  return usage.calls.flatMap(({ times, userAgent, addresses, events }) =>
    Array.from({ length: times }, (_, index) => {
      const [eventSource, eventName] = (events[index % events.length] ?? '').split(':');
      made += 1;
      return {
        eventVersion: '1.11',
        eventID: `event-${made}`,
        userIdentity: { type: 'IAMUser', accessKeyId: keyId, accountId: '111122223333' },
        eventTime: timeOf(usage, made),
        eventSource,
        eventName,
        awsRegion: 'eu-west-1',
        sourceIPAddress: addresses[index % addresses.length],
        userAgent: eventSource === 's3.amazonaws.com' ? `[${userAgent}]` : userAgent,
        ...(usage.vpcEndpointId === undefined ? {} : { vpcEndpointId: usage.vpcEndpointId }),
        recipientAccountId: '111122223333',
      };
    }),
  );
};

const timeOf = ({ shape, days }: NonNullable<Profile['usage']>, index: number): Instant => {
  const at = (day: number, hour: number) => instantOf(start + (day * 24 + hour) * hourMs);
  const day = index % days;
  const turn = Math.floor(index / days);
  switch (shape) {
    case 'office': // Monday to Friday, 8 to 17
      return at(Math.floor(day / 5) * 7 + (day % 5), 8 + (turn % 9));
    case 'nightly':
      return at(day, 2);
    case 'round-the-clock':
      return at(day, (index * 7) % 24);
    case 'bursts': // whenever somebody merges: spread over the day, mostly in the afternoon
      return at(day, [9, 11, 13, 14, 15, 16, 18, 21][(turn + day) % 8] ?? 12);
  }
};
