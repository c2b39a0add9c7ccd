/** A suspense item (挂账) as the desk reasons about it. Amounts are minor units of `asset`, always positive. */
export const BREAK_KINDS = [
  "LONG",
  "SHORT",
  "AMOUNT_MISMATCH",
  "STATUS_MISMATCH",
  "FEE_MISMATCH",
  "ASSET_MISMATCH",
  "DUPLICATE",
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];
export type Direction = "LONG" | "SHORT";
/** How urgent an item is, by its service level; most urgent first. */
export const SEVERITIES = ["CRITICAL", "HIGH", "NORMAL", "LOW"] as const;
export type Severity = (typeof SEVERITIES)[number];
export const SUSPENSE_STATUSES = [
  "OPEN",
  "ASSIGNED",
  "INVESTIGATING",
  "PROPOSED",
  "RESOLVED",
  "AUTO_RESOLVED",
] as const;
export type SuspenseStatus = (typeof SUSPENSE_STATUSES)[number];

export type SuspenseItem = {
  readonly itemNo: string;
  readonly kind: BreakKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly direction: Direction;
  readonly amountMinor: bigint;
  readonly asset: string;
  readonly channelId: bigint;
  readonly status: SuspenseStatus;
};

/** Ageing bands in bank days, as they are reported: 0–1, 2–3, 4–7, 8–30, more. */
export const AGE_BANDS = ["0-1", "2-3", "4-7", "8-30", ">30"] as const;
export type AgeBand = (typeof AGE_BANDS)[number];
/** First and last day of each band; null: no end. */
export const AGE_BAND_DAYS: Record<AgeBand, readonly [from: number, to: number | null]> = {
  "0-1": [0, 1],
  "2-3": [2, 3],
  "4-7": [4, 7],
  "8-30": [8, 30],
  ">30": [31, null],
};

export function ageBandOf(ageDays: number): AgeBand {
  return AGE_BANDS.find((band) => ageDays <= (AGE_BAND_DAYS[band][1] ?? ageDays)) ?? ">30";
}

/** Whether people may work on it: neither closed nor waiting for a checker. */
export function isWorkable(status: SuspenseStatus): boolean {
  return status === "OPEN" || status === "ASSIGNED" || status === "INVESTIGATING";
}
