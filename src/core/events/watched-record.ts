import type { Change } from './change.ts';
import type { JsonObject } from './json-object.ts';
import type { WatchedEventName } from './watched-events.ts';

/** What every change has in common, read once. */
export type CommonFields<Name extends WatchedEventName> = Pick<
  Change,
  | 'eventId'
  | 'time'
  | 'accountId'
  | 'region'
  | 'by'
  | 'userAgent'
  | 'sourceIpAddress'
  | 'outcome'
  | 'errorCode'
  | 'errorMessage'
> & { readonly kind: Name };

/** A record of a watched event whose common fields have been read. */
export interface WatchedRecord<Name extends WatchedEventName> {
  readonly common: CommonFields<Name>;
  readonly record: JsonObject;
  /** `requestParameters`; empty when it is null, as for a key made for oneself. */
  readonly request: JsonObject;
  /** `responseElements`; empty when it is null. */
  readonly response: JsonObject;
}
