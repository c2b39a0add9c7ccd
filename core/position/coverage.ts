/** What the accounts of one subject hold together, on the subject's normal side, in minor units of `asset`. */
export type SubjectBalance = { readonly glCode: string; readonly asset: string; readonly postedMinor: bigint };

/** What the company holds for others, and what it owes them: the subjects of the coverage ratio, in reading order. */
export const HELD_SUBJECTS = ["1002", "1122"] as const;
export const OWED_SUBJECTS = ["2202", "2241", "2242", "2243"] as const;
/**
 * Missing money whose reason the books name: open shorts, claims on channels, their cost to charge on, and losses that
 * two checkers wrote off. All of it is covered from own money until it is made good.
 */
export const EXPLAINING_SUBJECTS = ["1901", "1221", "6401", "6711"] as const;
export type CoverageSubject =
  | (typeof HELD_SUBJECTS)[number]
  | (typeof OWED_SUBJECTS)[number]
  | (typeof EXPLAINING_SUBJECTS)[number];

export type CoveragePart = { readonly glCode: CoverageSubject; readonly amountMinor: bigint };

/** Reserve coverage (备付金覆盖率) in one asset. `ratioBps` is null where nothing is owed: there is nothing to cover. */
export type Coverage = {
  readonly asset: string;
  readonly held: readonly CoveragePart[];
  readonly owed: readonly CoveragePart[];
  readonly heldMinor: bigint;
  readonly owedMinor: bigint;
  /** Held less owed; negative is the shortfall. */
  readonly surplusMinor: bigint;
  readonly ratioBps: bigint | null;
  readonly isCovered: boolean;
  readonly explaining: readonly CoveragePart[];
  readonly explainingMinor: bigint;
  /** What is missing and explained by nothing; 0 where that is nothing. Money that is gone. */
  readonly unexplainedMinor: bigint;
};

const FULL_BPS = 10_000n;
const MAIN_ASSET = "CNY";

/**
 * (1002 + 1122) / (2202 + 2241 + 2242 + 2243) per asset, the main asset first. A subject counts with everything below
 * it: 2202.01 is part of 2202. Assets in which neither side has a balance are left out, except the main one.
 */
export function computeCoverage(balances: readonly SubjectBalance[]): Coverage[] {
  const assets = new Set(balances.filter((balance) => balance.postedMinor !== 0n).map((balance) => balance.asset));
  assets.delete(MAIN_ASSET);
  return [MAIN_ASSET, ...[...assets].sort()]
    .map((asset) =>
      coverAsset(
        asset,
        balances.filter((balance) => balance.asset === asset),
      ),
    )
    .filter(
      ({ asset, held, owed }) => asset === MAIN_ASSET || [...held, ...owed].some((part) => part.amountMinor !== 0n),
    );
}

function coverAsset(asset: string, balances: readonly SubjectBalance[]): Coverage {
  const partOf = (glCode: CoverageSubject): CoveragePart => ({ glCode, amountMinor: sumBelow(glCode, balances) });
  const held = HELD_SUBJECTS.map(partOf);
  const owed = OWED_SUBJECTS.map(partOf);
  const explaining = EXPLAINING_SUBJECTS.map(partOf);
  const heldMinor = sumParts(held);
  const owedMinor = sumParts(owed);
  const explainingMinor = sumParts(explaining);
  const gapMinor = owedMinor - heldMinor - explainingMinor;
  return {
    asset,
    held,
    owed,
    heldMinor,
    owedMinor,
    surplusMinor: heldMinor - owedMinor,
    ratioBps: owedMinor > 0n ? floorDivide(heldMinor * FULL_BPS, owedMinor) : null,
    isCovered: heldMinor >= owedMinor,
    explaining,
    explainingMinor,
    unexplainedMinor: heldMinor < owedMinor && gapMinor > 0n ? gapMinor : 0n,
  };
}

function sumBelow(glCode: string, balances: readonly SubjectBalance[]): bigint {
  return balances
    .filter((balance) => balance.glCode === glCode || balance.glCode.startsWith(`${glCode}.`))
    .reduce((sum, balance) => sum + balance.postedMinor, 0n);
}

function sumParts(parts: readonly CoveragePart[]): bigint {
  return parts.reduce((sum, part) => sum + part.amountMinor, 0n);
}

/** Rounded down, so that a ratio of 100.00% is never shown while a cent is missing. */
function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && numerator % denominator !== 0n ? quotient - 1n : quotient;
}
