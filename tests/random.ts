/** Random numbers that a seed repeats (mulberry32): a failure in a test can be met again. */
export type Random = {
  /** A whole number from 0 up to and not including `limit`. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** True once in `of` times. */
  once(of: number): boolean;
};

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: <T>(from: readonly T[]): T => {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error("nothing to pick from");
      return picked;
    },
    once: (of) => below(of) === 0,
  };
}
