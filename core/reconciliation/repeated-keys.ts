const FIRST_SLOTS = 1 << 12;
/** Three numbers of 32 bits a key. */
const WIDTH = 3;
const SEEDS = [0x811c9dc5 | 0, 0x9e3779b9 | 0, 0x27d4eb2f | 0] as const;
const FACTORS = [0x9e3779b1, 0x85ebca6b, 0xcc9e2d51] as const;

const encoder = new TextEncoder();

/**
 * Tells which of many keys come more than once, in 24 bytes a key instead of the keys themselves: by hashes of 96 bits, of
 * which two are the same by chance once in a million million files of a million lines.
 */
export class RepeatedKeys {
  readonly repeated = new Set<string>();
  private slots = new Int32Array(WIDTH * FIRST_SLOTS);
  private taken = 0;

  add(key: string): void {
    const bytes = encoder.encode(key);
    if (!this.takeBytes(bytes, 0, bytes.length)) this.repeated.add(key);
  }

  /** The same for a key of ASCII that stands in `bytes`. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    if (!this.takeBytes(bytes, start, end)) this.repeated.add(String.fromCharCode(...bytes.subarray(start, end)));
  }

  /** Hashes four bytes at a time. Keys of one length that differ within four bytes differ in each of the three numbers. */
  private takeBytes(bytes: Uint8Array, start: number, end: number): boolean {
    let [first, second, third]: [number, number, number] = [...SEEDS];
    first ^= end - start;
    for (let at = start; at < end; at += 4) {
      // What stands behind the key is no part of it.
      const known = end - at >= 4 ? -1 : (1 << (8 * (end - at))) - 1;
      const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      const word = (low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) & known;
      first = Math.imul(first ^ word, FACTORS[0]);
      first ^= first >>> 15;
      second = Math.imul(second ^ word, FACTORS[1]);
      second ^= second >>> 13;
      third = Math.imul(third ^ word, FACTORS[2]);
      third ^= third >>> 16;
    }
    return this.take(first, second, third);
  }

  /** False when a key with this hash was there. */
  private take(first: number, second: number, third: number): boolean {
    // Zeros mark a free slot.
    if (!this.put(this.slots, first === 0 && second === 0 ? 1 : first, second, third)) return false;
    this.taken += 1;
    if (this.taken * 2 > this.slots.length / WIDTH) this.grow();
    return true;
  }

  /** False when it was there. */
  private put(slots: Int32Array, first: number, second: number, third: number): boolean {
    const mask = slots.length / WIDTH - 1;
    for (let slot = (first ^ second) & mask; ; slot = (slot + 1) & mask) {
      const at = WIDTH * slot;
      const held = slots[at];
      const heldSecond = slots[at + 1];
      if (held === first && heldSecond === second && slots[at + 2] === third) return false;
      if (held !== 0 || heldSecond !== 0) continue;
      slots[at] = first;
      slots[at + 1] = second;
      slots[at + 2] = third;
      return true;
    }
  }

  private grow(): void {
    const wider = new Int32Array(2 * this.slots.length);
    for (let at = 0; at < this.slots.length; at += WIDTH) {
      const first = this.slots[at] ?? 0;
      const second = this.slots[at + 1] ?? 0;
      if (first !== 0 || second !== 0) this.put(wider, first, second, this.slots[at + 2] ?? 0);
    }
    this.slots = wider;
  }
}
