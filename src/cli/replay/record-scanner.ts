import {
  closeList,
  endOfNested,
  endOfString,
  isContainer,
  isIncomplete,
  newScannedObject,
  openList,
  openObject,
  type ScannedObject,
  type ScanView,
  scanObject,
  scanViewOf,
} from './scan-object.ts';

/** Receives what the scanner finds, in the order of the input. */
export interface RecordSink {
  /** One event: bytes of its JSON are `from` to `to`; `scanned` is absent when it is no object. */
  record(bytes: Buffer, from: number, to: number, scanned: ScannedObject | undefined): void;
  /** A piece that cannot be read. `rest: true`: nothing after it can be, either. */
  broken(why: string, rest: boolean): void;
}

/** No CloudTrail record or log file comes near; and a piece must fit in memory to be judged. */
export const longestPiece = 64 * 1024 * 1024;

/** Longer than almost every record. */
const bridgeLength = 16 * 1024;

type Context = 'top' | 'list' | 'after-list';

/**
 * Finds the events in a stream of bytes: `{"Records":[…]}`, `{"Events":[…]}`, a JSON array, JSON
 * Lines, several documents after one another; compact or pretty-printed. Holds no more than the
 * piece that is not complete yet.
 *
 * Once the first document ends on its own line and another follows, the input is JSON Lines: a line
 * that cannot be read does not spoil the next.
 */
