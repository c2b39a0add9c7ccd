import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { accept } from "@/core/result";
import { setMerchants } from "@/server/commands/set-merchants";
import { type PostedVoucher, postVouchers, reverseVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { transact } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

const bank = { bankAccount: "reserve" };

function topUp(key: string, amount: bigint, more: Partial<VoucherDraft> = {}): VoucherDraft {
  return {
    event: "reserve.covered",
    key,
    amounts: { amount },
    asset: "CNY",
    owner: bank,
    on: "2026-11-20",
    occurredAt: NOON,
    objectType: "test",
    objectNo: key,
    ...more,
  };
}

async function post(drafts: VoucherDraft[]): Promise<PostedVoucher[]> {
  let posted: PostedVoucher[] = [];
  const result = await transact("test.post", asSystem(), {}, async (tx) => {
    posted = await postVouchers(tx, drafts);
    return accept(null);
  });
  expect(result.ok).toBe(true);
  return posted;
}

async function reverse(voucherIds: bigint[]): Promise<PostedVoucher[]> {
  let posted: PostedVoucher[] = [];
  await transact("test.reverse", asSystem(), {}, async (tx) => {
    posted = await reverseVouchers(tx, { voucherIds, on: "2026-11-20", memo: "test" });
    return accept(null);
  });
  return posted;
}

async function openMerchant(): Promise<{ id: bigint; no: string }> {
  const merchant = merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" });
  await setMerchants(asSystem(), { merchants: [merchant] });
  const { rows } = await db.pool.query<{ id: bigint; no: string }>("SELECT id, merchant_no AS no FROM merchants");
  return rows[0] ?? { id: 0n, no: "" };
}

describe("posting", () => {
  it("moves balances with the entries and keeps before and after", async () => {
    const before = await postedOf("1002-reserve");
    const [first] = await post([topUp("a1", 500n), topUp("a2", 300n)]);
    expect(await postedOf("1002-reserve")).toBe(before + 800n);
    const { rows } = await db.pool.query(
      `SELECT e.side, e.amount_minor, e.balance_before_minor, e.balance_after_minor FROM entries e
       JOIN accounts a ON a.id = e.account_id AND a.account_no = '1002-reserve'
       WHERE e.voucher_id = $1`,
      [first?.voucherId],
    );
    expect(rows).toEqual([
      { side: "DEBIT", amount_minor: 500n, balance_before_minor: before, balance_after_minor: before + 500n },
    ]);
  });

  it("happens once per key: the same again is answered, other content is refused", async () => {
    const [first] = await post([topUp("once", 100n)]);
    const [again] = await post([topUp("once", 100n)]);
    expect(again).toEqual({ ...first, existed: true });
    await expect(post([topUp("once", 101n)])).rejects.toMatchObject({ code: "CD001" });
  });

  it("posts one voucher when fifty race for its key", async () => {
    const before = await postedOf("1002-reserve");
    const all = await Promise.all(Array.from({ length: 50 }, () => post([topUp("race", 7n)])));
    expect(all.flat().filter((voucher) => !voucher.existed)).toHaveLength(1);
    expect(await postedOf("1002-reserve")).toBe(before + 7n);
  });

  it("refuses an overdraft where none is allowed and leaves nothing", async () => {
    const merchant = await openMerchant();
    const refund = topUp("overdraft", 1n, {
      event: "refund.accepted",
      amounts: {
        fromPending: 1n,
        fromSettlement: 0n,
        fromMarketing: 0n,
        cash: 1n,
        merchantCoupon: 0n,
        platformCoupon: 0n,
      },
      owner: { merchant },
    });
    const inTransit = await postedOf("2243");
    const result = await transact("test.overdraft", asSystem(), {}, async (tx) => {
      await postVouchers(tx, [topUp("before the overdraft", 10n), refund]);
      return accept(null);
    });
    expect(result).toMatchObject({ ok: false, refusal: { code: "balance_insufficient" } });
    expect(await postedOf("2243")).toBe(inTransit);
    const { rowCount } = await db.pool.query("SELECT 1 FROM vouchers WHERE idempotency_key = 'before the overdraft'");
    expect(rowCount).toBe(0);
  });

  it("keeps 500 concurrent postings on one account exact", async () => {
    const before = await postedOf("1002-reserve");
    await Promise.all(Array.from({ length: 500 }, (_, index) => post([topUp(`hot-${index}`, BigInt(index + 1))])));
    expect(await postedOf("1002-reserve")).toBe(before + (500n * 501n) / 2n);
    const { rows } = await db.pool.query<{ gaps: bigint }>(
      `SELECT count(*) AS gaps FROM (
         SELECT account_seq - lag(account_seq, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY account_seq) AS step,
                balance_before_minor - lag(balance_after_minor, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY account_seq) AS jump
         FROM entries) AS chain WHERE step <> 1 OR jump <> 0`,
    );
    expect(rows[0]?.gaps).toBe(0n);
  });

  it("dates a voucher of a closed day into the first open one", async () => {
    await db.ownerPool.query("UPDATE ledger_settings SET closed_through = '2026-11-10'");
    const [voucher] = await post([topUp("late", 5n, { on: "2026-11-03" })]);
    const { rows } = await db.pool.query("SELECT accounting_on FROM vouchers WHERE id = $1", [voucher?.voucherId]);
    expect(rows).toEqual([{ accounting_on: "2026-11-11" }]);
  });
});

describe("reversal", () => {
  it("takes a voucher back line by line, once and for ever", async () => {
    const before = await postedOf("1002-reserve");
    const [voucher] = await post([topUp("mistake", 900n)]);
    const [reversal] = await reverse([voucher?.voucherId ?? 0n]);
    expect(await postedOf("1002-reserve")).toBe(before);
    expect(await reverse([voucher?.voucherId ?? 0n])).toEqual([{ ...reversal, existed: true }]);
    expect(await postedOf("1002-reserve")).toBe(before);
    await expect(reverse([reversal?.voucherId ?? 0n])).rejects.toMatchObject({ code: "CD005" });
  });
});
