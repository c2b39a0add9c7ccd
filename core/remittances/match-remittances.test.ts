import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "@/core/calendar/settlement-day";
import { matchRemittances, type RemittanceFacts } from "./match-remittances";
import type { BankLine, ExpectedDay, Remitter } from "./remittance";
import { stateOfDay } from "./remittance";

const REMITTERS: readonly Remitter[] = [
  { channel: "wx-a", names: ["wx-a", "蓝湾支付"], formatNames: ["财付通", "WeChat Pay"] },
  { channel: "wx-b", names: ["wx-b", "青石支付"], formatNames: ["财付通", "WeChat Pay"] },
  { channel: "ali", names: ["ali"], formatNames: ["支付宝"] },
];

let nextId = 0n;
function line(signedMinor: bigint, bookedOn: string, said: Partial<BankLine> = {}): BankLine {
  nextId += 1n;
  const nothing = { entryNo: null, channelReference: null, ourReference: null, counterpartyName: null, remark: null };
  return { id: nextId, bookedOn, signedMinor, isReversal: false, isHeld: false, ...nothing, ...said };
}
function day(channel: string, settlesOn: string, openMinor: bigint, more: Partial<ExpectedDay> = {}): ExpectedDay {
  const statementNo = `ST${settlesOn.replaceAll("-", "")}00000${REMITTERS.findIndex((one) => one.channel === channel)}`;
  return { channel, settlesOn, dueOn: addDays(settlesOn, 1), statementNo, openMinor, booked: [], ...more };
}
function run(facts: Partial<RemittanceFacts>) {
  return matchRemittances({ lines: [], days: [], entries: [], remitters: REMITTERS, ...facts });
}
/** Matches as text: rule, lines' sum, days. */
function said(facts: Partial<RemittanceFacts>): string[] {
  const amountOf = new Map((facts.lines ?? []).map((one) => [one.id, one.signedMinor]));
  return run(facts).matches.map(({ rule, lineIds, days, voucherIds }) =>
    [
      rule,
      lineIds.map((id) => amountOf.get(id)).join("+"),
      ...days.map((one) => `${one.channel}:${one.settlesOn.slice(5)}`),
      ...voucherIds.map((id) => `v${id}`),
    ].join(" "),
  );
}

describe("what names a line", () => {
  const days = [day("wx-a", "2026-11-18", 500n), day("wx-b", "2026-11-18", 500n)];
  test.each([
    ["its code and day", { ourReference: "WX-A-20261118" }, ["DAY 500 wx-a:11-18"]],
    ["its name and day, in full-width figures", { remark: "青石支付　２０２６－１１－１８" }, ["DAY 500 wx-b:11-18"]],
    ["the statement's number alone", { remark: "for ST20261118000001" }, ["DAY 500 wx-b:11-18"]],
    ["its code without a day", { counterpartyName: "wx-b" }, ["COUNTERPARTY 500 wx-b:11-18"]],
    ["a payer that two channels share", { counterpartyName: "财付通支付科技", remark: "20261118" }, []],
    ["both channels", { remark: "wx-a wx-b 20261118" }, []],
    ["a word that only begins like a code", { remark: "wx-alpha 20261118" }, []],
    ["nobody", {}, []],
    ["a code, and a day with another sum", { remark: "wx-a 20261118" }, [], 501n],
  ] as const)("%s", (_, words, expected, minor: bigint = 500n) => {
    expect(said({ lines: [line(minor, "2026-11-19", words)], days })).toEqual(expected);
  });

  test("an amount that fits two strangers is a suggestion of both", () => {
    expect(run({ lines: [line(500n, "2026-11-19")], days }).breaks).toMatchObject([
      { kind: "UNEXPECTED", channel: null, deltaMinor: 500n, suggestions: [{ channel: "wx-a" }, { channel: "wx-b" }] },
    ]);
  });
});

