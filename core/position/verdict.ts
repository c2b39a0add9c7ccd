import type { PlaceDay, Projection } from "./project";

/**
 * Whether everything that falls due on a day can be paid. YES; BELOW_MINIMUM: it can, and a bank ends below its line;
 * TRANSFER: a bank lacks what another one has; NO: all banks together lack it.
 */
export const VERDICTS = ["YES", "BELOW_MINIMUM", "TRANSFER", "NO"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One asset on one day; minor units, none negative. */
export type Settleable = {
  readonly asset: string;
  readonly on: string;
  readonly verdict: Verdict;
  /** What is missing for the verdict to be YES: to the lines, at the banks that lack it, or altogether. */
  readonly missingMinor: bigint;
  /** What goes out of the banks and what they count on coming in. */
  readonly outMinor: bigint;
  readonly inMinor: bigint;
  /** The banks that lack it, by code. */
  readonly shortBanks: readonly string[];
};

/** The verdict of every asset that a bank has, on every day of the table, in the order of the days. */
export function judgeDays(projections: readonly Projection[]): Settleable[] {
  const banks = projections.filter(({ place }) => place.kind === "BANK");
  const assets = [...new Set(banks.map(({ place }) => place.asset))];
  const days = banks[0]?.days.map(({ on }) => on) ?? [];
  return assets.flatMap((asset) =>
    days.map((on, index) => {
      const rows = banks.flatMap(({ place, days: own }) => {
        const day = place.asset === asset ? own[index] : undefined;
        return day ? [{ code: place.code, day }] : [];
      });
      return { asset, on, ...judge(rows) };
    }),
  );
}

type BankDay = { readonly code: string; readonly day: PlaceDay };

function judge(rows: readonly BankDay[]): Omit<Settleable, "asset" | "on"> {
  const sum = (of: (day: PlaceDay) => bigint) => rows.reduce((total, { day }) => total + of(day), 0n);
  const overdrawn = rows.filter(({ day }) => day.closeMinor < 0n);
  const below = rows.filter(({ day }) => day.shortfallMinor > 0n);
  const totals = { outMinor: sum((day) => day.outMinor), inMinor: sum((day) => day.inMinor) };
  const told = (verdict: Verdict, missingMinor: bigint, short: readonly BankDay[]) => ({
    verdict,
    missingMinor,
    shortBanks: short.map(({ code }) => code),
    ...totals,
  });
  const togetherMinor = sum((day) => day.closeMinor);
  if (togetherMinor < 0n) return told("NO", -togetherMinor, overdrawn);
  if (overdrawn.length > 0) {
    return told("TRANSFER", -overdrawn.reduce((total, { day }) => total + day.closeMinor, 0n), overdrawn);
  }
  if (below.length > 0)
    return told(
      "BELOW_MINIMUM",
      sum((day) => day.shortfallMinor),
      below,
    );
  return told("YES", 0n, []);
}
