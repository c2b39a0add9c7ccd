import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHINA, toCalendar } from "@/core/calendar/business-calendar";
import { measureCap } from "./cap-use";
import type { Flow, Place } from "./flow";
import { positionDays } from "./position-days";
import { project } from "./project";
import { proposeTransfers } from "./propose-transfers";
import { judgeDays } from "./verdict";
import { applyWhatIf } from "./what-if";

const DAYS = ["2026-11-20", "2026-11-23"];
const bank = (code: string, openingMinor: bigint, minimumMinor: bigint | null = null): Place => ({
  kind: "BANK",
  code,
  asset: "CNY",
  openingMinor,
  minimumMinor,
  capMinor: null,
  paysOut: true,
});
const paid = (code: string, amountMinor: bigint, dueOn = "2026-11-20"): Flow => ({
  kind: "HELD",
  from: { kind: "BANK", code },
  to: null,
  asset: "CNY",
  amountMinor,
  dueOn,
});
const calendar = toCalendar(CHINA, "2026-12-31", [
  { on: "2026-11-28", kind: "WORKDAY", name: "make-up" },
  { on: "2026-11-30", kind: "HOLIDAY", name: "day off" },
]);

describe("can we settle?", () => {
  test.each([
    ["YES", [bank("A", 100n), bank("B", 50n)], [paid("A", 100n)], 0n, []],
    ["BELOW_MINIMUM", [bank("A", 100n, 20n), bank("B", 50n)], [paid("A", 90n)], 10n, ["A"]],
    ["TRANSFER", [bank("A", 100n), bank("B", 50n)], [paid("B", 60n)], 10n, ["B"]],
    ["NO", [bank("A", 100n), bank("B", 50n)], [paid("A", 100n), paid("B", 60n)], 10n, ["B"]],
  ])("%s", (verdict, places, flows, missingMinor, shortBanks) => {
    const [today] = judgeDays(project(places, flows, DAYS));
    expect(today).toMatchObject({ on: "2026-11-20", asset: "CNY", verdict, missingMinor, shortBanks });
  });

  test("a transfer is proposed from who can spare it on every day, to the most urgent first", () => {
    const places = [bank("A", 100n), bank("B", 10n, 30n), bank("C", 60n)];
    const flows = [paid("C", 100n, "2026-11-23"), paid("A", 20n, "2026-11-23")];
    // A keeps 80 on its worst day; B needs 20 today, C 40 on Monday.
    expect(proposeTransfers(project(places, flows, DAYS))).toEqual([
      { fromBank: "A", toBank: "B", asset: "CNY", amountMinor: 20n, neededOn: "2026-11-20" },
      { fromBank: "A", toBank: "C", asset: "CNY", amountMinor: 40n, neededOn: "2026-11-23" },
    ]);
  });

  test("what is asked for already is not proposed again, and what is still missing is", () => {
    const projections = project([bank("A", 100n), bank("B", 10n, 30n), bank("C", 15n)], [], DAYS);
    const waiting = (fromBank: string, amountMinor: bigint) => [{ fromBank, toBank: "B", asset: "CNY", amountMinor }];
    const rest = { toBank: "B", asset: "CNY", neededOn: "2026-11-20" };
    for (const askedMinor of [20n, 25n]) expect(proposeTransfers(projections, waiting("A", askedMinor))).toEqual([]);
    expect(proposeTransfers(projections, waiting("C", 5n))).toEqual([{ ...rest, fromBank: "A", amountMinor: 15n }]);
    // Another asset's, and what the giver has promised, are no help.
    expect(proposeTransfers(projections, [{ ...rest, fromBank: "A", asset: "USD", amountMinor: 20n }])).toEqual([
      { ...rest, fromBank: "A", amountMinor: 20n },
    ]);
    const promised = [{ fromBank: "A", toBank: "X", asset: "CNY", amountMinor: 95n }];
    expect(proposeTransfers(projections, promised)).toEqual([
      { ...rest, fromBank: "C", amountMinor: 15n },
      { ...rest, fromBank: "A", amountMinor: 5n },
    ]);
  });

  test("law: transfers never make the giver short, and all of them leave no bank short while another has to spare", () => {
    const minor = fc.bigInt({ min: 0n, max: 1_000n });
    const given = fc.array(fc.tuple(minor, minor, minor), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(given, (banks) => {
        const places = banks.map(([opening, line], index) => bank(`B${index}`, opening, line));
        const flows = banks.flatMap(([, , out], index) => (out > 0n ? [paid(`B${index}`, out)] : []));
        const before = project(places, flows, DAYS);
        const moved = proposeTransfers(before).map(
          ({ fromBank, toBank, asset, amountMinor }): Flow => ({
            kind: "WHAT_IF",
            from: { kind: "BANK", code: fromBank },
            to: { kind: "BANK", code: toBank },
            asset,
            amountMinor,
            dueOn: "2026-11-20",
          }),
        );
        const after = project(places, [...flows, ...moved], DAYS);
        const shortOf = (one: (typeof after)[number] | undefined) => one?.days.at(-1)?.shortfallMinor ?? 0n;
        after.forEach((one, index) => {
          expect(shortOf(one) <= shortOf(before[index])).toBe(true);
        });
        const spare = after.some(({ place, days }) => (days.at(-1)?.closeMinor ?? 0n) > (place.minimumMinor ?? 0n));
        expect(after.some((one) => shortOf(one) > 0n) && spare).toBe(false);
      }),
    );
  });
});

