const FIRST_SLOTS = 1 << 12;
/** Three numbers of 32 bits a key. */
const WIDTH = 3;
const SEEDS = [0x811c9dc5 | 0, 0x9e3779b9 | 0, 0x27d4eb2f | 0] as const;
const FACTORS = [0x01000193, 0x85ebca6b, 0xcc9e2d51] as const;

/**
 * Tells which of many keys come more than once, in 24 bytes a key instead of the keys themselves: by hashes of 96 bits, of
 * which two are the same by chance once in a million million files of a million lines.
 */
export class RepeatedKeys {
  readonly repeated = new Set<string>();
  private slots = new Int32Array(WIDTH * FIRST_SLOTS);
  private taken = 0;

  add(key: string): void {
    let [first, second, third]: [number, number, number] = [...SEEDS];
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at);
      first = Math.imul(first ^ code, FACTORS[0]);
      second = Math.imul(second ^ (code + at), FACTORS[1]) ^ (second >>> 13);
      third = Math.imul(third ^ code, FACTORS[2]) ^ (third >>> 15);
    }
    if (!this.take(first, second, third)) this.repeated.add(key);
  }

  /** The same for a key of ASCII that stands in `bytes`. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    let [first, second, third]: [number, number, number] = [...SEEDS];
    for (let at = start; at < end; at += 1) {
      const code = bytes[at] ?? 0;
      first = Math.imul(first ^ code, FACTORS[0]);
      second = Math.imul(second ^ (code + at - start), FACTORS[1]) ^ (second >>> 13);
      third = Math.imul(third ^ code, FACTORS[2]) ^ (third >>> 15);
    }
    if (!this.take(first, second, third)) this.repeated.add(String.fromCharCode(...bytes.subarray(start, end)));
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
