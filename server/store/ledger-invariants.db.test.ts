import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { brokenLaws } from "@/tests/book-laws";
import { createTestDatabase, type TestDatabase } from "@/tests/database";
import { type StormReport, storm } from "@/tests/ledger-storm";

/** Sixty-four writers at once, doing everything that can be done to a book; docs/proofs.md tells how to do it for hours. */
const WRITERS = 64;
const STEPS = Number(process.env.DESK_STORM_STEPS ?? 6);
const SEEDS = (process.env.DESK_STORM_SEEDS ?? "1,2,3").split(",").map(Number);

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.drop());

/** Every voucher with its lines, as one text each. */
async function readVouchers(): Promise<Map<string, string>> {
  const { rows } = await db.pool.query<{ key: string; text: string }>(
    `SELECT v.voucher_no AS key, v::text || ' ' || string_agg(e::text, ' ' ORDER BY e.line_no) AS text
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id GROUP BY v.id`,
  );
  return new Map(rows.map(({ key, text }) => [key, text]));
}

/** What the book should hold by what its writers were told, account by account. */
function balancesTold({ book }: StormReport): Map<bigint, bigint> {
  const debits = new Set(Object.values(book.channels).flat());
  const balances = new Map<bigint, bigint>();
  for (const { lines } of book.posted.values()) {
    for (const [account, side, amount] of lines) {
      const change = (side === "DEBIT") === debits.has(account) ? amount : -amount;
      balances.set(account, (balances.get(account) ?? 0n) + change);
    }
  }
  return balances;
}

async function expectAllToldIsKept(report: StormReport): Promise<void> {
  const { book } = report;
  expect([...book.fresh.values()].filter((times) => times !== 1)).toEqual([]);
  expect(book.fresh.size).toBe(book.posted.size);
  const { rows } = await db.pool.query<{ no: string; lines: string }>(
    `SELECT v.voucher_no AS no, string_agg(concat_ws(' ', e.account_id, e.side, e.amount_minor), ', ' ORDER BY e.line_no) AS lines
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id GROUP BY v.id`,
  );
  const told = [...book.posted.values()].map((one) => [
    one.voucher_no,
    one.lines.map((line) => line.join(" ")).join(", "),
  ]);
  expect(new Map(rows.map(({ no, lines }) => [no, lines]))).toEqual(new Map(told as [string, string][]));
  const holdings = await db.pool.query<{ id: bigint; minor: bigint }>(
    "SELECT account_id AS id, posted_minor AS minor FROM account_holdings WHERE posted_minor <> 0",
  );
  const balances = [...balancesTold(report)].filter(([, minor]) => minor !== 0n);
  expect(new Map(holdings.rows.map(({ id, minor }) => [id, minor]))).toEqual(new Map(balances));
}

/** Of two postings on one account, the one that was answered before the other was asked for stands before it. */
async function expectOrder({ book }: StormReport): Promise<void> {
  const { rows } = await db.pool.query<{ key: string }>(
    `SELECT v.idempotency_key AS key FROM entries e JOIN vouchers v ON v.id = e.voucher_id
     WHERE e.account_id = $1 AND v.reverses_voucher_id IS NULL ORDER BY e.account_seq`,
    [book.ordered],
  );
  let latestStart = 0;
  for (const { key } of rows) {
    const one = book.posted.get(key);
    expect(one && one.to > latestStart, `${key} stands behind one that was asked for after its answer`).toBe(true);
    // Where the first answer is a duplicate's, when the posting itself began is not known.
    if (one && !one.existed) latestStart = Math.max(latestStart, one.from);
  }
}

describe(`${WRITERS} writers, ${STEPS} steps each`, () => {
  it.each(SEEDS)(
    "seed %i: every law holds at every moment, and what was told is what is kept",
    async (seed) => {
      const broken: string[] = [];
      let early: Map<string, string> | null = null;
      const report = await storm(db, { seed, writers: WRITERS, steps: STEPS }, async () => {
        broken.push(...(await brokenLaws(db.pool)));
        early ??= await readVouchers();
      });
      expect(broken).toEqual([]);
      expect(await brokenLaws(db.pool)).toEqual([]);
      await expectAllToldIsKept(report);
      await expectOrder(report);
      const late = await readVouchers();
      for (const [no, text] of early ?? new Map()) expect(late.get(no)).toBe(text);
      const waiting = await db.pool.query<{ count: bigint }>("SELECT count(*) AS count FROM buffered_entries");
      const folded = await db.pool.query<{ count: bigint }>("SELECT ledger_fold() AS count");
      expect(folded.rows[0]?.count).toBe(waiting.rows[0]?.count);
      expect(await brokenLaws(db.pool)).toEqual([]);
      await expectAllToldIsKept(report);
      if (process.env.DESK_STORM_STEPS) {
        process.stdout.write(
          `seed ${seed}: ${JSON.stringify(Object.fromEntries([...report.outcomes, ...report.book.retries].sort()))}\n`,
        );
      }
    },
    60_000 + STEPS * 5_000,
  );
});
