/** Randomness that a seed decides, so that a run with faults can be repeated. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number;
  /** Text of `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string;
  /** A UUID in form; not random enough for anything but a name. */
  uuid(): string;
}

/** Mulberry32, a 32-bit generator in the public domain. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('');
  return {
    next,
    text,
    uuid() {
      const hex = (length: number) => text(length, '0123456789abcdef');
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${text(1, '89ab')}${hex(3)}-${hex(12)}`;
    },
  };
};
