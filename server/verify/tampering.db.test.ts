import { afterAll, beforeAll, expect, test } from "vitest";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { foldBuffered } from "@/server/store/fold-buffered";
import { type DbReader, reader } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { type Random, randomOf } from "@/tests/random";
import { openSmallCompany } from "@/tests/small-company";
import { checkEntries, ENTRY_CHECKS } from "./check-entries";
import { type Answers, proveAtOnce } from "./prove-at-once";
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
  await postFourLines();
});
afterAll(() => db.drop());

function folded(table: string) {
  return (column: string) => [table, `SET ${column} = (1::bigint << 32) | (${column} # 1)`] as const;
}

/** Third and later lines are no part of the sums and asked for by themselves. */
async function postFourLines() {
  const command = "00000000-0000-7000-8000-000000000004";
  await db.ownerPool.query(
    "INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ($1, 'test.post', '', '{}')",
    [command],
  );
  await db.ownerPool.query(
    `SELECT post_voucher($1, 'four:F1', 'settlement.topped_up', 1, '2026-11-20', now(), 'test', 'F1', '', NULL, NULL,
       ARRAY[bank.id, merchant.id, bank.id, merchant.id], ARRAY['DEBIT', 'CREDIT', 'DEBIT', 'CREDIT'], ARRAY[3, 3, 5, 5])
     FROM accounts bank, accounts merchant
     WHERE bank.account_no = '1002-reserve' AND merchant.account_no = 'M1-SETTLEMENT'`,
    [command],
  );
}

/** A place and its balances, each of which changes in its upper half by what the others change in theirs. */
function inUpperHalves(seq: string, ...balances: readonly string[]) {
  return `SET ${[seq, ...balances].map((column) => `${column} = ${column} - (1::bigint << 32)`).join(", ")}`;
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
  // A place and a balance stand in two halves of one number: to that number each of these is what it was before.
  ["entries", inUpperHalves("account_seq", "balance_before_minor", "balance_after_minor")],
  ["entry_positions", inUpperHalves("account_seq", "balance_before_minor", "balance_after_minor")],
  [
    "account_balances",
    "SET entry_seq = entry_seq + (1::bigint << 32), posted_minor = (1::bigint << 32) | (posted_minor # 1)",
  ],
];
const GAPS = [
  "UPDATE entries SET line_no = 5 WHERE line_no = 4",
  "UPDATE entries SET line_no = 6 WHERE line_no = 3",
  "UPDATE entries SET line_no = 0 WHERE line_no = 4",
  "UPDATE entries SET line_no = -96 WHERE line_no = 4",
  "UPDATE entries SET accounting_on = accounting_on - 1 WHERE line_no > 2",
];
const DELETED = ["entries", "entry_positions", "buffered_entries", "vouchers"];

/** One row, by its place in the table; for a change that hides a number, one in which the number stands. */
function rowOf(table: string, nth: number, change = ""): string {
  const column = change.split(" ")[1];
  const stands = change.includes("<<") ? `WHERE ${column} IS NOT NULL` : "";
  return `WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM ${table} ${stands}
    OFFSET (SELECT ${nth} % greatest(count(*), 1) FROM ${table} ${stands}) LIMIT 1)`;
}

/** One row with one thing about it changed. */
function tampering(random: Random): string {
  const row = (table: string, change?: string) => rowOf(table, random.below(1_000), change);
  const kind = random.below(10);
  if (kind < 6) {
    const table = random.pick(Object.keys(NUMBERS));
    const column = random.pick(NUMBERS[table] ?? []);
    const by = random.pick([1, -1, 7, 1_000, -100]);
    return `UPDATE ${table} SET ${column} = ${column} + ${by} ${row(table)} AND ${column} IS NOT NULL`;
  }
  if (kind < 9) {
    const [table, change] = random.pick(OTHERS);
    return `UPDATE ${table} ${change} ${row(table, change)}`;
  }
  const table = random.pick(DELETED);
  return `DELETE FROM ${table} ${row(table)}`;
}

const PROVED = [...ENTRY_CHECKS, VOUCHERS_COMPLETE];
/** All new vouchers, a few at a time; those of the first of these parts might be in seals already. */
const weighNew = (reads: DbReader) => proveAtOnce(reads, { voucherId: 0n, seenVoucherId: 4n }, 3n);

/** Makes each change by itself, which is then undone: who did not find it, and how many there were to find. */
async function lookFor(changes: readonly string[]): Promise<{ missed: string[]; done: number }> {
  const client = await db.ownerPool.connect();
  const reads: DbReader = { query: async (sql, params = []) => (await client.query(sql, [...params])).rows };
  const missed: string[] = [];
  let done = 0;
  try {
    for (const change of changes) {
      await client.query("BEGIN");
      for (const table of ["entries", "vouchers", "entry_positions"])
        await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await client.query("SAVEPOINT before");
      const changed = await client.query(change).catch(() => null);
      // Where a constraint or a partition bound refuses it, there is nothing to find.
      if (changed?.rowCount) {
        const checks = [...(await checkEntries(reads, "ALL")), await checkVouchers(reads, "ALL")];
        if (checks.every((check) => check.ok)) missed.push(`by the exact checks: ${change}`);
        const isProved = ({ checks: answered }: Answers) => PROVED.some((name) => answered.has(name));
        if (isProved(await proveAtOnce(reads))) missed.push(`by the sums: ${change}`);
        if (isProved(await weighNew(reads))) missed.push(`by the sums of what is new: ${change}`);
        done += 1;
      }
      await client.query("ROLLBACK");
    }
  } finally {
    client.release();
  }
  return { missed, done };
}

test("before anything is changed, the sums of all and of what is new agree", async () => {
  const unanswered = ({ checks }: Answers) => PROVED.filter((name) => !checks.has(name));
  expect(unanswered(await proveAtOnce(reader))).toEqual([]);
  expect(unanswered(await weighNew(reader))).toEqual([]);
});

test("third and later lines that leave their voucher are found", async () => {
  expect(await lookFor(GAPS)).toEqual({ missed: [], done: GAPS.length });
});

test("every change that numbers hide in one another is found", async () => {
  const changes = OTHERS.flatMap(([table, change]) =>
    [0, 1].map((nth) => `UPDATE ${table} ${change} ${rowOf(table, nth, change)}`),
  );
  const { missed, done } = await lookFor(changes);
  expect(missed.join("\n")).toBe("");
  expect(done).toBeGreaterThan(changes.length / 2);
}, 120_000);

test(`${ROUNDS} random changes of one row behind the guards: each is found, by the sums and by the exact checks`, async () => {
  const random = randomOf(20_261_121);
  const { missed, done } = await lookFor(Array.from({ length: ROUNDS }, () => tampering(random)));
  expect(missed.join("\n")).toBe("");
  expect(done).toBeGreaterThan(ROUNDS / 3);
});
