import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawFromFullest } from "./draw-from-fullest";
import { FLOW_KINDS, type Flow, type Place } from "./flow";
import { type Projection, project } from "./project";

const DAYS = ["2026-11-20", "2026-11-23", "2026-11-24"];
const bank = (code: string, openingMinor: bigint, minimumMinor: bigint | null = null): Place => ({
  kind: "BANK",
  code,
  asset: "CNY",
  openingMinor,
  minimumMinor,
  capMinor: null,
  paysOut: true,
});
const channel = (code: string, openingMinor: bigint): Place => ({
  ...bank(code, openingMinor),
  kind: "CHANNEL",
  paysOut: false,
});
const remitted = (from: string, to: string, amountMinor: bigint, dueOn: string): Flow => ({
  kind: "REMITTANCE",
  from: { kind: "CHANNEL", code: from },
  to: { kind: "BANK", code: to },
  asset: "CNY",
  amountMinor,
  dueOn,
});
const settled = (amountMinor: bigint, dueOn: string): Flow => ({
  kind: "SETTLEMENT",
  from: "ANY_BANK",
  to: null,
  asset: "CNY",
  amountMinor,
  dueOn,
});
const closes = (projections: readonly Projection[]) => projections.map(({ days }) => days.map((day) => day.closeMinor));

describe("the position, day by day", () => {
  test("what a channel remits leaves there and arrives at its bank, once", () => {
    const places = [bank("B1", 100n), channel("wechat", 900n)];
    expect(closes(project(places, [remitted("wechat", "B1", 600n, "2026-11-23")], DAYS))).toEqual([
      [100n, 700n, 700n],
      [900n, 300n, 300n],
    ]);
  });

  test("what was due before the first day counts on it, over a weekend on the next day, after the last day not at all", () => {
    const flows = [
      remitted("wechat", "B1", 1n, "2026-11-01"),
      remitted("wechat", "B1", 10n, "2026-11-21"),
      remitted("wechat", "B1", 100n, "2026-11-25"),
    ];
    const [place] = project([bank("B1", 0n), channel("wechat", 200n)], flows, DAYS);
    expect(place?.days.map((day) => day.inMinor)).toEqual([1n, 10n, 0n]);
  });

  test("a shortfall is what a bank lacks to its line, or to zero; a channel has none", () => {
    const places = [bank("B1", 50n, 80n), bank("B2", 10n), channel("wechat", -5n)];
    const held: Flow = {
      kind: "HELD",
      from: { kind: "BANK", code: "B2" },
      to: null,
      asset: "CNY",
      amountMinor: 15n,
      dueOn: "2026-11-20",
    };
    const short = project(places, [held], DAYS).map(({ days }) => days[0]?.shortfallMinor);
    expect(short).toEqual([30n, 5n, 0n]);
  });

  test("settlements are taken where money is once everything else of the day has moved", () => {
    const places = [bank("B1", 100n), bank("B2", 100n), channel("wechat", 300n)];
    const flows = [settled(250n, "2026-11-20"), remitted("wechat", "B2", 300n, "2026-11-20")];
    expect(closes(project(places, flows, DAYS)).map(([first]) => first)).toEqual([100n, 150n, 0n]);
  });

  test("a bank that no channel pays from gives nothing to settlements", () => {
    const idle = { ...bank("IDLE", 1_000n), paysOut: false };
    expect(
      closes(project([idle, bank("B1", 10n)], [settled(30n, "2026-11-20")], DAYS)).map(([first]) => first),
    ).toEqual([1_000n, -20n]);
  });

  test("law: opening + in − out = close, days chain, parts are the change, and nothing is counted twice or lost", () => {
    const minor = fc.bigInt({ min: 1n, max: 10n ** 14n });
    const dueOn = fc.constantFrom("2026-11-19", ...DAYS, "2026-11-22", "2026-11-30");
    const flow = fc.oneof(
      fc
        .tuple(fc.constantFrom("wechat", "alipay"), fc.constantFrom("B1", "B2"), minor, dueOn)
        .map((given) => remitted(...given)),
      fc.tuple(minor, dueOn).map((given) => settled(...given)),
    );
    const opening = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 30 }), fc.tuple(opening, opening, opening, opening), (flows, minors) => {
        const [one, two, three, four] = minors;
        const places = [bank("B1", one), bank("B2", two), channel("wechat", three), channel("alipay", four)];
        const projections = project(places, flows, DAYS);
        let before = one + two + three + four;
        DAYS.forEach((on, index) => {
          const rows = projections.flatMap(({ days }) => days[index] ?? []);
          for (const day of rows) {
            expect(day.closeMinor).toBe(day.openingMinor + day.inMinor - day.outMinor);
            expect(FLOW_KINDS.reduce((sum, kind) => sum + day.parts[kind], 0n)).toBe(day.closeMinor - day.openingMinor);
          }
          const isOfDay = (flow: Flow) => DAYS.find((day) => day >= flow.dueOn) === on;
          const gone = flows
            .filter((each) => each.kind === "SETTLEMENT" && isOfDay(each))
            .reduce((sum, each) => sum + each.amountMinor, 0n);
          const together = rows.reduce((sum, day) => sum + day.closeMinor, 0n);
          expect(together).toBe(before - gone);
          before = together;
          for (const { days } of projections) {
            if (index > 0) expect(days[index]?.openingMinor).toBe(days[index - 1]?.closeMinor);
          }
        });
        expect(closes(project(places, flows.filter((each) => each.kind !== "SETTLEMENT").toReversed(), DAYS))).toEqual(
          closes(
            project(
              places,
              flows.filter((each) => each.kind !== "SETTLEMENT"),
              DAYS,
            ),
          ),
        );
      }),
    );
  });
});

describe("drawing from the fullest", () => {
  test.each([
    [[10n, 5n], 4n, [4n, 0n]],
    [[10n, 5n], 6n, [6n, 0n]],
    [[10n, 5n], 8n, [7n, 1n]],
    [[5n, 10n, 10n], 3n, [0n, 2n, 1n]],
    [[3n, -4n], 20n, [14n, 6n]],
    [[], 5n, []],
  ])("case %#", (levels, amount, taken) => {
    expect(drawFromFullest(levels, amount)).toEqual(taken);
  });

  test("law: all of it is taken, nobody is given anything, and whoever gave ends within a unit of the others' level", () => {
    const levels = fc.array(fc.bigInt({ min: -1_000n, max: 1_000n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(levels, fc.bigInt({ min: 1n, max: 20_000n }), (given, amount) => {
        const taken = drawFromFullest(given, amount);
        const left = given.map((level, index) => level - (taken[index] ?? 0n));
        expect(taken.reduce((sum, each) => sum + each, 0n)).toBe(amount);
        expect(taken.every((each) => each >= 0n)).toBe(true);
        const gave = left.filter((_, index) => taken[index] !== 0n);
        expect(gave.every((each) => left.every((other) => other - each <= 1n))).toBe(true);
      }),
    );
  });
});
