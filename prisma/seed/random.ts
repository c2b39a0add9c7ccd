import { invariant } from "@/core/result";

/** A stream of repeatable choices. The same seed gives the same demo company on every machine, byte for byte. */
export type Random = {
  nextUint32(): number;
  /** Both ends included. */
  intBetween(low: number, high: number): number;
  minorBetween(lowMinor: bigint, highMinor: bigint): bigint;
  /** True `perMille` times in a thousand. */
  chance(perMille: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A stream of its own, so that one more choice in one place does not shift every choice made elsewhere. */
  fork(label: string): Random;
};

/** sfc32 (Chris Doty-Humphrey's small fast counter), seeded from text: short, well tested, and only 32-bit integers. */
export function createRandom(seed: string): Random {
  const nextUint32 = createUint32Stream(seed);
  const intBetween = (low: number, high: number): number => {
    invariant(Number.isSafeInteger(low) && high >= low, `an interval from ${low} to ${high}`);
    return low + (nextUint32() % (high - low + 1));
  };
  return {
    nextUint32,
    intBetween,
    minorBetween(lowMinor, highMinor) {
      invariant(highMinor >= lowMinor, `an interval from ${lowMinor} to ${highMinor}`);
      const draw = (BigInt(nextUint32()) << 32n) | BigInt(nextUint32());
      return lowMinor + (draw % (highMinor - lowMinor + 1n));
    },
    chance: (perMille) => nextUint32() % 1000 < perMille,
    pick<T>(items: readonly T[]): T {
      invariant(items.length > 0, "there is something to pick from");
      return items[intBetween(0, items.length - 1)] as T;
    },
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

function createUint32Stream(seed: string): () => number {
  const hash = createHashStream(seed);
  let a = hash();
  let b = hash();
  let c = hash();
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first outputs of neighbouring seeds resemble each other.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** FNV-1a over the seed's characters, then one more avalanche per call: enough to tell "1" from "2". */
function createHashStream(text: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash = (hash ^ (hash >>> 16)) + 0x9e3779b9;
    return hash >>> 0;
  };
}
