const MILLI_BPS_PER_ONE = 10_000_000n;

/**
 * What a fee is of its base, in thousandths of a basis point, rounded half away from zero; null where there is no base
 * to speak of (nothing sold, or more refunded than sold). Both in minor units of one asset.
 */
export function effectiveMilliBps(feeMinor: bigint, baseMinor: bigint): bigint | null {
  if (baseMinor <= 0n) return null;
  const doubled = 2n * feeMinor * MILLI_BPS_PER_ONE;
  return (doubled + (feeMinor < 0n ? -baseMinor : baseMinor)) / (2n * baseMinor);
}
