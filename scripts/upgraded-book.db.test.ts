import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePool } from "@/server/db";
import { writeBookReference } from "@/server/store/reference-data";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { brokenLaws } from "@/tests/book-laws";
import { createOlderDatabase, type OlderDatabase } from "@/tests/older-database";
import { inCommand, openAccount, postCommandRaw, postRaw, type RawVoucher, stoppedBy } from "@/tests/raw-ledger";
import { migrate } from "./migrate";
import { APP_ROLE } from "./postgres/roles";

/** A book that was kept before a migration which changes how the book is kept, and is kept on with it. */
const LAST_BEFORE = "20261121000800_proofs";
let older: OlderDatabase;
let owner: pg.Pool;
let accounts: { bank: bigint; shop: bigint; hot: bigint };

beforeAll(async () => {
  older = await createOlderDatabase(LAST_BEFORE);
  const limits = { DESK_POOL_MAX: 4, DESK_TRANSACTION_TIMEOUT_MS: 60_000, DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 0 };
  owner = makePool(older.ownerUrl, { ...limits, DESK_STATEMENT_TIMEOUT_MS: 30_000, DESK_LOCK_TIMEOUT_MS: 10_000 });
  globalThis.deskPool = owner;
  process.env.DATABASE_URL = older.ownerUrl;
  expect((await writeBookReference(owner)).ok).toBe(true);
  const bank = await openAccount(owner, "OLD-BANK", "1002");
  accounts = {
    bank,
    shop: await openAccount(owner, "OLD-SHOP", "2202.02"),
    hot: await openAccount(owner, "OLD-HOT", "2202.02"),
  };
});
afterAll(async () => {
  await owner.end();
  globalThis.deskPool = undefined;
  await older.drop();
});

const pay = (key: string, to: bigint, amount: bigint): RawVoucher => ({
  key,
  event: "settlement.topped_up",
  lines: [
    [accounts.bank, "DEBIT", amount],
    [to, "CREDIT", amount],
  ],
});

/** Vouchers alone and in batches, some that wait and some that are folded, money that is held, and one taken back. */
async function keepBook(): Promise<void> {
  const { shop, hot } = accounts;
  await postCommandRaw(owner, randomUUID(), pay("alone", shop, 700n));
  await inCommand(owner, async (client, command) => {
    await client.query("SELECT ledger_set_buffered($1, $2, true)", [command, hot]);
    await postRaw(client, command, [pay("batch-1", shop, 11n), pay("batch-2", hot, 22n), pay("batch-3", shop, 33n)]);
    await client.query("SELECT ledger_fold()");
    await postRaw(client, command, [pay("waits", hot, 44n)]);
    await client.query("SELECT ledger_hold($1, 'held', $2, 300, 't', 't', 'test', NULL)", [command, shop]);
    await client.query(
      "SELECT ledger_reverse($1, ARRAY[(SELECT id FROM vouchers WHERE idempotency_key = 'batch-1')], '2026-11-20', now(), '', NULL)",
      [command],
    );
  });
}

/** What the book says, in columns that no migration may change. */
async function readBook(): Promise<unknown[]> {
  const { rows: entries } = await owner.query("SELECT * FROM account_entries ORDER BY voucher_id, line_no");
  const { rows: holdings } = await owner.query("SELECT * FROM account_holdings ORDER BY account_id");
  const { rows: balances } = await owner.query(
    "SELECT account_id, posted_minor, frozen_minor, entry_seq, is_buffered FROM account_balances ORDER BY account_id",
  );
  return [entries, holdings, balances];
}

it("says the same after the migration as before it, proves, and goes on", async () => {
  await keepBook();
  const before = await readBook();
  await migrate(older.ownerUrl, APP_ROLE);
  expect(await readBook()).toEqual(before);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await brokenLaws(owner)).toEqual([]);

  // What was posted before is known again, one by one and as a set, and what differs from it is refused.
  const { shop, hot } = accounts;
  const again = [pay("alone", shop, 700n), pay("waits", hot, 44n)];
  const post = (vouchers: RawVoucher[]) => inCommand(owner, (client, command) => postRaw(client, command, vouchers));
  expect(await post(again)).toMatchObject([{ existed: true }, { existed: true }]);
  expect(await post([pay("alone", shop, 700n)])).toMatchObject([{ existed: true }]);
  expect(await stoppedBy(post([pay("alone", shop, 701n)]))).toBe("CD001");
  expect(await stoppedBy(post([pay("new", shop, 1n), pay("waits", shop, 44n)]))).toBe("CD001");
  // Of 1,000 less what was taken back, 300 are held.
  const take = (key: string, amount: bigint): RawVoucher => ({
    key,
    lines: [
      [shop, "DEBIT", amount],
      [accounts.bank, "CREDIT", amount],
    ],
  });
  expect(await stoppedBy(post([take("too much", 434n)]))).toBe("no_overdraft");
  expect(await stoppedBy(post([take("all", 433n), pay("more", hot, 5n)]))).toBeNull();
  await inCommand(owner, (client) => client.query("SELECT ledger_fold()"));
  expect(await brokenLaws(owner)).toEqual([]);
});
