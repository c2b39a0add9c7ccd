import "server-only";
import type { DbReader } from "@/server/transact";
import { type BookCheck, type CheckResult, runBookCheck, sayCheck } from "./book-check";
import { chainEnd, drawWeights, type Scope, sumEntries, whole } from "./entry-sums";

/** In the order in which they are answered. */
export const ENTRY_CHECKS = ["vouchers_balanced", "balances_are_entries", "entries_chained", "waiting_once"] as const;

/**
 * What the book itself promises, from one pass over its entries:
 * - vouchers_balanced: debits = credits per voucher and asset, no amount below one;
 * - balances_are_entries: every balance is the sum of its entries, and knows how many they are;
 * - entries_chained: an account's entries are numbered without a gap, and each begins with the balance that the one before
 *   it left; side, change and asset agree with the account;
 * - waiting_once: an entry of a buffered account without a place waits once, or has its position.
 * `scope` NEW takes only what came after the mark `$1` and the accounts' seals.
 */
export async function checkEntries(db: DbReader, scope: Scope, mark = 0n): Promise<CheckResult[]> {
  const params = scope === "NEW" ? [mark] : [];
  const [row] = await db.query<Judged>(judge(scope), params);
  const say = (name: string, faults: bigint, examples: string[] | null) =>
    sayCheck(name, "accounts", { total: row?.accounts ?? 0n, faults, examples });
  const isBalanced = row?.unbalanced === null;
  return [
    isBalanced
      ? { name: "vouchers_balanced", ok: true, figure: `${row.lines} entries` }
      : await nameUnbalanced(db, scope, mark, row?.unbalanced ?? []),
    say("balances_are_entries", row?.wrongBalances ?? 1n, row?.balanceExamples ?? null),
    say("entries_chained", row?.wrongChains ?? 1n, row?.chainExamples ?? null),
    say("waiting_once", row?.wrongPlaces ?? 1n, row?.placeExamples ?? null),
  ];
}

type Judged = {
  accounts: bigint;
  lines: bigint;
  /** The assets in which debits and credits differ somewhere. */
  unbalanced: string[] | null;
  wrongBalances: bigint;
  balanceExamples: string[] | null;
  wrongChains: bigint;
  chainExamples: string[] | null;
  wrongPlaces: bigint;
  placeExamples: string[] | null;
};

function judge(scope: Scope): string {
  const w = drawWeights();
  const faults = (ok: string, count: string, examples: string) =>
    `count(*) FILTER (WHERE ${ok} IS NOT TRUE) AS "${count}",
     (array_agg(name ORDER BY name) FILTER (WHERE ${ok} IS NOT TRUE))[1:5] AS "${examples}"`;
  return `
  WITH ${sumEntries(scope, w)}, balance AS (
    SELECT r.asset, ${whole("balanced").replaceAll("sum(balanced", "sum(CASE r.side WHEN 'DEBIT' THEN 1 ELSE -1 END * balanced")} AS difference,
           min(r.smallest) AS smallest, sum(r.lines) AS lines
    FROM read r GROUP BY r.asset
  ), by_account AS (
    SELECT r.account_id, sum(r.numbered) AS numbered, sum(r.moved) AS moved, sum(r.torn) AS torn, ${whole("chained")} AS chained,
           ${whole("placed")} AS placed,
           bool_and(r.asset = a.asset AND r.side IN ('DEBIT', 'CREDIT')
             AND CASE WHEN r.side = a.normal_side THEN r.ups ELSE r.downs END = r.lines) AS agrees
    FROM read r LEFT JOIN accounts a ON a.id = r.account_id GROUP BY r.account_id
  ), by_position AS (
    SELECT account_id, sum(numbered) AS numbered, sum(moved) AS moved, sum(torn) AS torn, ${whole("chained")} AS chained,
           ${whole("placed")} AS placed FROM position GROUP BY account_id
  ), by_waiting AS (SELECT account_id, ${whole("placed")} AS placed FROM waiting GROUP BY account_id
  ), account AS (
    SELECT coalesce(a.account_no, 'account ' || ids.id) AS name, a.id IS NOT NULL AS is_known,
           held.posted_minor, held.entry_seq, coalesce(seal.entry_seq, 0) AS first_seq, coalesce(seal.posted_minor, 0) AS first_minor,
           coalesce(seal.entry_seq, 0) + coalesce(e.numbered, 0) + coalesce(p.numbered, 0) AS last_seq,
           coalesce(seal.posted_minor, 0) + coalesce(e.moved, 0) + coalesce(p.moved, 0) AS last_minor,
           coalesce(e.chained, 0) + coalesce(p.chained, 0) AS chained, coalesce(e.torn, 0) + coalesce(p.torn, 0) AS torn,
           coalesce(e.agrees, true) AS agrees, coalesce(e.placed, 0) AS unplaced, coalesce(p.placed, 0) + coalesce(b.placed, 0) AS placed
    FROM (SELECT id FROM accounts UNION SELECT account_id FROM by_account) AS ids
    LEFT JOIN accounts a ON a.id = ids.id LEFT JOIN account_balances held ON held.account_id = ids.id
    LEFT JOIN seal ON seal.account_id = ids.id LEFT JOIN by_account e ON e.account_id = ids.id
    LEFT JOIN by_position p ON p.account_id = ids.id LEFT JOIN by_waiting b ON b.account_id = ids.id
  ), judged AS (
    SELECT name, posted_minor = last_minor AND entry_seq = last_seq AS has_balance,
           is_known AND agrees AND torn = 0
             AND chained = ${chainEnd(w, "first_seq", "first_minor")} - ${chainEnd(w, "last_seq::bigint", "last_minor")} AS is_chained,
           unplaced = placed AS is_placed
    FROM account
  )
  SELECT count(*) AS accounts, (SELECT coalesce(sum(lines), 0)::bigint FROM balance) AS lines,
         (SELECT array_agg(asset) FROM balance WHERE difference <> 0 OR smallest < 1) AS unbalanced,
         ${faults("has_balance", "wrongBalances", "balanceExamples")}, ${faults("is_chained", "wrongChains", "chainExamples")},
         ${faults("is_placed", "wrongPlaces", "placeExamples")}
  FROM judged`;
}

/** Which vouchers they are: grouped exactly, now that there is something to find. */
async function nameUnbalanced(
  db: DbReader,
  scope: Scope,
  mark: bigint,
  assets: readonly string[],
): Promise<CheckResult> {
  const check: BookCheck = {
    name: "vouchers_balanced",
    noun: "vouchers",
    params: scope === "NEW" ? [mark] : [],
    units: `
      SELECT coalesce(v.voucher_no, 'voucher ' || e.voucher_id) AS name, bool_and(e.difference = 0 AND e.smallest > 0) AS ok
      FROM (SELECT voucher_id, min(amount_minor) AS smallest,
                   sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) AS difference
            FROM entries ${scope === "NEW" ? "WHERE voucher_id > $1" : ""} GROUP BY voucher_id, asset) AS e
      LEFT JOIN vouchers v ON v.id = e.voucher_id GROUP BY e.voucher_id, v.voucher_no`,
  };
  const named = await runBookCheck(db, check);
  return named.ok ? { ...named, ok: false, figure: `entries in ${assets.join(", ")}` } : named;
}
