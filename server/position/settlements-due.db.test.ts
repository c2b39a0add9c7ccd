import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { setMerchants } from "@/server/commands/set-merchants";
import { getPositionAhead } from "@/server/queries/get-position-ahead";
import { reader } from "@/server/transact";
import { asSystem, NOON } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { openPayoutDesk } from "@/tests/payout-fixture";
import { randomOf } from "@/tests/random";
import { clearDay, giveBack, sell, settleDay } from "@/tests/settlement-fixture";

const CYCLES = ["T+0", "T+1", "T+2", "T+4"] as const;
const SOLD_ON = ["2026-11-09", "2026-11-10", "2026-11-13", "2026-11-14", "2026-11-16"];
const LAST = CYCLES.length - 1;
const FIRST = "2026-11-17";
let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
  const merchants = CYCLES.map((settlementCycle, index) => ({
    ...{ merchantNo: `S${index}`, name: `Shop ${index}`, settlementCycle, feeBps: 38 },
    autoPayout: true,
  }));
  const asks = { merchantNo: "ASKS", name: "On request", settlementCycle: "T+0" };
  accepted(await setMerchants(asSystem(), { merchants: [...merchants, asks].map((one) => merchantInput.parse(one)) }));
});
afterAll(() => desk.db.drop());

async function falling(date: string, kind: "SETTLEMENT" | "RELEASE"): Promise<Record<string, bigint>> {
  const { places, days } = await getPositionAhead({ date, count: 5, now: NOON });
  const banks = places.filter((place) => place.kind === "BANK" && place.asset === "CNY");
  const sumOf = (index: number) => banks.reduce((sum, bank) => sum - BigInt(bank.days[index]?.parts[kind] ?? "0"), 0n);
  return Object.fromEntries(days.map((on, index) => [on, sumOf(index)]).filter(([, minor]) => minor !== 0n));
}

/** What a batch settled to merchants that are paid automatically. */
async function settledOn(date: string): Promise<bigint> {
  await settleDay(date);
  const [row] = await reader.query<{ minor: bigint }>(
    `SELECT coalesce(sum(s.settled_minor), 0)::bigint AS minor FROM settlements s JOIN settlement_batches b ON b.id = s.batch_id
     JOIN merchants m ON m.id = s.merchant_id AND m.auto_payout WHERE b.settled_on = $1`,
    [date],
  );
  return row?.minor ?? 0n;
}

test("what is said to fall due is what settlement settles, day for day, and then waits for its release", async () => {
  const random = randomOf(7);
  for (const [nth, day] of SOLD_ON.entries()) {
    // The slowest sells nothing on the second day: what it owes after the first is carried by a settlement.
    const sellers = [...CYCLES.keys()].filter((index) => nth !== 1 || index !== LAST);
    const sales = sellers.map((index) => ({
      ...{ orderNo: `O${nth}-${index}`, merchantNo: `S${index}` },
      cashMinor: BigInt(1_000 + random.below(50_000)),
    }));
    await sell(day, ...sales, { orderNo: `A${nth}`, merchantNo: "ASKS", cashMinor: 777n });
    // More is given back than some have sold since: their settlement is carried.
    for (const { orderNo, cashMinor } of sales.slice(0, nth % 3)) await giveBack(day, orderNo, cashMinor - 1n);
    for (const { orderNo, cashMinor } of nth === 0 ? sales.slice(LAST) : []) await giveBack(day, orderNo, cashMinor);
  }
  // Cleared afterwards, so that what is owed for the first day finds money of later ones.
  for (const day of SOLD_ON) await clearDay(day);
  const said = await falling(FIRST, "SETTLEMENT");
  expect(Object.keys(said).length).toBeGreaterThan(2);
  let waiting = 0n;
  for (const [on, minor] of Object.entries(said)) {
    const settled = await settledOn(on);
    expect([on, settled]).toEqual([on, minor]);
    waiting += settled;
    expect((await falling(on, "RELEASE"))[on]).toBe(waiting);
    const { [on]: _, ...later } = Object.fromEntries(Object.entries(said).filter(([day]) => day >= on));
    expect(await falling(on, "SETTLEMENT")).toEqual(later);
  }
});

test("money that a refund has taken already does not fall due, though a settlement still carries it", async () => {
  const [sold, day, next] = ["2026-11-23", "2026-11-24", "2026-11-25"];
  const before = await falling(day, "SETTLEMENT");
  await sell(sold, { orderNo: "GONE", merchantNo: "S1", cashMinor: 100_000n });
  await clearDay(sold);
  // Refunded the day after, when nothing of that day is cleared yet.
  await giveBack(day, "GONE", 40_000n);
  const settled = await settledOn(day);
  expect(await falling(day, "SETTLEMENT")).toEqual({});
  await clearDay(day);
  expect(await settledOn(next)).toBe(0n);
  expect([settled, before]).toEqual([100_000n - 380n - 40_000n, {}]);
});
