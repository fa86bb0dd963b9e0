/**
 * Finds the end of a JSON object in bytes, and on the way the few texts at its first level that say
 * whether it is worth parsing. It reads structure only: strings, brackets and the keys of the first
 * level, so that nothing inside a nested value can pass for a field of the record. Escapes are not
 * decoded: where one could matter, `needsParse` is set and JSON.parse decides.
 */

export interface ScannedObject {
  /** After the closing bracket. */
  end: number;
  /** Where the list of records inside a container begins, when `end` is {@link isContainer}. */
  listStart: number;
  needsParse: boolean;
  eventName: TextRange;
  eventId: TextRange;
  eventTime: TextRange;
  accountId: TextRange;
}

/** From, and to (excluded); both the same when there is no such text. */
export interface TextRange {
  from: number;
  to: number;
}

/** Values of `end` that are no position. */
export const isIncomplete = -1;
export const isContainer = -2;

export const newScannedObject = (): ScannedObject => ({
  end: isIncomplete,
  listStart: 0,
  needsParse: false,
  eventName: { from: 0, to: 0 },
  eventId: { from: 0, to: 0 },
  eventTime: { from: 0, to: 0 },
  accountId: { from: 0, to: 0 },
});

/** Bytes, and the same memory as aligned 32-bit words: four letters of a string are looked at at once. */
export interface ScanView {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Index of a byte plus this is its index counted from the first word. */
  readonly shift: number;
}

export const scanViewOf = (bytes: Uint8Array): ScanView => {
  const shift = bytes.byteOffset & 3;
  const words = new Uint32Array(
    bytes.buffer,
    bytes.byteOffset - shift,
    (bytes.length + shift) >> 2,
  );
  return { bytes, words, shift };
};

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
export const openObject = 0x7b;
export const openList = 0x5b;
export const closeList = 0x5d;
const closeObject = 0x7d;

/**
 * @param start of the `{`
 * @param limit bytes from here on are not looked at
 * @param into is overwritten; scanning allocates nothing
 * @param mayContain whether a first-level `Records` or `Events` list makes the object a container
 */
export const scanObject = (
  view: ScanView,
  start: number,
  limit: number,
  into: ScannedObject,
  mayContain: boolean,
): void => {
  const { bytes } = view;
  clear(into);
  let isValue = false;
  let field: TextRange | undefined;
  let isList = false;
  let at = start + 1;
  while (at < limit) {
    const byte = bytes[at++];
    if (byte === quote) {
      const close = endOfString(view, at, limit);
      if (close < 0) return;
      if (!isValue) {
        if (hasEscape(bytes, at, close)) into.needsParse = true;
        field = fieldNamed(bytes, at, close, into);
        isList = mayContain && isListName(bytes, at, close);
      } else if (field !== undefined) {
        if (hasEscape(bytes, at, close)) into.needsParse = true;
        field.from = at;
        field.to = close;
        field = undefined;
      }
      at = close + 1;
    } else if (byte === openObject || byte === openList) {
      if (byte === openList && isValue && isList) {
        into.end = isContainer;
        into.listStart = at;
        return;
      }
      at = endOfNested(view, at, limit);
      if (at < 0) return;
    } else if (byte === closeObject || byte === closeList) {
      if (field !== undefined) into.needsParse = true;
      into.end = at;
      return;
    } else if (byte === colon) {
      isValue = true;
    } else if (byte === comma) {
      // A field of another type than text: JSON.parse says what it is.
      if (field !== undefined) into.needsParse = true;
      field = undefined;
      isValue = false;
    }
  }
};

/** After the bracket that closes what was opened right before `from`; -1 when it is not there. */
export const endOfNested = (view: ScanView, from: number, limit: number): number => {
  const { bytes } = view;
  let depth = 1;
  let at = from;
  while (at < limit) {
    const byte = bytes[at++];
    if (byte === quote) {
      const close = endOfString(view, at, limit);
      if (close < 0) return isIncomplete;
      at = close + 1;
    } else if ((byte as number) < openList) {
      // Commas, colons, digits, space.
    } else if (byte === openObject || byte === openList) {
      depth += 1;
    } else if (byte === closeObject || byte === closeList) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return isIncomplete;
};

/** The index of the closing quote of a string whose content begins at `at`; -1 when it is not there. */
export const endOfString = (view: ScanView, at: number, limit: number): number => {
  const { bytes, words, shift } = view;
  let index = at;
  for (;;) {
    while (((index + shift) & 3) !== 0 && bytes[index] !== quote) index += 1;
    if (((index + shift) & 3) === 0) {
      let word = (index + shift) >> 2;
      while (word < words.length && !hasQuote(words[word] as number)) word += 1;
      index = (word << 2) - shift;
      while (index < limit && bytes[index] !== quote) index += 1;
    }
    if (index >= limit) return isIncomplete;
    if (bytes[index - 1] !== backslash || !isEscaped(bytes, index)) return index;
    index += 1;
  }
};

/** Whether an odd number of backslashes stands before a quote. */
const isEscaped = (bytes: Uint8Array, index: number): boolean => {
  let before = index - 1;
  while (bytes[before] === backslash) before -= 1;
  return ((index - 1 - before) & 1) === 1;
};

const hasEscape = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let index = from; index < to; index += 1) {
    if (bytes[index] === backslash) return true;
  }
  return false;
};

/** https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord, for a quote instead of a zero. */
const hasQuote = (word: number): boolean => {
  const quotes = word ^ 0x22222222;
  return ((quotes - 0x01010101) & ~quotes & 0x80808080) !== 0;
};

const clear = (into: ScannedObject): void => {
  into.end = isIncomplete;
  into.needsParse = false;
  makeEmpty(into.eventName);
  makeEmpty(into.eventId);
  makeEmpty(into.eventTime);
  makeEmpty(into.accountId);
};

const makeEmpty = (range: TextRange): void => {
  range.from = 0;
  range.to = 0;
};

const keys = {
  eventName: Buffer.from('eventName'),
  eventTime: Buffer.from('eventTime'),
  eventId: Buffer.from('eventID'),
  accountId: Buffer.from('recipientAccountId'),
  records: Buffer.from('Records'),
  events: Buffer.from('Events'),
};

/** Most keys differ in length, and then in their sixth letter. */
const fieldNamed = (
  bytes: Uint8Array,
  from: number,
  to: number,
  into: ScannedObject,
): TextRange | undefined => {
  switch (to - from) {
    case 9:
      if (isKey(bytes, from, keys.eventName)) return into.eventName;
      return isKey(bytes, from, keys.eventTime) ? into.eventTime : undefined;
    case 7:
      return isKey(bytes, from, keys.eventId) ? into.eventId : undefined;
    case 18:
      return isKey(bytes, from, keys.accountId) ? into.accountId : undefined;
    default:
      return undefined;
  }
};

const isListName = (bytes: Uint8Array, from: number, to: number): boolean => {
  if (to - from === 7) return isKey(bytes, from, keys.records);
  return to - from === 6 && isKey(bytes, from, keys.events);
};

const isKey = (bytes: Uint8Array, from: number, key: Uint8Array): boolean => {
  for (let index = key.length - 1; index >= 0; index -= 1) {
    if (bytes[from + index] !== key[index]) return false;
  }
  return true;
};
