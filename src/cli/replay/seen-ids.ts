/**
 * Which event ids have been seen, by a 64-bit digest each: 16 bytes an event at most, so that
 * millions of events fit. Two ids of one digest (for ten million events: one chance in 300,000)
 * would only make the count of duplicates wrong by one; changes are told apart by the whole id.
 */
export class SeenIds {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #count = 0;

  /** Whether it is new; remembers it. */
  add(bytes: Uint8Array, from: number, to: number): boolean {
    let high = 0x811c9dc5;
    let low = 0x9e3779b9;
    for (let index = from; index < to; index += 1) {
      const byte = bytes[index] ?? 0;
      high = Math.imul(high ^ byte, 0x01000193);
      low = Math.imul(low ^ byte, 0x85ebca6b);
      low ^= low >>> 15;
    }
    return this.#insert(high >>> 0, (low | 1) >>> 0);
  }

  #insert(high: number, low: number): boolean {
    if (this.#count * 2 >= this.#low.length) this.#grow();
    const slot = this.#slotOf(high, low);
    if (this.#low[slot] !== 0) return false;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#count += 1;
    return true;
  }

  /** Where a digest is or would be; an empty slot has 0 for `low`, which no digest has. */
  #slotOf(high: number, low: number): number {
    const mask = this.#low.length - 1;
    let slot = (high ^ low) & mask;
    while (this.#low[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [high, low] = [this.#high, this.#low];
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    for (const [index, value] of low.entries()) {
      if (value === 0) continue;
      const slot = this.#slotOf(high[index] ?? 0, value);
      this.#high[slot] = high[index] ?? 0;
      this.#low[slot] = value;
    }
  }
}
