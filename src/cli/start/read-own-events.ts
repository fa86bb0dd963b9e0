import type { Change } from '../../core/events/change.ts';
import { parseChange } from '../../core/events/parse-change.ts';
import { unwrapEvent } from '../../core/events/unwrap-event.ts';
import { isWatched } from '../../core/events/watched-events.ts';
import { InputError } from '../../core/model/errors.ts';
import { findSources } from '../replay/find-sources.ts';
import { readSource } from '../replay/read-source.ts';
import { RecordScanner } from '../replay/record-scanner.ts';

/** A watched event of the reader's own files: the record as it stands, and what it says. */
export interface OwnEvent {
  readonly record: Readonly<Record<string, unknown>>;
  readonly change: Change;
}

export interface OwnEvents {
  /** By time; each event once. */
  readonly events: readonly OwnEvent[];
  readonly records: number;
  /** One line for each piece that could not be read. */
  readonly unreadable: readonly string[];
}

/**
 * Reads the watched events of CloudTrail files.
 * @throws InputError when there is none
 */
export const readOwnEvents = async (
  path: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<OwnEvents> => {
  const found = findSources([path]);
  const unreadable = found.unreadable.map(({ where, why }) => `${where}: ${why}`);
  const events = new Map<string, OwnEvent>();
  let records = 0;
  for (const source of found.sources) {
    const scanner = new RecordScanner({
      record: (bytes, from, to) => {
        records += 1;
        const own = ownEvent(bytes.toString('utf8', from, to));
        if (own !== undefined) events.set(own.change.eventId, own);
      },
      broken: (why) => unreadable.push(`${source.name}: ${why}`),
    });
    try {
      for await (const chunk of readSource(source, stdin)) scanner.write(chunk);
      scanner.end();
    } catch (cause) {
      unreadable.push(`${source.name}: ${(cause as Error).message}`);
    }
  }
  if (events.size === 0) {
    throw new InputError(
      `There is nothing to play in ${path}: ${records} events, and none that lastkey watches.`,
      unreadable,
    );
  }
  return {
    events: [...events.values()].sort((a, b) => (a.change.time < b.change.time ? -1 : 1)),
    records,
    unreadable,
  };
};

const ownEvent = (text: string): OwnEvent | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // `lastkey replay` tells where and why
  }
  const event = unwrapEvent(value);
  if (event.kind !== 'record' || !isWatched(event.record['eventName'])) return undefined;
  const parsed = parseChange(value);
  return parsed.kind === 'change'
    ? { record: event.record as Readonly<Record<string, unknown>>, change: parsed.change }
    : undefined;
};
