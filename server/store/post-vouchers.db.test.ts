import { randomUUID } from "node:crypto";
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

describe("the database, attacked as the app role", () => {
  const attack = (sql: string, params: unknown[] = []) => db.pool.query(sql, params);

  it.each([
    ["UPDATE vouchers SET memo = 'x'", "42501"],
    ["DELETE FROM vouchers", "42501"],
    ["TRUNCATE vouchers CASCADE", "42501"],
    ["UPDATE entries SET amount_minor = 1", "42501"],
    ["DELETE FROM entries", "42501"],
    [
      "INSERT INTO vouchers (voucher_no, event, idempotency_key, input_hash, accounting_on, occurred_at, object_type, object_no, command_id) VALUES ('x', 'reserve.covered', 'x', '', '2026-11-20', now(), '', '', gen_random_uuid())",
      "42501",
    ],
    [
      "INSERT INTO entries (accounting_on, voucher_id, line_no, account_id, account_seq, side, amount_minor, asset, change_minor, balance_before_minor, balance_after_minor) VALUES ('2026-11-20', 1, 9, 1, 999, 'DEBIT', 1, 'CNY', 1, 0, 1)",
      "42501",
    ],
    ["UPDATE account_balances SET posted_minor = 0", "42501"],
    ["INSERT INTO account_balances (account_id, allow_negative) VALUES (1, true)", "42501"],
    ["UPDATE accounts SET asset = 'USD'", "42501"],
    ["UPDATE gl_subjects SET allow_negative = true", "42501"],
    ["UPDATE voucher_events SET needs_approval = false", "42501"],
    ["UPDATE ledger_settings SET closed_through = '2000-01-01'", "42501"],
    ["UPDATE audit_events SET actor_login = 'nobody'", "42501"],
    ["DELETE FROM audit_events", "42501"],
    ["DELETE FROM receipts", "42501"],
    ["UPDATE approval_decisions SET verdict = 'APPROVE'", "42501"],
    ["SELECT grant_app_role('desk_app')", "42501"],
    ["SET session_replication_role = replica", "42501"],
    ["CREATE TABLE mine (x int)", "42501"],
  ])("%s is refused", async (sql, code) => {
    await expect(attack(sql)).rejects.toMatchObject({ code });
  });

  const CALL = `SELECT ledger_post($1, ARRAY[$2], ARRAY[$3], ARRAY['2026-11-20']::date[], ARRAY[now()], ARRAY['t'], ARRAY['t'],
    ARRAY[''], ARRAY[$4]::bigint[], ARRAY[NULL]::bigint[], $5::int[],
    (SELECT array_agg(id ORDER BY account_no) FROM accounts WHERE account_no IN ('1002-reserve', '1012')), $6::text[], $7::bigint[])`;
  const call = (
    key: string,
    event: string,
    lines: { of: number[]; sides: string[]; amounts: bigint[] },
    approval: bigint | null = null,
  ) => attack(CALL, [randomUUID(), key, event, approval, lines.of, lines.sides, lines.amounts]);

  it("takes no voucher out of balance", async () => {
    const lines = { of: [1, 1], sides: ["DEBIT", "CREDIT"], amounts: [100n, 99n] };
    await expect(call("unbalanced", "reserve.covered", lines)).rejects.toMatchObject({ code: "CD003" });
  });

  it("takes no voucher without lines", async () => {
    const posting = transact("test.empty", asSystem(), {}, async (tx) => {
      await tx.query(CALL, [tx.context.commandId, "empty", "reserve.covered", null, [], [], []]);
      return accept(null);
    });
    await expect(posting).rejects.toMatchObject({ code: "CD003" });
  });

  it("takes no voucher that stands on no receipt", async () => {
    const lines = { of: [1, 1], sides: ["DEBIT", "CREDIT"], amounts: [100n, 100n] };
    await expect(call("no-receipt", "reserve.covered", lines)).rejects.toMatchObject({ code: "23503" });
  });

  it("takes no voucher of an event that needs an approval without one", async () => {
    const lines = { of: [1, 1], sides: ["DEBIT", "CREDIT"], amounts: [100n, 100n] };
    await expect(call("forged", "suspense.written_off_as_loss", lines)).rejects.toMatchObject({ code: "CD011" });
    await expect(call("unknown", "no.such_event", lines)).rejects.toMatchObject({ code: "23503" });
  });

  it("takes no negative, zero or oversized amount", async () => {
    for (const amount of [-5n, 0n, 10n ** 15n + 1n]) {
      const lines = { of: [1, 1], sides: ["DEBIT", "CREDIT"], amounts: [amount, amount] };
      await expect(call(`amount-${amount}`, "reserve.covered", lines)).rejects.toMatchObject({ code: "23514" });
    }
  });

  it("does not balance one asset against another", async () => {
    await post([topUp("jpy", 5n, { asset: "JPY" })]);
    const cross = `SELECT ledger_post($1, ARRAY['cross'], ARRAY['reserve.covered'], ARRAY['2026-11-20']::date[], ARRAY[now()], ARRAY['t'], ARRAY['t'],
      ARRAY[''], ARRAY[NULL]::bigint[], ARRAY[NULL]::bigint[], ARRAY[1, 1],
      ARRAY[(SELECT id FROM accounts WHERE account_no = '1002-reserve'), (SELECT id FROM accounts WHERE account_no = '1012-JPY')],
      ARRAY['DEBIT', 'CREDIT'], ARRAY[100, 100]::bigint[])`;
    await expect(attack(cross, [randomUUID()])).rejects.toMatchObject({ code: "CD003" });
  });
});

describe("the database, attacked as its owner", () => {
  it.each([
    ["UPDATE vouchers SET memo = 'x'", "CD002"],
    ["DELETE FROM entries", "CD002"],
    ["TRUNCATE entries", "CD002"],
    ["DELETE FROM audit_events", "CD002"],
    ["DELETE FROM receipts", "CD002"],
    [
      "INSERT INTO entries (accounting_on, voucher_id, line_no, account_id, account_seq, side, amount_minor, asset, change_minor, balance_before_minor, balance_after_minor) SELECT accounting_on, id, 90 + n, 1, 5000 + n, CASE n WHEN 1 THEN 'DEBIT' ELSE 'CREDIT' END, 1, 'CNY', 1, 0, 1 FROM vouchers, generate_series(1, 2) n WHERE idempotency_key = 'a1'",
      "CD003",
    ],
    [
      "INSERT INTO vouchers (voucher_no, event, idempotency_key, input_hash, accounting_on, occurred_at, object_type, object_no, command_id) SELECT 'x', 'reserve.covered', 'x', '', closed_through, now(), '', '', gen_random_uuid() FROM ledger_settings",
      "CD006",
    ],
  ])("%s is refused", async (sql, code) => {
    await db.ownerPool.query("SELECT count(*) FROM audit_events");
    await db.ownerPool.query(
      "INSERT INTO audit_events (stream, seq, actor_login, action, outcome, object_type, object_no, detail, prev_hash, hash) VALUES ('t', 0, 't', 't', 'REFUSED', 't', 't', '{}', '', '')",
    );
    await expect(db.ownerPool.query(sql)).rejects.toMatchObject({ code });
  });
});
