import { afterAll, beforeAll, expect, test } from "vitest";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { foldBuffered } from "@/server/store/fold-buffered";
import type { DbReader } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { type Random, randomOf } from "@/tests/random";
import { openSmallCompany } from "@/tests/small-company";
import { checkEntries, ENTRY_CHECKS } from "./check-entries";
import { proveAtOnce } from "./prove-at-once";
import { checkVouchers, VOUCHERS_COMPLETE } from "./voucher-checks";

const ROUNDS = 150;

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
  await setAccountBuffering(asSystem(), { accountNo: "1002-reserve", isBuffered: true });
  for (const [index, key] of ["a", "b", "c", "d"].entries()) {
    const topUp = { event: "settlement.topped_up" as const, merchantNo: "M1", bankAccount: "reserve", asset: "CNY" };
    await recordTopUps(asSystem(), {
      topUps: [{ ...topUp, key, amountMinor: BigInt(100 * (index + 1)), paidInAt: NOON }],
    });
    if (key === "b") await foldBuffered();
  }
});
afterAll(() => db.drop());

function folded(table: string) {
  return (column: string) => [table, `SET ${column} = (1::bigint << 32) | (${column} # 1)`] as const;
}

/** Where a number may be changed, and what else may happen to a row. */
const NUMBERS: Record<string, readonly string[]> = {
  entries: [
    "amount_minor",
    "change_minor",
    "account_seq",
    "balance_before_minor",
    "balance_after_minor",
    "voucher_id",
    "line_no",
  ],
  account_balances: ["posted_minor", "entry_seq"],
  entry_positions: ["balance_before_minor", "balance_after_minor", "account_seq", "voucher_id", "line_no"],
  buffered_entries: ["change_minor", "voucher_id", "line_no"],
};
const OTHERS: readonly (readonly [table: string, change: string])[] = [
  ["entries", "SET side = CASE side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END"],
  ["entries", "SET asset = 'USD'"],
  ["entries", "SET account_id = (SELECT max(id) FROM accounts WHERE id <> account_id)"],
  ["entries", "SET accounting_on = accounting_on - 1"],
  ["entry_positions", "SET accounting_on = accounting_on - 1"],
  ["buffered_entries", "SET account_id = (SELECT max(id) FROM accounts)"],
  ["vouchers", "SET accounting_on = accounting_on + 1"],
  ["entries", "SET side = 'NEITHER'"],
  ["entries", "SET amount_minor = -amount_minor"],
  ["entries", "SET amount_minor = amount_minor + 2147483648"],
  // PostgreSQL hashes a bigint by its folded halves: to the plain hash each of these is what it was before.
  ...["account_seq", "account_id", "voucher_id", "amount_minor", "change_minor"].map(folded("entries")),
  ...["balance_before_minor", "balance_after_minor"].map(folded("entries")),
  ...["account_seq", "voucher_id", "balance_before_minor", "balance_after_minor"].map(folded("entry_positions")),
  ...["voucher_id", "change_minor"].map(folded("buffered_entries")),
  ...["posted_minor", "entry_seq"].map(folded("account_balances")),
];
const DELETED = ["entries", "entry_positions", "buffered_entries", "vouchers"];

/** One row, by its place in the table, with one thing about it changed. */
function tampering(random: Random): string {
  const row = (table: string) =>
    `WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM ${table} OFFSET (SELECT ${random.below(1_000)} % count(*) FROM ${table}) LIMIT 1)`;
  // What stands nowhere cannot be another number.
  const stands = (change: string) => (change.includes("<<") ? `AND ${change.split(" ")[1]} IS NOT NULL` : "");
  const kind = random.below(10);
  if (kind < 6) {
    const table = random.pick(Object.keys(NUMBERS));
    const column = random.pick(NUMBERS[table] ?? []);
    const by = random.pick([1, -1, 7, 1_000, -100]);
    return `UPDATE ${table} SET ${column} = ${column} + ${by} ${row(table)} AND ${column} IS NOT NULL`;
  }
  if (kind < 9) {
    const [table, change] = random.pick(OTHERS);
    return `UPDATE ${table} ${change} ${row(table)} ${stands(change)}`;
  }
  const table = random.pick(DELETED);
  return `DELETE FROM ${table} ${row(table)}`;
}

test(`${ROUNDS} random changes of one row behind the guards: each is found, by the sums and by the exact checks`, async () => {
  const random = randomOf(20_261_121);
  const client = await db.ownerPool.connect();
  const reads: DbReader = { query: async (sql, params = []) => (await client.query(sql, [...params])).rows };
  const missed: string[] = [];
  let done = 0;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const change = tampering(random);
      await client.query("BEGIN");
      for (const table of ["entries", "vouchers", "entry_positions"])
        await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await client.query("SAVEPOINT before");
      const changed = await client.query(change).catch(() => null);
      // Where a constraint or a partition bound refuses it, there is nothing to find.
      if (changed?.rowCount) {
        const checks = [...(await checkEntries(reads, "ALL")), await checkVouchers(reads, "ALL")];
        if (checks.every((check) => check.ok)) missed.push(`by the exact checks: ${change}`);
        const { checks: answered } = await proveAtOnce(reads, "ALL");
        if ([...ENTRY_CHECKS, VOUCHERS_COMPLETE].some((name) => answered.has(name)))
          missed.push(`by the sums: ${change}`);
        done += 1;
      }
      await client.query("ROLLBACK");
    }
  } finally {
    client.release();
  }
  expect(missed.join("\n")).toBe("");
  expect(done).toBeGreaterThan(ROUNDS / 3);
});
