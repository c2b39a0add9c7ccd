import { afterAll, beforeAll, expect, test } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { clearDay, findFaults, giveBack, settleDay } from "@/tests/settlement-fixture";
import { takeOrders } from "@/tests/small-company";

/** A partner whose pending account is empty gives a share back out of what the same day brings it, wherever that comes from. */
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  // Before and after each other in every order of names.
  const channels = ["aaa", "zzz"].map((code) => channelInput.parse({ code, name: code, format: "wechat-trade" }));
  accepted(await setChannels(asSystem(), { channels }));
  const shares = [{ merchantNo: "PARTNER", bps: 5_000 }];
  const sellers = ["A-FIRST", "Z-LAST"].map((merchantNo) => ({
    merchantNo,
    name: "Seller",
    settlementCycle: "T+30",
    shares,
  }));
  const partner = { merchantNo: "PARTNER", name: "Partner", settlementCycle: "T+0" };
  accepted(await setMerchants(asSystem(), { merchants: [...sellers, partner].map((one) => merchantInput.parse(one)) }));
});
afterAll(() => desk.db.drop());

test.each([
  ["another channel", "2026-09-01", "2026-09-02", { channel: "zzz", merchantNo: "A-FIRST" }],
  ["another seller", "2026-09-03", "2026-09-04", { channel: "aaa", merchantNo: "Z-LAST" }],
])("what it gets at %s covers what it gives back", async (_, before, day, from) => {
  const sold = (orderNo: string) => ({ orderNo, cashMinor: 1_000n });
  await takeOrders([orderLine({ ...sold(`OLD-${before}`), channel: "aaa", merchantNo: "A-FIRST" }, before)]);
  await clearDay(before);
  await settleDay(before);
  expect(await postedOf("PARTNER-PENDING")).toBe(0n);

  await takeOrders([orderLine({ ...sold(`NEW-${day}`), ...from }, day)]);
  await giveBack(day, `OLD-${before}`, 1_000n);
  expect(await clearDay(day)).toMatchObject({ items: 2, carried: 0 });
  expect(await postedOf("PARTNER-PENDING")).toBe(0n);
  expect(await findFaults()).toEqual([]);
});
