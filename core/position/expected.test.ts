import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectRemittances, type OwedDay } from "./expect-remittances";
import { type CapturedAt, type StatedDay, splitOwed } from "./split-owed";

const owed = (dueOn: string, openMinor: bigint, channel = "wechat"): OwedDay => ({
  channel,
  bankAccount: "B1",
  asset: "CNY",
  dueOn,
  openMinor,
});
const stated = (dueOn: string, openMinor: bigint, fate: StatedDay["fate"], bookedMinor = 0n): StatedDay => ({
  ...owed(dueOn, openMinor),
  fate,
  bookedMinor,
});
const captured = (more: Partial<CapturedAt>): CapturedAt => ({
  channel: "wechat",
  bankAccount: "B1",
  asset: "CNY",
  dueOn: "2026-11-24",
  costBps: null,
  postedMinor: 0n,
  refundingMinor: 0n,
  ...more,
});
const amounts = (days: readonly OwedDay[]) =>
  expectRemittances(days).flows.map(({ dueOn, amountMinor }) => [dueOn, amountMinor]);

describe("what channels will remit", () => {
  test("days that are due together are one sum; what a channel keeps back lowers its next ones, and nobody else's", () => {
    const days = [
      owed("2026-11-23", 30n),
      owed("2026-11-20", 10n),
      owed("2026-11-20", -50n),
      owed("2026-11-20", 7n, "alipay"),
    ];
    expect(amounts(days)).toEqual([["2026-11-20", 7n]]);
    expect(amounts([...days, owed("2026-11-24", 100n)])).toEqual([
      ["2026-11-20", 7n],
      ["2026-11-24", 90n],
    ]);
  });

  test("law: what is remited and what is kept back at the end is what is owed; nothing is remitted backwards", () => {
    const day = fc.tuple(
      fc.constantFrom("2026-11-20", "2026-11-23", "2026-11-24"),
      fc.bigInt({ min: -500n, max: 500n }),
    );
    fc.assert(
      fc.property(fc.array(day, { maxLength: 12 }), (given) => {
        const days = given.map(([on, minor]) => owed(on, minor));
        const { flows, keptMinor } = expectRemittances(days);
        const remitted = flows.reduce((sum, flow) => sum + flow.amountMinor, 0n);
        const kept = [...keptMinor.values()].reduce((sum, minor) => sum + minor, 0n);
        expect(remitted - kept).toBe(days.reduce((sum, { openMinor }) => sum + openMinor, 0n));
        expect(flows.every(({ amountMinor }) => amountMinor > 0n)).toBe(true);
      }),
    );
  });
});

describe("which money at channels is counted on", () => {
  const previousOn = "2026-11-19";
  test.each([
    ["it waits", stated("2026-11-20", 100n, "AWAITED"), [["2026-11-20", 100n]], 0n],
    ["a part is booked by hand", stated("2026-11-20", 100n, "AWAITED", 30n), [["2026-11-20", 70n]], 0n],
    ["it is booked whole", stated("2026-11-20", 100n, "AWAITED", 100n), [], 0n],
    ["nobody has seen it since yesterday", stated("2026-11-19", 100n, "UNSEEN"), [["2026-11-19", 100n]], 0n],
    ["nobody has seen it for longer", stated("2026-11-18", 100n, "UNSEEN"), [], 100n],
    ["it is late", stated("2026-11-19", 100n, "LATE"), [], 100n],
    ["it came as another sum", stated("2026-11-20", 100n, "AT_BANK"), [], 0n],
    ["it is kept back", stated("2026-11-10", -100n, "AWAITED"), [], 0n],
  ])("of a day where %s", (_, day, counted, overdue) => {
    const split = splitOwed([day], [captured({ postedMinor: day.openMinor - day.bookedMinor })], previousOn);
    expect(amounts(split.owed)).toEqual(counted);
    expect(split.overdue).toEqual(overdue === 0n ? [] : [{ channel: "wechat", asset: "CNY", amountMinor: overdue }]);
  });

  test("what the books have beyond all statements is due after the newest day, less refunds and the channel's cost", () => {
    const channel = captured({ postedMinor: 1_100n, refundingMinor: 50n, costBps: 60 });
    const { owed: days, costs } = splitOwed([stated("2026-11-20", 100n, "AWAITED")], [channel], previousOn);
    // 950 are left; 0.6% of them are 5.7, and a cent too much is kept back rather than one too little.
    expect(amounts(days)).toEqual([
      ["2026-11-20", 100n],
      ["2026-11-24", 944n],
    ]);
    expect(costs.map(({ amountMinor, dueOn }) => [amountMinor, dueOn])).toEqual([[6n, "2026-11-24"]]);
  });

  test("refunds beyond what was captured lower what is due before", () => {
    const channel = captured({ postedMinor: 100n, refundingMinor: 30n, dueOn: "2026-11-20" });
    expect(amounts(splitOwed([stated("2026-11-20", 100n, "AWAITED")], [channel], previousOn).owed)).toEqual([
      ["2026-11-20", 70n],
    ]);
  });
});