describe("days and caps", () => {
  test("today whatever it is, then business days with make-up days and without holidays", () => {
    expect(positionDays(calendar, "2026-11-26", 3)).toEqual({
      days: ["2026-11-26", "2026-11-27", "2026-11-28", "2026-12-01"],
      previousOn: "2026-11-25",
      endedThrough: null,
    });
    expect(positionDays(calendar, "2026-11-22", 1)).toMatchObject({
      days: ["2026-11-22", "2026-11-23"],
      previousOn: "2026-11-20",
    });
  });

  test("past the end of the calendar no day is guessed", () => {
    expect(positionDays(calendar, "2026-12-30", 5)).toEqual({
      days: ["2026-12-30", "2026-12-31"],
      previousOn: "2026-12-29",
      endedThrough: "2026-12-31",
    });
    expect(positionDays(calendar, "2027-01-04", 5)).toMatchObject({ days: ["2027-01-04"], endedThrough: "2026-12-31" });
  });

  test.each([
    [0n, 100n, 0n, null],
    [-5n, 100n, 0n, null],
    [4_999n, 10_000n, 4_999n, null],
    [5_000n, 10_000n, 5_000n, 50],
    [8_000n, 10_000n, 8_000n, 80],
    [99_999n, 100_000n, 9_999n, 80],
    [10_000n, 10_000n, 10_000n, 100],
    [25_000n, 10_000n, 25_000n, 100],
  ] as const)("%s of %s uses %s", (outstanding, cap, usedBps, alarm) => {
    expect(measureCap(outstanding, cap)).toEqual({ usedBps, alarm });
  });

  test("without a cap nothing is used", () => expect(measureCap(5n, null)).toBeNull());
});

describe("what if", () => {
  const from: Flow["from"] = { kind: "CHANNEL", code: "wechat" };
  const remittance = (dueOn: string): Flow => ({
    kind: "REMITTANCE",
    from,
    to: { kind: "BANK", code: "A" },
    asset: "CNY",
    amountMinor: 5n,
    dueOn,
  });
  const since = { calendar, from: "2026-11-27" };

  test("a channel's remittances come business days later than due, or later than today; others' as before", () => {
    const other: Flow = { ...remittance("2026-11-27"), from: { kind: "CHANNEL", code: "alipay" } };
    const flows = [remittance("2026-11-20"), remittance("2026-11-28"), other];
    const late = applyWhatIf(flows, { payout: null, late: { channel: "wechat", days: 1 } }, since);
    expect(late.map(({ dueOn }) => dueOn)).toEqual(["2026-11-28", "2026-12-01", "2026-11-27"]);
  });

  test("past the end of the calendar it is not counted on", () => {
    const [flow] = applyWhatIf(
      [remittance("2026-12-30")],
      { payout: null, late: { channel: "wechat", days: 5 } },
      since,
    );
    expect(
      project([bank("A", 0n), { ...bank("wechat", 5n), kind: "CHANNEL" }], flow ? [flow] : [], [
        "2026-12-30",
        "2026-12-31",
      ])[0]?.days.at(-1),
    ).toMatchObject({ closeMinor: 0n });
  });

  test("a payout run leaves its bank on its day", () => {
    const payout = { bank: "A", asset: "CNY", amountMinor: 7n, on: "2026-11-23" };
    expect(applyWhatIf([], { payout, late: null }, since)).toEqual([
      {
        kind: "WHAT_IF",
        from: { kind: "BANK", code: "A" },
        to: null,
        asset: "CNY",
        amountMinor: 7n,
        dueOn: "2026-11-23",
      },
    ]);
  });
});
