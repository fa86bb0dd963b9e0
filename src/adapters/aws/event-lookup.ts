import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { known } from '../../core/model/fact.ts';
import { epochMs, type Instant, instantOf } from '../../core/model/instant.ts';
import type { EventLookup, LookedUpEvent } from '../../flows/usage-ports.ts';
import { unknownFrom } from './aws-failure.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { type TokenBucket, tokenBucket } from './token-bucket.ts';

const largestPage = 50;

/**
 * CloudTrail's event history of one account: two calls a second in each Region, one attribute at a
 * time, 90 days, management events only.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * @param options.credentials absent: the caller's own, found as every AWS SDK finds them
 */
export const eventLookup = (options: {
  readonly credentials?: SessionCredentials;
  readonly now: () => Instant;
  /** Milliseconds, from any start. */
  readonly ticks: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}): EventLookup => {
  const clients = new Map<
    string,
    { readonly client: CloudTrailClient; readonly pace: TokenBucket }
  >();
  const clientOf = (region: string) => {
    const held = clients.get(region);
    if (held !== undefined) return held;
    const { credentials, ticks: now, sleep } = options;
    const made = {
      client: new CloudTrailClient({
        region,
        maxAttempts: 3,
        ...(credentials === undefined ? {} : { credentials }),
      }),
      pace: tokenBucket({ perSecond: 2, burst: 1, now, sleep }),
    };
    clients.set(region, made);
    return made;
  };
  return {
    page: async ({ region, accessKeyId, from, to, next }) => {
      const source = 'LookupEvents';
      try {
        const { client, pace } = clientOf(region);
        await pace.take();
        const answer = await client.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: accessKeyId }],
            StartTime: new Date(epochMs(from)),
            EndTime: new Date(epochMs(to)),
            MaxResults: largestPage,
            ...(next === undefined ? {} : { NextToken: next }),
          }),
        );
        const events = (answer.Events ?? []).flatMap(lookedUp);
        const more = answer.NextToken === undefined ? {} : { next: answer.NextToken };
        return known({ events, ...more }, options.now(), source);
      } catch (error) {
        return unknownFrom(error, source);
      }
    },
  };
};

/** The record comes as JSON text. One that is none is passed on as text, to be counted unreadable. */
const lookedUp = (event: {
  readonly EventId?: string | undefined;
  readonly EventTime?: Date | undefined;
  readonly CloudTrailEvent?: string | undefined;
}): readonly LookedUpEvent[] => {
  if (event.EventId === undefined || event.EventTime === undefined) return [];
  return [
    {
      id: event.EventId,
      at: instantOf(event.EventTime.getTime()),
      record: parsed(event.CloudTrailEvent),
    },
  ];
};

const parsed = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text;
  }
};
