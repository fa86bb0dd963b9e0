import type { Change } from '../../core/events/change.ts';
import { type JsonObject, textIn } from '../../core/events/json-object.ts';
import { parseChange } from '../../core/events/parse-change.ts';
import { unwrapEvent } from '../../core/events/unwrap-event.ts';
import { isWatched } from '../../core/events/watched-events.ts';
import { readingFault } from './find-sources.ts';
import { readSource, type Source } from './read-source.ts';
import { RecordScanner, type RecordSink } from './record-scanner.ts';
import type { ScannedObject, TextRange } from './scan-object.ts';
import { SeenIds } from './seen-ids.ts';

export interface Unreadable {
  /** `file`, or `file:record 12`, counted from 1 in the order of the file. */
  readonly where: string;
  readonly why: string;
}

/** What a set of CloudTrail files says. */
export interface ReadChanges {
  readonly files: number;
  /** Events found, whatever they are. */
  readonly records: number;
  readonly unreadable: readonly Unreadable[];
  /** Whether some file gave nothing at all because it could not be read. */
  readonly hasUnreadFile: boolean;
  /** Events whose `eventID` came before. */
  readonly duplicates: number;
  /** Each change once, by time and then by event id. */
  readonly changes: readonly Change[];
  /** First and last `eventTime` among all records; absent when none has one. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly accounts: readonly string[];
}

/**
 * Reads sources one after another. Only watched events are parsed; the others are told by their
 * bytes, with the same answer. Memory grows with the changes, not with the input.
 */
export const readChanges = async (
  sources: readonly Source[],
  stdin: AsyncIterable<Uint8Array>,
): Promise<ReadChanges> => {
  const tally = new Tally();
  for (const source of sources) {
    await readOne(source, stdin, tally);
  }
  return tally.result(sources.length);
};

const readOne = async (
  source: Source,
  stdin: AsyncIterable<Uint8Array>,
  tally: Tally,
): Promise<void> => {
  const sink = tally.sinkFor(source.name);
  const scanner = new RecordScanner(sink);
  try {
    await scan(source, stdin, scanner, sink);
  } finally {
    sink.end();
  }
};

const scan = async (
  source: Source,
  stdin: AsyncIterable<Uint8Array>,
  scanner: RecordScanner,
  sink: RecordSink,
): Promise<void> => {
  let bytes = 0;
  try {
    for await (const chunk of readSource(source, stdin)) {
      bytes += chunk.length;
      scanner.write(chunk);
      if (scanner.hasStopped) return;
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    sink.broken(readingFault(code, message), true);
    return;
  }
  if (bytes === 0) sink.broken('it is empty', true);
  else scanner.end();
};

/** Of one file: a file that is not a log at all must not fill the memory with its faults. */
const mostListed = 1000;

/** What has been read so far. */
class Tally {
  #records = 0;
  #duplicates = 0;
  #hasUnreadFile = false;
  #from: string | undefined;
  #to: string | undefined;
  /** Of the record before: most come in runs of one account. */
  #account = '';
  readonly #unreadable: Unreadable[] = [];
  readonly #ids = new SeenIds();
  readonly #changes = new Map<string, Change>();
  readonly #accounts = new Set<string>();

  /** Takes what one file holds; `end` when it has no more. */
  sinkFor(name: string): RecordSink & { readonly end: () => void } {
    let pieces = 0;
    let records = 0;
    let listed = 0;
    let unlisted = 0;
    const place = () => `${name}:record ${pieces}`;
    const list = (where: string, why: string) => {
      listed += 1;
      if (listed <= mostListed) this.#unreadable.push({ where, why });
      else unlisted += 1;
    };
    return {
      record: (bytes, from, to, scanned) => {
        pieces += 1;
        records += 1;
        this.#records += 1;
        const why = this.#record(bytes, from, to, scanned);
        if (why !== undefined) list(place(), why);
      },
      broken: (why, rest) => {
        pieces += 1;
        const isWholeFile = rest && records === 0;
        if (isWholeFile) this.#hasUnreadFile = true;
        list(
          isWholeFile ? name : place(),
          rest && !isWholeFile ? `${why}; nothing after it was read` : why,
        );
      },
      end: () => {
        if (unlisted === 0) return;
        const why = `so many that ${unlisted} more, up to this one, are not listed`;
        this.#unreadable.push({ where: place(), why });
      },
    };
  }

  result(files: number): ReadChanges {
    return {
      files,
      records: this.#records,
      unreadable: this.#unreadable,
      hasUnreadFile: this.#hasUnreadFile,
      duplicates: this.#duplicates,
      changes: [...this.#changes.values()].sort(byTimeThenId),
      ...(this.#from === undefined || this.#to === undefined
        ? {}
        : { period: { from: this.#from, to: this.#to } }),
      accounts: [...this.#accounts].sort(),
    };
  }

  /** Answers why a record cannot be read, when it cannot. */
  #record(
    bytes: Buffer,
    from: number,
    to: number,
    scanned: ScannedObject | undefined,
  ): string | undefined {
    if (scanned === undefined || scanned.needsParse || isEmpty(scanned.eventName)) {
      return this.#parsed(bytes, from, to);
    }
    if (isWatched(textOf(bytes, scanned.eventName))) return this.#parsed(bytes, from, to);
    const { eventTime, accountId, eventId } = scanned;
    if (!this.#isInPeriod(bytes, eventTime)) this.#noteTime(textOf(bytes, eventTime));
    if (compareText(bytes, accountId, this.#account) !== 0) {
      this.#noteAccount(textOf(bytes, accountId));
    }
    if (!isEmpty(eventId) && !this.#ids.add(bytes, eventId.from, eventId.to)) {
      this.#duplicates += 1;
    }
    return undefined;
  }

  #parsed(bytes: Buffer, from: number, to: number): string | undefined {
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8', from, to));
    } catch (cause) {
      return `not JSON: ${(cause as Error).message}`;
    }
    const event = unwrapEvent(value);
    if (event.kind === 'record') this.#noteRecord(event.record);
    const parsed = parseChange(value);
    if (parsed.kind === 'change' && !this.#changes.has(parsed.change.eventId)) {
      this.#changes.set(parsed.change.eventId, parsed.change);
    }
    return parsed.kind === 'unreadable' ? parsed.why : undefined;
  }

  #noteRecord(record: JsonObject): void {
    this.#noteTime(textIn(record, 'eventTime'));
    this.#noteAccount(textIn(record, 'recipientAccountId'));
    const eventId = textIn(record, 'eventID');
    if (eventId === undefined) return;
    const bytes = Buffer.from(eventId);
    if (!this.#ids.add(bytes, 0, bytes.length)) this.#duplicates += 1;
  }

  /** Whether a time needs no look: most lie between the first and the last so far. */
  #isInPeriod(bytes: Buffer, time: TextRange): boolean {
    return (
      this.#from !== undefined &&
      this.#to !== undefined &&
      compareText(bytes, time, this.#from) >= 0 &&
      compareText(bytes, time, this.#to) <= 0
    );
  }

  #noteTime(time: string | undefined): void {
    if (time === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)) return;
    if (this.#from === undefined || time < this.#from) this.#from = time;
    if (this.#to === undefined || time > this.#to) this.#to = time;
  }

  #noteAccount(accountId: string | undefined): void {
    if (accountId === undefined) return;
    this.#account = accountId;
    this.#accounts.add(accountId);
  }
}

/** Below, equal or above, letter by letter, without making a string of the bytes. */
const compareText = (bytes: Uint8Array, { from, to }: TextRange, text: string): number => {
  const length = Math.min(to - from, text.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (bytes[from + index] ?? 0) - text.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return to - from - text.length;
};

const textOf = (bytes: Buffer, { from, to }: TextRange): string | undefined =>
  from === to ? undefined : bytes.toString('latin1', from, to);

const isEmpty = ({ from, to }: TextRange): boolean => from === to;

const byTimeThenId = (a: Change, b: Change): number =>
  a.time < b.time || (a.time === b.time && a.eventId < b.eventId) ? -1 : 1;
