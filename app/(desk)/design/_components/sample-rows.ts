export const SAMPLE_STATUSES = ["matched", "waiting", "broken"] as const;
export type SampleStatus = (typeof SAMPLE_STATUSES)[number];

export type SampleRow = {
  orderNo: string;
  channel: string;
  at: string;
  amountMinor: string;
  differenceMinor: string;
  asset: string;
  status: SampleStatus;
};

export const SAMPLE_TOTAL = 12_400;
export const SAMPLE_CAP = { value: 10_000, capped: true } as const;

const CHANNELS = ["WeChat Pay", "Alipay", "UnionPay", "ICBC Direct"] as const;
const FIRST_AT_MS = Date.UTC(2026, 10, 19, 1, 30);
const STEP_MS = 47_000;
/** Two primes spread the invented amounts without randomness: the same row is the same at every request. */
const SPREAD = 7_919;
const RANGE = 1_999_993;

/** The row at a place in the invented list. */
export function makeSampleRow(index: number): SampleRow {
  const amount = ((index + 1) * SPREAD) % RANGE;
  const status = index % 9 === 4 ? "broken" : index % 5 === 2 ? "waiting" : "matched";
  return {
    orderNo: `OR20261119${String(index).padStart(8, "0")}`,
    channel: CHANNELS[index % CHANNELS.length] ?? CHANNELS[0],
    at: new Date(FIRST_AT_MS - index * STEP_MS).toISOString(),
    amountMinor: String(amount),
    differenceMinor: status === "broken" ? String(index % 2 === 0 ? -(amount % 900) - 1 : (amount % 700) + 1) : "0",
    asset: "CNY",
    status,
  };
}
