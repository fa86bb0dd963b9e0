/** Pseudo-random numbers from a seed: the same seed tells the same story. */
export interface Random {
  /** From 0, below 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Another sequence that depends on this one's seed and a name only. */
  fork(name: string): Random;
}

/** mulberry32: small, fast, and good enough to choose faults with. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  return {
    next,
    chance: (probability) => probability > 0 && next() < probability,
    whole,
    pick: <Item>(items: readonly Item[]): Item => {
      if (items.length === 0) throw new Error('There is nothing to pick from.');
      return items[whole(0, items.length - 1)] as Item;
    },
    fork: (name) => {
      let hash = seed >>> 0;
      for (const character of name) {
        hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619) >>> 0;
      }
      return randomOf(hash);
    },
  };
};
