import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { clearByClock } from "@/server/clearing/clear-by-clock";
import { setMerchants } from "@/server/commands/set-merchants";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { sell } from "@/tests/settlement-fixture";
import { settleByClock } from "./settle-by-clock";

let desk: Desk;
beforeAll(async () => {
  process.env.DESK_CLOCK = "2026-11-20T00:30:00+08:00";
  desk = await openDesk();
  accepted(
    await setMerchants(asSystem(), {
      merchants: [merchantInput.parse({ merchantNo: "N1", name: "Shop", feeBps: 100 })],
    }),
  );
});
afterAll(() => desk.db.drop());

test("at night the day before is cleared, then what is due today is settled; before that, it is not", async () => {
  await sell("2026-11-19", { orderNo: "N-1", merchantNo: "N1", cashMinor: 10_000n });
  await expect(settleByClock()).rejects.toThrow("2026-11-19 is not cleared yet. Clear it, then settle 2026-11-20.");
  expect(await clearByClock()).toMatchObject({ date: "2026-11-19", items: 1, existed: false });
  expect(await settleByClock()).toMatchObject({
    date: "2026-11-20",
    merchants: 1,
    settledMinor: "9900",
    existed: false,
  });
  expect(await postedOf("N1-SETTLEMENT")).toBe(9_900n);
});

test("again in the same night, both answer what is there", async () => {
  expect(await clearByClock()).toMatchObject({ existed: true });
  expect(await settleByClock()).toMatchObject({ existed: true, settledMinor: "9900" });
});
