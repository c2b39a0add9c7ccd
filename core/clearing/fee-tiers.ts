/** From `fromMinor` of the month's gross on (minor units of CNY), an order costs `feeBps` basis points. */
export type FeeTier = { readonly fromMinor: bigint; readonly feeBps: number };

/** As the books keep them: `from:rate,from:rate`, rising. */
export function writeFeeTiers(tiers: readonly FeeTier[]): string {
  return tiers.map(({ fromMinor, feeBps }) => `${fromMinor}:${feeBps}`).join(",");
}

export function readFeeTiers(text: string): FeeTier[] {
  if (text === "") return [];
  return text.split(",").map((tier) => {
    const [from = "", rate = ""] = tier.split(":");
    return { fromMinor: BigInt(from), feeBps: Number.parseInt(rate, 10) };
  });
}

/** Whether each tier begins above the one before it, the first above nothing. */
export function areTiersRising(tiers: readonly FeeTier[]): boolean {
  return tiers.every(({ fromMinor }, index) => fromMinor > (tiers[index - 1]?.fromMinor ?? 0n));
}

/** The rate of the highest tier that `volumeMinor` has reached; `feeBps` below all of them. */
export function rateAt(feeBps: number, tiers: readonly FeeTier[], volumeMinor: bigint): number {
  return tiers.findLast(({ fromMinor }) => fromMinor <= volumeMinor)?.feeBps ?? feeBps;
}
