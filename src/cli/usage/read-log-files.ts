import { objectIn, textIn } from '../../core/events/json-object.ts';
import { unwrapEvent } from '../../core/events/unwrap-event.ts';
import { type AccessKeyId, parseAccessKeyId } from '../../core/model/ids.ts';
import { parseInstant } from '../../core/model/instant.ts';
import type { AddressClassifier } from '../../core/usage/address-kind.ts';
import { foldRecord, longLivedKeyOf } from '../../core/usage/fold-record.ts';
import type { KeyUsage, UsageReading } from '../../core/usage/key-usage.ts';
import { keyUsage } from '../../core/usage/usage-of.ts';
import { newTally, type UsageTally } from '../../core/usage/usage-tally.ts';
import { findSources, readingFault } from '../replay/find-sources.ts';
import type { Unreadable } from '../replay/read-changes.ts';
import { readSource, type Source } from '../replay/read-source.ts';
import { RecordScanner } from '../replay/record-scanner.ts';
import { SeenIds } from '../replay/seen-ids.ts';

/** What CloudTrail log files tell of the keys in them. */
export interface UsageInFiles {
  readonly files: number;
  /** Events found, whoever made them. */
  readonly records: number;
  readonly duplicates: number;
  readonly unreadable: readonly Unreadable[];
  /** By key id: every long-lived key that signed a call. */
  readonly usages: ReadonlyMap<AccessKeyId, KeyUsage>;
  /** Whose each of these keys is, as the records say. */
  readonly userNames: ReadonlyMap<AccessKeyId, string>;
  /** How far the files reach; what to say of a key that is not in `usages`. */
  readonly reading: UsageReading;
}

/**
 * Reads CloudTrail log files once, for all keys. Memory grows with the keys and what they did, not
 * with the files.
 * @param paths files and folders, as `lastkey replay` takes them
 */
export const readLogFiles = async (
  paths: readonly string[],
  classify: AddressClassifier,
): Promise<UsageInFiles> => {
  const { sources, unreadable } = findSources(paths);
  const reader = new LogFileReader([...unreadable]);
  for (const source of sources) await reader.read(source);
  return reader.result(sources.length, classify);
};

/** Of one file: a file that is not a log at all must not fill the memory with its faults. */
const mostListed = 100;

/** What has been read so far. */
class LogFileReader {
  #records = 0;
  #duplicates = 0;
  #from: string | undefined;
  #to: string | undefined;
  readonly #unreadable: Unreadable[];
  readonly #ids = new SeenIds();
  readonly #tallies = new Map<AccessKeyId, UsageTally>();
  readonly #userNames = new Map<AccessKeyId, string>();

  constructor(unreadable: Unreadable[]) {
    this.#unreadable = unreadable;
  }

  async read(source: Source): Promise<void> {
    let pieces = 0;
    let listed = 0;
    const list = (why: string): void => {
      listed += 1;
      if (listed <= mostListed) {
        this.#unreadable.push({ where: `${source.name}:record ${pieces}`, why });
      }
    };
    const scanner = new RecordScanner({
      record: (bytes, from, to) => {
        pieces += 1;
        this.#records += 1;
        const why = this.#take(bytes.subarray(from, to));
        if (why !== undefined) list(why);
      },
      broken: (why) => {
        pieces += 1;
        list(why);
      },
    });
    try {
      for await (const chunk of readSource(source, nothing())) {
        scanner.write(chunk);
        if (scanner.hasStopped) return;
      }
      scanner.end();
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      this.#unreadable.push({ where: source.name, why: readingFault(code, message) });
    }
  }

  result(files: number, classify: AddressClassifier): UsageInFiles {
    const reading = this.#reading(files);
    return {
      files,
      records: this.#records,
      duplicates: this.#duplicates,
      unreadable: this.#unreadable,
      usages: new Map(
        [...this.#tallies].map(([id, tally]) => [id, keyUsage(tally, [reading], classify)]),
      ),
      userNames: this.#userNames,
      reading,
    };
  }

  #reading(files: number): UsageReading {
    const from = parseInstant(this.#from);
    const to = parseInstant(this.#to);
    return {
      source: 'cloudtrail-logs',
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      complete: this.#unreadable.length === 0,
      why:
        this.#unreadable.length === 0
          ? `${files} files; whether they are all there were is not known`
          : `${this.#unreadable.length} pieces of ${files} files could not be read`,
    };
  }

  /** Answers why a record cannot be read, when it cannot. */
  #take(bytes: Buffer): string | undefined {
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString());
    } catch (cause) {
      return `not JSON: ${(cause as Error).message}`;
    }
    const event = unwrapEvent(value);
    if (event.kind === 'unreadable') return event.why;
    if (event.kind === 'notForUs') return undefined;
    this.#noteTime(textIn(event.record, 'eventTime'));
    const id = parseAccessKeyId(longLivedKeyOf(event.record));
    if (id === undefined) return undefined;
    const eventId = textIn(event.record, 'eventID');
    if (eventId !== undefined) {
      const text = Buffer.from(eventId);
      if (!this.#ids.add(text, 0, text.length)) {
        this.#duplicates += 1;
        return undefined;
      }
    }
    const tally = this.#tallies.get(id) ?? newTally(id);
    this.#tallies.set(id, tally);
    const userName = textIn(objectIn(event.record, 'userIdentity'), 'userName');
    if (userName !== undefined) this.#userNames.set(id, userName);
    return foldRecord(tally, event.record) === 'unreadable'
      ? 'a record without time, source or name'
      : undefined;
  }

  #noteTime(time: string | undefined): void {
    if (time === undefined || parseInstant(time) === undefined) return;
    if (this.#from === undefined || time < this.#from) this.#from = time;
    if (this.#to === undefined || time > this.#to) this.#to = time;
  }
}

/** Snapshots are folders: there is nothing on standard input. */
async function* nothing(): AsyncGenerator<Uint8Array> {}
