import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GROUPED_BY, type GroupFacts, groupKeyOf, parseGroupKey } from "./group-key";
import { BREAK_KINDS } from "./item";

const ITEM: GroupFacts = {
  channelId: 3n,
  kind: "FEE_MISMATCH",
  itemKind: "PAYMENT",
  direction: "SHORT",
  asset: "CNY",
  amountMinor: 12n,
  oursStatus: "PAID",
  lineStatus: "SUCCEEDED",
  happenedAt: "2026-11-20T04:05:59.123Z",
};

describe("what makes items alike", () => {
  it.each([
    [{}, "3|FEE_MISMATCH|PAYMENT|SHORT|CNY|DELTA|12"],
    [{ kind: "AMOUNT_MISMATCH" }, "3|AMOUNT_MISMATCH|PAYMENT|SHORT|CNY|DELTA|12"],
    [{ kind: "STATUS_MISMATCH" }, "3|STATUS_MISMATCH|PAYMENT|SHORT|CNY|STATUS|PAID>SUCCEEDED"],
    [{ kind: "STATUS_MISMATCH", oursStatus: null }, "3|STATUS_MISMATCH|PAYMENT|SHORT|CNY|STATUS|->SUCCEEDED"],
    [{ kind: "SHORT" }, "3|SHORT|PAYMENT|SHORT|CNY|MINUTE|2026-11-20T04:05Z"],
    [{ kind: "LONG", direction: "LONG", happenedAt: "2026-11-20" }, "3|LONG|PAYMENT|LONG|CNY|MINUTE|2026-11-20"],
  ] as const)("%o", (change, key) => {
    expect(groupKeyOf({ ...ITEM, ...change })).toBe(key);
  });

  it("a time that differs by seconds alone is the same minute, and one of the next minute is another", () => {
    const at = (happenedAt: string) => groupKeyOf({ ...ITEM, kind: "SHORT", happenedAt });
    expect(at("2026-11-20T04:05:00Z")).toBe(at("2026-11-20T04:05:59Z"));
    expect(at("2026-11-20T04:05:59Z")).not.toBe(at("2026-11-20T04:06:00Z"));
  });

  it("equal amounts alone make nothing alike", () => {
    const one = { ...ITEM, kind: "LONG", direction: "LONG" } as const;
    expect(groupKeyOf(one)).not.toBe(groupKeyOf({ ...one, happenedAt: "2026-11-20T09:00:00Z" }));
    expect(groupKeyOf({ ...one, amountMinor: 99n })).toBe(groupKeyOf(one));
  });

  it("a key is read back as it was written", () => {
    const facts = fc.record({
      channelId: fc.bigInt(1n, 10n ** 6n),
      kind: fc.constantFrom(...BREAK_KINDS),
      itemKind: fc.constantFrom("PAYMENT" as const, "REFUND" as const),
      direction: fc.constantFrom("LONG" as const, "SHORT" as const),
      asset: fc.constantFrom("CNY", "USD", "USDT"),
      amountMinor: fc.bigInt(1n, 10n ** 12n),
      oursStatus: fc.constantFrom(null, "PAID", "CREATED"),
      lineStatus: fc.constantFrom(null, "SUCCEEDED", "FAILED"),
      happenedAt: fc.constantFrom("2026-11-20T04:05:59Z", "2026-11-20"),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const { channelId, kind, itemKind, direction, asset } = given;
        const key = groupKeyOf(given);
        expect(parseGroupKey(key)).toMatchObject({ channelId, kind, itemKind, direction, asset, by: GROUPED_BY[kind] });
      }),
    );
  });

  it.each(["", "1|LONG", "x|LONG|PAYMENT|LONG|CNY|MINUTE|1", "1|NEW|PAYMENT|LONG|CNY|DELTA|1"])(
    "%j is no key",
    (text) => {
      expect(parseGroupKey(text)).toBeNull();
    },
  );
});
