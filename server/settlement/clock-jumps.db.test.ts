import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { clearByClock } from "@/server/clearing/clear-by-clock";
import { setMerchants } from "@/server/commands/set-merchants";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { findFaults, sell } from "@/tests/settlement-fixture";
import { settleByClock } from "./settle-by-clock";

/** The machine's clock is put two hours back and forward again around midnight, while the night's jobs run and orders come. */
const HALF_PAST_MIDNIGHT = "2026-11-18T00:30:00+08:00";
const TWO_HOURS_EARLIER = "2026-11-17T22:30:00+08:00";
const TWO_HOURS_LATER = "2026-11-18T02:30:00+08:00";
const NEXT_NIGHT = "2026-11-19T00:30:00+08:00";

let desk: Desk;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  putClock(HALF_PAST_MIDNIGHT);
  desk = await openDesk();
  const merchant = { merchantNo: "J1", name: "Shop", feeBps: 100 };
  accepted(await setMerchants(asSystem(), { merchants: [merchantInput.parse(merchant)] }));
});
afterAll(async () => {
  vi.useRealTimers();
  await desk.db.drop();
});

const putClock = (instant: string) => vi.setSystemTime(new Date(instant));
const sellOne = (orderNo: string) => sell("2026-11-17", { orderNo, merchantNo: "J1", cashMinor: 10_000n });

test("a night that happens three times clears and settles once, and forgets nothing that came meanwhile", async () => {
  await sellOne("J-1");
  expect(await clearByClock()).toMatchObject({ date: "2026-11-17", items: 1, existed: false });
  expect(await settleByClock()).toMatchObject({ date: "2026-11-18", settledMinor: "9900", existed: false });

  putClock(TWO_HOURS_EARLIER);
  await sellOne("J-2");
  await expect(clearByClock()).rejects.toThrow("2026-11-17 is cleared already");
  await expect(settleByClock()).rejects.toThrow("2026-11-18 is settled already");

  putClock(TWO_HOURS_LATER);
  await sellOne("J-3");
  expect(await clearByClock()).toMatchObject({ date: "2026-11-17", items: 1, existed: true });
  expect(await settleByClock()).toMatchObject({ date: "2026-11-18", settledMinor: "9900", existed: true });
  expect(await postedOf("J1-SETTLEMENT")).toBe(9_900n);

  putClock(NEXT_NIGHT);
  expect(await clearByClock()).toMatchObject({ date: "2026-11-18", items: 2, existed: false });
  expect(await settleByClock()).toMatchObject({ date: "2026-11-19", settledMinor: "19800", existed: false });
  expect(await postedOf("J1-SETTLEMENT")).toBe(29_700n);
});

test("after it the books and the trail prove, and every order is in one batch", async () => {
  const { rows } = await desk.db.ownerPool.query<{ no: string }>(
    "SELECT order_no AS no FROM clearing_items WHERE kind = 'CAPTURE' ORDER BY 1",
  );
  expect(rows.map(({ no }) => no)).toEqual(["J-1", "J-2", "J-3"]);
  expect(await findFaults()).toEqual([]);
});
