import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { LastkeyError } from '../../core/model/errors.ts';
import type { DomainEvents } from '../../flows/ports.ts';
import { failureFrom } from './aws-failure.ts';

/** `PutEvents` takes ten entries a call, and each can fail on its own. */
const entriesPerCall = 10;

/**
 * Domain events on the hub bus.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const domainEvents = (busName: string): DomainEvents => {
  const client = new EventBridgeClient({ maxAttempts: 4 });
  return {
    publish: async (events) => {
      for (let start = 0; start < events.length; start += entriesPerCall) {
        const Entries = events.slice(start, start + entriesPerCall).map((event) => ({
          EventBusName: busName,
          Source: 'lastkey',
          DetailType: event.type,
          Detail: JSON.stringify(event.detail),
        }));
        const answer = await client.send(new PutEventsCommand({ Entries })).catch((error) => {
          throw failureFrom(error, 'PutEvents');
        });
        const failed = answer.Entries?.find((entry) => entry.ErrorCode !== undefined);
        if (failed !== undefined) {
          throw new LastkeyError(
            'event-not-taken',
            `PutEvents did not take an event: ${failed.ErrorCode} ${failed.ErrorMessage ?? ''}`,
            { retry: 'yes' },
          );
        }
      }
    },
  };
};