describe("sums", () => {
  const week = ["2026-11-20", "2026-11-21", "2026-11-22"];
  test.each([
    ["a weekend in one sum", [100n, -30n, 50n], [[120n, {}]], ["COUNTERPARTY 120 ali:11-20 ali:11-21 ali:11-22"]],
    [
      "a range of days",
      [100n, 20n, 50n],
      [[170n, { remark: "2026-11-20~2026-11-22" }]],
      ["DAYS 170 ali:11-20 ali:11-21 ali:11-22"],
    ],
    ["two rows with one sum say nothing", [40n, 20n, 40n], [[60n, {}]], []],
    [
      "two parts of one day",
      [100n, 7n, 9n],
      [
        [60n, { remark: "20261120 1/2" }],
        [40n, { remark: "20261120 2/2" }],
      ],
      ["PARTS 60+40 ali:11-20"],
    ],
    [
      "two parts that name no day",
      [100n, 7n, 9n],
      [
        [60n, {}],
        [40n, {}],
      ],
      ["PARTS 60+40 ali:11-20"],
    ],
    ["the due day instead of the settlement date", [100n, 7n, 9n], [[7n, { remark: "20261122" }]], ["DAY 7 ali:11-21"]],
    ["a day named, and other days' sum", [100n, 7n, 9n], [[16n, { remark: "20261120" }]], []],
    [
      "paid twice",
      [100n, 7n, 9n],
      [
        [100n, {}],
        [100n, {}],
      ],
      ["COUNTERPARTY 100 ali:11-20"],
    ],
  ] as const)("%s", (_, nets, lines, expected) => {
    const days = nets.map((net, index) => day("ali", week[index] ?? "", net));
    const told = lines.map(([minor, words]) => line(minor, "2026-11-23", { counterpartyName: "支付宝", ...words }));
    expect(said({ lines: told, days })).toEqual(expected);
  });

  test("a day that people booked brings its voucher; a line that is less than it stays open", () => {
    const booked = [{ voucherId: 7n, amountMinor: 100n }];
    const days = [day("ali", "2026-11-20", 100n, { booked })];
    expect(said({ lines: [line(100n, "2026-11-23", { remark: "ali 20261120" })], days })).toEqual([
      "DAY 100 ali:11-20 v7",
    ]);
  });

  test("a number of ours means its voucher, in and out; a reversal takes its line back", () => {
    const entries = [
      { voucherId: 1n, signedMinor: 900n, names: ["top-up:K-77", "K-77"] },
      { voucherId: 2n, signedMinor: -900n, names: ["PO-1"] },
    ];
    const lines = [
      line(900n, "2026-11-23", { remark: "K-77" }),
      line(-900n, "2026-11-23", { ourReference: "PO-1" }),
      line(40n, "2026-11-23", { entryNo: "E1" }),
      line(-40n, "2026-11-24", { entryNo: "E1", isReversal: true }),
    ];
    expect(said({ lines, entries })).toEqual(["REVERSAL 40+-40", "VOUCHER 900 v1", "VOUCHER -900 v2"]);
  });
});

test.each([
  [{ openMinor: 0n, netMinor: 5n }, "2026-11-20", "RECEIVED"],
  [{ openMinor: 0n, netMinor: 0n }, "2026-11-20", "NOTHING"],
  [{ openMinor: -5n, netMinor: -5n }, "2026-11-20", "CARRIED"],
  [{}, null, "UNSEEN"],
  [{}, "2026-11-18", "UNSEEN"],
  [{}, "2026-11-19", "LATE"],
  [{ dueOn: "2026-11-24" }, "2026-11-19", "WAITING"],
  [{ bookedMinor: 5n }, null, "BOOKED"],
  [{ bookedMinor: 5n }, "2026-11-19", "LATE"],
])("a day that is %o, seen through %s, is %s", (given, seenThrough, expected) => {
  const usual = { dueOn: "2026-11-19", openMinor: 5n, netMinor: 5n, bookedMinor: 0n };
  expect(stateOfDay({ ...usual, ...given }, "2026-11-21", seenThrough, false)).toBe(expected);
});

/** How a planted day is remitted. Amounts are apart from each other, so that no stranger fits by accident. */
const PLANTS = ["EXACT", "NO_DAY", "PARTS", "SHORT", "MISSING", "TWICE", "UNNAMED", "WITH_NEXT"] as const;
const plants = fc.array(fc.constantFrom(...PLANTS), { minLength: 1, maxLength: 12 });

