import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { clearOrder } from "@/core/clearing/clear-order";
import { sumMinor } from "@/core/money/money";
import { DeskProcess } from "@/scripts/testing/desk-process";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { randomOf } from "@/tests/random";
import { takeOrders } from "@/tests/small-company";

/** How many processes are killed in the middle of a day's clearing and settlement; `DESK_CLEAR_KILLS=50` for more. */
const KILLS = Number.parseInt(process.env.DESK_CLEAR_KILLS ?? "6", 10);
const AT_ONCE = 10;
const DAY = "2026-10-12";
const MERCHANTS = 12;
const ORDERS = 600;

let desk: Desk;
const random = randomOf(7);
const merchantOf = (index: number) => `K${(index % MERCHANTS) + 1}`;
const amountOf = (index: number) => BigInt(100 + ((index * 7_919) % 90_000));
beforeAll(async () => {
  desk = await openDesk();
  process.env.DATABASE_URL = desk.db.appUrl;
  const shares = [{ merchantNo: "K2", bps: 500 }];
  const merchants = Array.from({ length: MERCHANTS }, (_, index) =>
    merchantInput.parse({
      ...{ merchantNo: `K${index + 1}`, name: `Shop ${index + 1}`, feeBps: 60, settlementCycle: "T+0" },
      ...(index === 0 ? { shares } : {}),
    }),
  );
  accepted(await setMerchants(asSystem(), { merchants }));
  await takeOrders(
    Array.from({ length: ORDERS }, (_, index) =>
      orderLine({ orderNo: `D${index}`, merchantNo: merchantOf(index), cashMinor: amountOf(index) }, DAY),
    ),
  );
});
afterAll(() => desk.db.drop());

/** What each merchant is owed, by the rule alone. */
function owedBy(): Map<string, bigint> {
  const owed = new Map<string, bigint>();
  const add = (no: string, minor: bigint) => owed.set(no, (owed.get(no) ?? 0n) + minor);
  for (let index = 0; index < ORDERS; index += 1) {
    const shares = merchantOf(index) === "K1" ? [{ bps: 500, fixedMinor: 0n }] : [];
    const cleared = clearOrder(amountOf(index), { feeBps: 60, feeMinMinor: 0n, feeMaxMinor: null, shares });
    add(merchantOf(index), cleared.restMinor);
    add("K2", sumMinor(cleared.shareMinors));
  }
  return owed;
}

const clearAndSettle = async (child: DeskProcess) => {
  const cleared = await child.ask({ name: "clear", day: DAY });
  const settled = await child.ask({ name: "settle", day: DAY });
  return (cleared.seconds + settled.seconds) * 1_000;
};

test(`${KILLS} processes die while they clear and settle a day, then ${AT_ONCE} do it at once: one batch each, to the cent`, async () => {
  let longestMs = 400;
  for (let nth = 0; nth < KILLS; nth += 1) {
    const child = await DeskProcess.start();
    // The one that dies is not waited for; what it was asked for may have been done, in part or not at all.
    const asked = clearAndSettle(child).then(
      (tookMs) => {
        longestMs = Math.max(50, Math.min(longestMs, tookMs));
      },
      () => undefined,
    );
    await sleep(random.below(longestMs));
    await child.kill();
    await asked;
  }
  const children = await Promise.all(Array.from({ length: AT_ONCE }, () => DeskProcess.start()));
  await Promise.all(children.map(clearAndSettle));
  await Promise.all(children.map((child) => child.stop()));

  const batches = await reader.query(
    "SELECT (SELECT count(*)::int FROM clearing_batches) AS cleared, (SELECT count(*)::int FROM settlement_batches) AS settled, (SELECT count(*)::int FROM clearing_items) AS items",
  );
  expect(batches).toEqual([{ cleared: 1, settled: 1, items: ORDERS }]);
  for (const [merchantNo, minor] of owedBy()) {
    expect([merchantNo, await postedOf(`${merchantNo}-SETTLEMENT`)]).toEqual([merchantNo, minor]);
    expect(await postedOf(`${merchantNo}-PENDING`)).toBe(0n);
  }
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
