const FIRST_SLOTS = 1 << 12;
const [LOW_SEED, HIGH_SEED] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
const [LOW_FACTOR, HIGH_FACTOR] = [0x01000193, 0x85ebca6b];

/**
 * Tells which of many keys come more than once, in 16 bytes a key instead of the keys themselves: two keys with one hash of
 * 64 bits count as repeated, so whoever asks looks at the few that are named once more.
 */
export class RepeatedKeys {
  readonly repeated = new Set<string>();
  private slots = new Int32Array(2 * FIRST_SLOTS);
  private taken = 0;

  add(key: string): void {
    let low = LOW_SEED;
    let high = HIGH_SEED;
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at);
      low = Math.imul(low ^ code, LOW_FACTOR);
      high = Math.imul(high ^ (code + at), HIGH_FACTOR) ^ (high >>> 13);
    }
    if (!this.take(low, high)) this.repeated.add(key);
  }

  /** The same for a key of ASCII that stands in `bytes`. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    let low = LOW_SEED;
    let high = HIGH_SEED;
    for (let at = start; at < end; at += 1) {
      const code = bytes[at] ?? 0;
      low = Math.imul(low ^ code, LOW_FACTOR);
      high = Math.imul(high ^ (code + at - start), HIGH_FACTOR) ^ (high >>> 13);
    }
    if (!this.take(low, high)) this.repeated.add(String.fromCharCode(...bytes.subarray(start, end)));
  }

  /** False when a key with this hash was there. */
  private take(low: number, high: number): boolean {
    // A pair of zeros marks a free slot.
    if (!this.put(this.slots, low === 0 && high === 0 ? 1 : low, high)) return false;
    this.taken += 1;
    if (this.taken * 2 > this.slots.length / 2) this.grow();
    return true;
  }

  /** False when the pair was there. */
  private put(slots: Int32Array, low: number, high: number): boolean {
    const mask = slots.length / 2 - 1;
    for (let slot = (low ^ high) & mask; ; slot = (slot + 1) & mask) {
      const held = slots[2 * slot];
      const heldHigh = slots[2 * slot + 1];
      if (held === low && heldHigh === high) return false;
      if (held !== 0 || heldHigh !== 0) continue;
      slots[2 * slot] = low;
      slots[2 * slot + 1] = high;
      return true;
    }
  }

  private grow(): void {
    const wider = new Int32Array(2 * this.slots.length);
    for (let at = 0; at < this.slots.length; at += 2) {
      const low = this.slots[at] ?? 0;
      const high = this.slots[at + 1] ?? 0;
      if (low !== 0 || high !== 0) this.put(wider, low, high);
    }
    this.slots = wider;
  }
}