/** A channel's month with its planted ways, and what has to be found of it. */
function plant(channel: string, ways: readonly (typeof PLANTS)[number][]) {
  const [days, lines, matched, broken]: [ExpectedDay[], BankLine[], string[], string[]] = [[], [], [], []];
  let carried: ExpectedDay | null = null;
  for (const [index, way] of ways.entries()) {
    // Powers of two, shifted by channel: no two sums of different days are the same.
    const minor = (1n << BigInt(index + 10)) * 1_000n + (channel === "wx-a" ? 1n : 0n);
    const own = day(channel, addDays("2026-10-01", index), minor);
    const isLast = index === ways.length - 1;
    days.push(own);
    const named = `${channel} ${own.settlesOn}`;
    const key = (one: ExpectedDay) => `${one.channel}:${one.settlesOn}:${one.openMinor}`;
    const add = (amount: bigint, words: Partial<BankLine>) => lines.push(line(amount, own.dueOn, words));
    if (carried) {
      const both = `${channel} ${carried.settlesOn}至${own.settlesOn}`;
      add(carried.openMinor + minor, { remark: both });
      matched.push(key(carried), key(own));
      carried = null;
    } else if (way === "WITH_NEXT" && !isLast) carried = own;
    else if (way === "SHORT") {
      add(minor - 7n, { remark: named });
      broken.push(`OTHER_AMOUNT ${channel} ${own.settlesOn} -7`);
    } else if (way === "UNNAMED") {
      add(minor, { counterpartyName: "somebody" });
      broken.push(`UNEXPECTED - - ${minor}`);
    } else if (way === "PARTS") {
      add(minor - 400n, { ourReference: `${named} 1` });
      add(400n, { ourReference: `${named} 2` });
      matched.push(key(own));
    } else if (way !== "MISSING") {
      add(minor, way === "NO_DAY" ? { counterpartyName: channel } : { remark: named });
      matched.push(key(own));
    }
    if (way === "TWICE" && carried === null && matched.at(-1) === key(own)) {
      add(minor, { remark: `${named} again` });
      broken.push(`TWICE ${minor}`);
    }
  }
  return { days, lines, matched, broken };
}

test("planted breaks are found exactly, whatever the order of the facts", () => {
  fc.assert(
    fc.property(plants, plants, fc.infiniteStream(fc.nat()), (left, right, noise) => {
      const parts = [plant("wx-a", left), plant("ali", right)];
      const lines = parts.flatMap((part) => part.lines);
      const days = parts.flatMap((part) => part.days);
      const shuffled = <T>(items: readonly T[]) =>
        items
          .map((item) => ({ item, at: noise.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const plan = run({ lines, days });
      expect(run({ lines: shuffled(lines), days: shuffled(days) })).toEqual(plan);
      const matched = plan.matches.flatMap(({ days: found }) =>
        found.map((one) => `${one.channel}:${one.settlesOn}:${one.amountMinor}`),
      );
      expect(matched.sort()).toEqual(parts.flatMap((part) => part.matched).sort());
      const amountOf = new Map(lines.map((one) => [one.id, one.signedMinor]));
      for (const match of plan.matches) {
        const received = match.lineIds.reduce((sum, id) => sum + (amountOf.get(id) ?? 0n), 0n);
        expect(received).toBe(match.days.reduce((sum, one) => sum + one.amountMinor, 0n));
      }
      const used = plan.matches.flatMap((match) => match.lineIds);
      expect(new Set(used).size).toBe(used.length);
      expect([...used, ...plan.breaks.map((one) => one.lineId)].sort()).toEqual(lines.map((one) => one.id).sort());
      const twice = parts.flatMap((part) => part.broken).filter((one) => one.startsWith("TWICE")).length;
      const others = parts.flatMap((part) => part.broken).filter((one) => !one.startsWith("TWICE"));
      const found = plan.breaks.map(
        (one) => `${one.kind} ${one.channel ?? "-"} ${one.settlesOn ?? "-"} ${one.deltaMinor}`,
      );
      expect(plan.breaks).toHaveLength(twice + others.length);
      for (const one of others) expect(found).toContain(one);
    }),
    { numRuns: 300 },
  );
});