export class RecordScanner {
  readonly #sink: RecordSink;
  readonly #scanned = newScannedObject();
  #pending: Buffer = Buffer.alloc(0);
  #waiting: Buffer[] = [];
  #waitingLength = 0;
  #context: Context = 'top';
  /** Whether the list is in a container object, or is the document. */
  #isInObject = false;
  #documents = 0;
  #isLines = false;
  #hasStopped = false;
  #spansLines = false;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  get hasStopped(): boolean {
    return this.#hasStopped;
  }

  write(chunk: Buffer): void {
    if (this.#hasStopped) return;
    this.#waiting.push(chunk);
    this.#waitingLength += chunk.length;
    // A long piece is looked at again only when it has doubled: small chunks must not cost a square.
    if (this.#waitingLength < this.#pending.length) return;
    if (!this.#bridged()) this.#scan(this.#taken(), false);
    if (this.#pending.length > longestPiece && !this.#continueAsLines(false)) {
      this.#stop(`one piece of JSON is longer than ${longestPiece / 1024 / 1024} MiB`);
    }
  }

  end(): void {
    if (this.#hasStopped) return;
    this.#scan(this.#taken(), true);
    if (this.#hasStopped) return;
    const isSpaceOnly = skipSpace(this.#pending, 0) === this.#pending.length;
    if (this.#context === 'top' && isSpaceOnly) {
      if (this.#documents === 0 && !this.#isLines) this.#stop('it holds nothing but space');
      return;
    }
    if (this.#continueAsLines(true)) return;
    this.#stop('the JSON ends in the middle');
  }

  /**
   * Ends a short pending piece with the beginning of a long chunk, and goes on in the chunk itself:
   * copying all of it for the sake of one record would cost more than finding its records.
   */
  #bridged(): boolean {
    const [chunk] = this.#waiting;
    const before = this.#pending.length;
    if (chunk === undefined || this.#waiting.length > 1) return false;
    if (before === 0 || before > bridgeLength || chunk.length <= bridgeLength) return false;
    this.#scan(Buffer.concat([this.#pending, chunk.subarray(0, bridgeLength)]), false);
    const consumed = before + bridgeLength - this.#pending.length;
    if (this.#hasStopped || consumed < before) {
      // The piece is longer than the bridge: what was put together for it is taken apart again.
      this.#pending = this.#pending.subarray(0, before - consumed);
      return this.#hasStopped;
    }
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#scan(chunk.subarray(consumed - before), false);
    return true;
  }

  #taken(): Buffer {
    const parts = this.#pending.length === 0 ? this.#waiting : [this.#pending, ...this.#waiting];
    this.#waiting = [];
    this.#waitingLength = 0;
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
  }

  #scan(bytes: Buffer, isLast: boolean): void {
    const view = scanViewOf(bytes);
    let at = 0;
    while (!this.#hasStopped) {
      const next: number = this.#isLines
        ? this.#line(view, bytes, at, isLast)
        : this.#context === 'top'
          ? this.#top(view, bytes, at)
          : this.#context === 'list'
            ? this.#element(view, bytes, at, isLast)
            : this.#afterList(view, bytes, at);
      if (next === isIncomplete) break;
      at = next;
    }
    this.#pending = this.#hasStopped ? Buffer.alloc(0) : bytes.subarray(at);
  }

  /** Between documents. */
  #top(view: ScanView, bytes: Buffer, from: number): number {
    const at = skipSpace(bytes, from);
    if (at >= bytes.length) return isIncomplete;
    if (this.#documents === 1 && !this.#spansLines && bytes.subarray(from, at).includes(newline)) {
      this.#isLines = true;
      return at;
    }
    if (bytes[at] === openList) {
      this.#context = 'list';
      this.#isInObject = false;
      return at + 1;
    }
    if (bytes[at] !== openObject) return this.#skipGarbage(bytes, at);
    scanObject(view, at, bytes.length, this.#scanned, true);
    const { end } = this.#scanned;
    if (end === isContainer) {
      this.#context = 'list';
      this.#isInObject = true;
      return this.#scanned.listStart;
    }
    if (end === isIncomplete) return isIncomplete;
    this.#sink.record(bytes, at, end, this.#scanned);
    this.#documents += 1;
    this.#spansLines ||= this.#documents === 1 && bytes.subarray(at, end).includes(newline);
    return end;
  }

  /** Inside the list of a container. */
  #element(view: ScanView, bytes: Buffer, from: number, isLast: boolean): number {
    const at = skipSpaceAndCommas(bytes, from);
    if (at >= bytes.length) return isIncomplete;
    this.#spansLines ||= at > from && bytes.subarray(from, at).includes(newline);
    if (bytes[at] === closeList) {
      this.#context = this.#isInObject ? 'after-list' : 'top';
      if (!this.#isInObject) this.#documents += 1;
      return at + 1;
    }
    if (bytes[at] === openObject) {
      scanObject(view, at, bytes.length, this.#scanned, false);
      if (this.#scanned.end === isIncomplete) return isIncomplete;
      this.#sink.record(bytes, at, this.#scanned.end, this.#scanned);
      return this.#scanned.end;
    }
    const end = endOfOther(view, bytes, at, this.#scanned, isLast);
    if (end !== isIncomplete) this.#sink.record(bytes, at, end, undefined);
    return end;
  }

  /** The rest of the object that the list was in. */
  #afterList(view: ScanView, bytes: Buffer, from: number): number {
    const end = endOfNested(view, from, bytes.length);
    if (end === isIncomplete) return isIncomplete;
    this.#context = 'top';
    this.#documents += 1;
    this.#spansLines ||= bytes.subarray(from, end).includes(newline);
    return end;
  }

  /** One line of JSON Lines, taken by itself. */
  #line(view: ScanView, bytes: Buffer, from: number, isLast: boolean): number {
    const at = skipSpace(bytes, from);
    if (at >= bytes.length) return isIncomplete;
    const found = bytes.indexOf(newline, at);
    if (found < 0 && !isLast) return isIncomplete;
    const limit = found < 0 ? bytes.length : found;
    if (bytes[at] === openObject) {
      scanObject(view, at, limit, this.#scanned, true);
      const { end } = this.#scanned;
      if (end > 0 && skipSpace(bytes, end) >= limit) {
        this.#sink.record(bytes, at, end, this.#scanned);
        return limit;
      }
    }
    scanLine(this.#sink, bytes.subarray(at, limit));
    return limit;
  }

  /** What is no JSON at all: its line is skipped when the next one looks like an event. */
  #skipGarbage(bytes: Buffer, at: number): number {
    const why = `expected a JSON object or list; got ${shownBytes(bytes, at)}`;
    const lineEnd = bytes.indexOf(newline, at);
    if (lineEnd < 0 || bytes[lineEnd + 1] !== openObject) {
      this.#stop(why);
      return isIncomplete;
    }
    this.#sink.broken(why, false);
    this.#isLines = true;
    return lineEnd;
  }

  /** The first line broke off, but the second is whole: the rest is read line by line. */
  #continueAsLines(isLast: boolean): boolean {
    const first = this.#pending.indexOf(newline);
    if (this.#documents > 0 || this.#context !== 'top' || first < 0) return false;
    const second = this.#pending.indexOf(newline, first + 1);
    const line = this.#pending.subarray(first + 1, second < 0 ? undefined : second).toString();
    if (!isJsonObjectText(line)) return false;
    this.#sink.broken('the line is not one JSON value', false);
    this.#isLines = true;
    this.#scan(this.#pending.subarray(first + 1), isLast);
    return true;
  }

  #stop(why: string): void {
    this.#hasStopped = true;
    this.#sink.broken(why, true);
  }
}

const newline = 0x0a;

/** A line that is not one plain event: a container, several documents, or broken. */
const scanLine = (sink: RecordSink, line: Buffer): void => {
  const text = line.toString();
  try {
    JSON.parse(text);
  } catch {
    sink.broken('the line is not one JSON value', false);
    return;
  }
  const inner = new RecordScanner({
    record: (...found) => sink.record(...found),
    broken: (why) => sink.broken(why, false),
  });
  inner.write(line);
  inner.end();
};

const isJsonObjectText = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;

const skipSpace = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
};

const skipSpaceAndCommas = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isSpace(bytes[at]) || bytes[at] === 0x2c) at += 1;
  return at;
};

/** The end of a list, string, number or word in a list of events: wrong there, but one by one. */
const endOfOther = (
  view: ScanView,
  bytes: Buffer,
  at: number,
  scanned: ScannedObject,
  isLast: boolean,
): number => {
  if (bytes[at] === openList) {
    scanObject(view, at, bytes.length, scanned, false);
    return scanned.end;
  }
  if (bytes[at] === 0x22) {
    const close = endOfString(view, at + 1, bytes.length);
    return close < 0 ? isIncomplete : close + 1;
  }
  let end = at;
  while (
    end < bytes.length &&
    !isSpace(bytes[end]) &&
    bytes[end] !== 0x2c &&
    bytes[end] !== closeList
  ) {
    end += 1;
  }
  return end < bytes.length || isLast ? end : isIncomplete;
};

const shownBytes = (bytes: Buffer, at: number): string => {
  const start = bytes.subarray(at, at + 12);
  const isText = start.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? JSON.stringify(start.toString('latin1')) : `bytes ${start.toString('hex')}`;
};
