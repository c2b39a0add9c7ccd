/** The shares of a cap, in percent, at which somebody is told. */
export const CAP_ALARMS = [50, 80, 100] as const;
export type CapAlarm = (typeof CAP_ALARMS)[number];

/** How much of a cap is used. `usedBps` is rounded down, so that 100% is never shown while there is room. */
export type CapUse = { readonly usedBps: bigint; readonly alarm: CapAlarm | null };

const FULL_BPS = 10_000n;

/** What is outstanding held against its cap (minor units, above zero); null where there is no cap. Nothing owed uses nothing. */
export function measureCap(outstandingMinor: bigint, capMinor: bigint | null): CapUse | null {
  if (capMinor === null) return null;
  const usedBps = outstandingMinor > 0n ? (outstandingMinor * FULL_BPS) / capMinor : 0n;
  const reached = CAP_ALARMS.filter((percent) => usedBps >= BigInt(percent) * 100n);
  return { usedBps, alarm: reached.at(-1) ?? null };
}
