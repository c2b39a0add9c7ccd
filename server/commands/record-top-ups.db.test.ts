import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { recordTopUps, type TopUp } from "@/server/commands/record-top-ups";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { addUser, as, asSystem, NOON, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
});
afterAll(() => db.drop());

const common = { bankAccount: "reserve", asset: "CNY", paidInAt: NOON };

function toMerchant(key: string, amountMinor: bigint, merchantNo = "M1"): TopUp {
  return { ...common, event: "settlement.topped_up", merchantNo, key, amountMinor };
}

async function countVouchers(): Promise<number> {
  const [row] = await reader.query<{ count: number }>("SELECT count(*)::int AS count FROM vouchers");
  return row?.count ?? 0;
}

test("each kind of money paid in lands where it belongs, dated by its own day", async () => {
  const topUps: TopUp[] = [
    toMerchant("a", 100n),
    { ...common, event: "marketing.topped_up", merchantNo: "M1", key: "b", amountMinor: 20n },
    { ...common, event: "deposit.topped_up", merchantNo: "M1", key: "c", amountMinor: 3n },
    { ...common, event: "reserve.covered", key: "d", amountMinor: 4_000n },
    { ...common, event: "platform_marketing.prefunded", key: "e", amountMinor: 50_000n },
  ];
  expect(await recordTopUps(asSystem(), { topUps })).toEqual({ ok: true, value: { recorded: 5, known: 0 } });
  expect([await postedOf("M1-SETTLEMENT"), await postedOf("M1-MARKETING"), await postedOf("M1-DEPOSIT")]).toEqual([
    100n,
    20n,
    3n,
  ]);
  expect([await postedOf("1002-reserve"), await postedOf("1012"), await postedOf("2202.09")]).toEqual([
    54_123n,
    -54_000n,
    50_000n,
  ]);
  const days = await reader.query("SELECT DISTINCT accounting_on FROM vouchers");
  expect(days).toEqual([{ accounting_on: "2026-11-20" }]);
});

describe("once under one key", () => {
  test("told again, also by another command, it is known", async () => {
    const before = await countVouchers();
    const context = asSystem();
    const topUps = [toMerchant("once", 7n)];
    expect(await recordTopUps(context, { topUps })).toEqual({ ok: true, value: { recorded: 1, known: 0 } });
    expect(await recordTopUps(context, { topUps })).toEqual({ ok: true, value: { recorded: 1, known: 0 } });
    expect(await recordTopUps(asSystem(), { topUps })).toEqual({ ok: true, value: { recorded: 0, known: 1 } });
    const many = await Promise.all(
      Array.from({ length: 8 }, () => recordTopUps(asSystem(), { topUps: [toMerchant("race", 9n)] })),
    );
    expect(many.reduce((sum, result) => sum + (result.ok ? result.value.recorded : 100), 0)).toBe(1);
    expect(await countVouchers()).toBe(before + 2);
  });

  test("another amount under a known key is refused, with everything that came along", async () => {
    await recordTopUps(asSystem(), { topUps: [toMerchant("key", 5n)] });
    const before = await countVouchers();
    const result = await recordTopUps(asSystem(), { topUps: [toMerchant("fresh", 1n), toMerchant("key", 6n)] });
    expect(result).toMatchObject({ ok: false, refusal: { code: "top_up_key_reused" } });
    expect(await countVouchers()).toBe(before);
  });
});

describe("refused, and nothing recorded", () => {
  test.each([
    ["merchant_unknown", toMerchant("x", 1n, "NOBODY")],
    ["top_up_not_positive", toMerchant("y", 0n)],
    ["top_up_not_positive", toMerchant("z", -5n)],
  ])("%s", async (code, topUp) => {
    const before = await countVouchers();
    const result = await recordTopUps(asSystem(), { topUps: [toMerchant("companion", 1n), topUp] });
    expect(result).toMatchObject({ ok: false, refusal: { code } });
    expect(await countVouchers()).toBe(before);
  });

  test("who may not edit merchants may not record what they paid", async () => {
    const clerk = await addUser(db.ownerPool, "clerk", "OPERATOR");
    const result = await recordTopUps(as(clerk), { topUps: [toMerchant("q", 1n)] });
    expect(result).toMatchObject({ ok: false, refusal: { code: "not_permitted" } });
  });
});
