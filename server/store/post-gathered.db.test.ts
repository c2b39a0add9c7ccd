import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { recordTopUp } from "@/server/commands/record-top-up";
import type { TopUp } from "@/server/commands/record-top-ups";
import { setMerchants } from "@/server/commands/set-merchants";
import { postGathered } from "@/server/store/post-gathered";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, NOON, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  const merchants = ["M1", "M2"].map((merchantNo) => merchantInput.parse({ merchantNo, name: merchantNo }));
  await setMerchants(asSystem(), { merchants });
});
afterAll(() => db.drop());

function topUp(key: string, amountMinor: bigint, merchantNo = "M1"): TopUp {
  return {
    event: "settlement.topped_up",
    key,
    merchantNo,
    bankAccount: "reserve",
    amountMinor,
    asset: "CNY",
    paidInAt: NOON,
  };
}

/** A payout's first half, which an empty account cannot pay. */
function takeOut(merchantNo: string, key: string, amountMinor: bigint) {
  return postGathered({
    name: "test.take_out",
    context: asSystem(),
    input: { key },
    draft: {
      event: "payout.accepted",
      key,
      amounts: { amount: amountMinor },
      asset: "CNY",
      owner: { merchant: merchants.get(merchantNo) ?? { id: 0n, no: merchantNo } },
      on: "2026-11-20",
      occurredAt: NOON,
      objectType: "test",
      objectNo: key,
    },
  });
}
const merchants = new Map<string, { id: bigint; no: string }>();
beforeAll(async () => {
  const rows = await reader.query<{ id: bigint; no: string }>("SELECT id, merchant_no AS no FROM merchants");
  for (const row of rows) merchants.set(row.no, row);
});

describe("callers of the same moment", () => {
  it("share calls of the database, and each gets its own voucher", async () => {
    const before = await postedOf("M1-SETTLEMENT");
    const results = await Promise.all(
      Array.from({ length: 700 }, (_, index) => recordTopUp(asSystem(), topUp(`many-${index}`, BigInt(index + 1)))),
    );
    const nos = results.map((result) => (result.ok ? result.value.voucherNo : result.refusal.message));
    expect(new Set(nos).size).toBe(700);
    expect(await postedOf("M1-SETTLEMENT")).toBe(before + (700n * 701n) / 2n);
    const [row] = await reader.query<{ transactions: bigint }>(
      `SELECT count(DISTINCT v.created_at) AS transactions FROM vouchers v
       JOIN receipts r ON r.command_id = v.command_id AND coalesce(r.outcome ->> 0, r.outcome ->> 'voucherNo') = v.voucher_no
       WHERE v.idempotency_key LIKE 'top-up:many-%'`,
    );
    expect(row?.transactions).toBeLessThan(100n);
  });

  it("do not sink each other: who lacks the money is refused, alone", async () => {
    await recordTopUp(asSystem(), topUp("for-m2", 1_000n, "M2"));
    const results = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => takeOut("M2", `take-${index}`, 300n)),
      ...Array.from({ length: 20 }, (_, index) => recordTopUp(asSystem(), topUp(`beside-${index}`, 1n))),
    ]);
    expect(results.slice(0, 20).filter((result) => result.ok)).toHaveLength(3);
    expect(results.slice(0, 20).find((result) => !result.ok)).toMatchObject({
      refusal: { code: "balance_insufficient" },
    });
    expect(results.slice(20).every((result) => result.ok)).toBe(true);
    expect(await postedOf("M2-SETTLEMENT")).toBe(100n);
  });

  it("with one command id get one answer, with one key one voucher, with another intent a refusal", async () => {
    const commandId = randomUUID();
    const before = await postedOf("M1-SETTLEMENT");
    // More than one call takes, so that two calls meet with the same command.
    const same = await Promise.all(
      Array.from({ length: 60 }, () => recordTopUp(asSystem(commandId), topUp("same-command", 7n))),
    );
    const [first] = same;
    expect(first).toMatchObject({ ok: true, value: { existed: false } });
    for (const result of same) expect(result).toEqual(first);
    const again = await Promise.all(
      Array.from({ length: 50 }, () => recordTopUp(asSystem(), topUp("same-command", 7n))),
    );
    expect(again.every((result) => result.ok && result.value.existed)).toBe(true);
    expect(await postedOf("M1-SETTLEMENT")).toBe(before + 7n);
    const others = await Promise.all([
      recordTopUp(asSystem(commandId), topUp("same-command", 8n)),
      recordTopUp(asSystem(), topUp("same-command", 8n)),
    ]);
    expect(others).toMatchObject([
      { ok: false, refusal: { code: "command_id_reused" } },
      { ok: false, refusal: { code: "voucher_key_reused" } },
    ]);
  });

  it("leave books that prove", async () => {
    const { checks } = await verifyBooks(reader);
    // Nothing here has a payout behind it.
    expect(checks.filter((check) => !check.ok).map((check) => check.name)).toEqual(["payouts_in_transit"]);
  });
});
