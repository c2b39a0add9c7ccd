import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { rateAt, readFeeTiers } from "@/core/clearing/fee-tiers";
import { feeOf } from "@/core/money/money";
import { runClearing } from "@/server/commands/run-clearing";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";

let desk: Desk;
const TIERS = [
  { fromMinor: "100000", feeBps: 45 },
  { fromMinor: "300000", feeBps: 30 },
];
beforeAll(async () => {
  desk = await openDesk();
  const tiered = merchantInput.parse({ merchantNo: "M1", name: "Shop", feeBps: 60, feeTiers: TIERS });
  accepted(await setMerchants(asSystem(), { merchants: [tiered] }));
});
afterAll(() => desk.db.drop());

const DAYS = ["2026-09-28", "2026-09-29", "2026-09-30", "2026-10-01"] as const;

test("a merchant's rate follows what the month has cleared before the day, and begins anew with the month", async () => {
  let volume = 0n;
  const rates: number[] = [];
  for (const [index, day] of DAYS.entries()) {
    if (day.endsWith("-01")) volume = 0n;
    await takeOrders([orderLine({ orderNo: `T${index}`, merchantNo: "M1", cashMinor: 150_000n }, day)]);
    const rate = rateAt(60, readFeeTiers("100000:45,300000:30"), volume);
    const report = accepted(await runClearing(asSystem(), { date: day }));
    expect(report.feeMinor, day).toBe(`${feeOf(150_000n, rate)}`);
    rates.push(rate);
    volume += 150_000n;
  }
  expect(rates).toEqual([60, 45, 30, 60]);
  const kept = await reader.query<{ fee_bps: number; volume: string }>(
    "SELECT t.fee_bps, t.volume_minor::text AS volume FROM clearing_terms t JOIN merchants m ON m.id = t.merchant_id WHERE m.merchant_no = 'M1' ORDER BY t.batch_id",
  );
  expect(kept).toEqual([
    { fee_bps: 60, volume: "0" },
    { fee_bps: 45, volume: "150000" },
    { fee_bps: 30, volume: "300000" },
    { fee_bps: 60, volume: "0" },
  ]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

test.each([
  [
    [
      { fromMinor: "5", feeBps: 1 },
      { fromMinor: "5", feeBps: 2 },
    ],
  ],
  [[{ fromMinor: "0", feeBps: 1 }]],
  [[{ fromMinor: "-5", feeBps: 1 }]],
  [[{ fromMinor: "5", feeBps: 10_001 }]],
])("tiers that do not rise, or are no rates, are refused: %j", (feeTiers) => {
  expect(merchantInput.safeParse({ merchantNo: "M9", name: "Shop", feeTiers }).success).toBe(false);
});
