import "server-only";
import { randomInt } from "node:crypto";
import { hash } from "./weigh";

/**
 * One pass over the entries that answers several proofs at once: grouped by account, not by voucher and not sorted, since
 * sorting and grouping millions of rows costs ten times what reading them does.
 *
 * It rests on random weights. That D of every voucher is zero is proved by Σ w(voucher) · D = 0, and that every entry
 * begins with what the one before it left by Σ w(seq) · before − w(seq + 1) · after, of which only the ends remain. The
 * weights have thirty bits, are drawn anew for each run, and all sums are exact: books that are wrong pass one run with a
 * chance of one in a thousand million, and nobody can prepare for it. What fails is then named by exact queries.
 */
export type Weights = {
  readonly voucher: number;
  readonly seq: number;
  readonly place: number;
  /** Added to balances, so that a number that is missing or stands twice shows where the balance is nothing, too. */
  readonly shift: number;
};

export function drawWeights(): Weights {
  const draw = () => randomInt(1, 2 ** 30);
  return { voucher: draw(), seq: draw(), place: draw(), shift: draw() };
}

/** ALL entries, or those that are NEW since the mark ($1, a voucher id) and the accounts' seals. */
export type Scope = "ALL" | "NEW";

const weight = (value: string, seed: string) => `(${hash(value, `(${seed})`)} & 1073741823)`;
/** Amounts are taken in two halves, so that a weight times a half fits a bigint and the sum of all is exact. */
const halves = (sum: (half: (value: string) => string) => string, name: string, filter = "") =>
  `sum(${sum((value) => `((${value}) >> 31)`)})${filter} AS ${name}_high, sum(${sum((value) => `((${value}) & 2147483647)`)})${filter} AS ${name}_low`;
export const whole = (name: string) => `(coalesce(sum(${name}_high), 0) * 2147483648 + coalesce(sum(${name}_low), 0))`;

/** Σ w · amount: zero over a whole voucher when credits count against debits. */
const balanced = (w: Weights) =>
  halves((half) => `${weight("e.voucher_id", `${w.voucher}`)} * ${half("e.amount_minor")}`, "balanced");
const chained = (w: Weights, row: string, filter: string) =>
  halves(
    (half) =>
      `${weight(`${row}.account_seq`, `${w.seq}`)} * ${half(`${row}.balance_before_minor + ${w.shift}`)} - ` +
      `${weight(`${row}.account_seq + 1`, `${w.seq}`)} * ${half(`${row}.balance_after_minor + ${w.shift}`)}`,
    "chained",
    filter,
  );
/** Where an entry without a place of its own stands: it waits, or has a position; the two sides come to one sum. */
const placed = (w: Weights, row: string, change: string, filter: string) =>
  halves(
    (half) =>
      `${weight(`${row}.voucher_id`, `${w.place} + ${row}.line_no + 32768 * (${row}.accounting_on - date '2000-01-01')`)} * ${half(`${change} + ${w.shift}`)}`,
    "placed",
    filter,
  );

/** The end of a chain: what is left of the sum over all its entries. */
export const chainEnd = (w: Weights, seq: string, balance: string) =>
  `${weight(`(${seq}) + 1`, `${w.seq}`)}::numeric * ((${balance}) + ${w.shift})`;

/** CTEs `seal`, `read` (by account, side and asset), `position` and `waiting` (by account). */
export function sumEntries(scope: Scope, w: Weights): string {
  const isNew = scope === "NEW";
  const fresh = isNew ? "e.account_seq > coalesce(seal.entry_seq, 0)" : "e.account_seq IS NOT NULL";
  return `
  seal AS MATERIALIZED (SELECT account_id, entry_seq, posted_minor FROM account_seals WHERE ${isNew}),
  read AS MATERIALIZED (
    SELECT e.account_id, e.asset, e.side, count(*) AS lines, count(*) FILTER (WHERE ${fresh}) AS numbered,
           coalesce(sum(e.change_minor) FILTER (WHERE ${fresh}), 0) AS moved,
           count(*) FILTER (WHERE e.change_minor = e.amount_minor) AS ups,
           count(*) FILTER (WHERE e.change_minor = -e.amount_minor) AS downs, min(e.amount_minor) AS smallest,
           count(*) FILTER (WHERE (e.account_seq IS NULL) <> (e.balance_after_minor IS NULL)
                               OR e.balance_after_minor <> e.balance_before_minor + e.change_minor) AS torn,
           ${balanced(w)}, ${chained(w, "e", isNew ? ` FILTER (WHERE ${fresh})` : "")},
           ${placed(w, "e", "e.change_minor", " FILTER (WHERE e.account_seq IS NULL)")}
    FROM entries e ${isNew ? "LEFT JOIN seal ON seal.account_id = e.account_id WHERE e.voucher_id > $1" : ""}
    GROUP BY e.account_id, e.asset, e.side
  ), position AS MATERIALIZED (
    SELECT p.account_id, count(*) FILTER (WHERE p.is_fresh) AS numbered, count(*) FILTER (WHERE p.is_torn) AS torn,
           coalesce(sum(p.balance_after_minor - p.balance_before_minor) FILTER (WHERE p.is_fresh), 0) AS moved,
           ${chained(w, "p", " FILTER (WHERE p.is_fresh)")},
           ${placed(w, "p", "p.balance_after_minor - p.balance_before_minor", " FILTER (WHERE p.is_young)")}
    FROM (${positions(scope)}) AS p GROUP BY p.account_id
  ), waiting AS MATERIALIZED (
    SELECT b.account_id, ${placed(w, "b", "b.change_minor", "")}
    FROM buffered_entries b ${isNew ? "WHERE b.voucher_id > $1" : ""} GROUP BY b.account_id
  )`;
}

/**
 * Positions with whether they are `fresh` (after their account's seal), `young` (of a voucher after the mark) and `torn`
 * (older than the mark, and not what their entry says). The last are those that waited over the mark: few, so each is
 * compared by itself.
 */
export function positions(scope: Scope): string {
  if (scope === "ALL") return "SELECT p.*, true AS is_fresh, true AS is_young, false AS is_torn FROM entry_positions p";
  return `
    WITH RECURSIVE hot AS (
      SELECT min(account_id) AS id FROM entry_positions
      UNION ALL
      SELECT (SELECT min(account_id) FROM entry_positions WHERE account_id > hot.id) FROM hot WHERE hot.id IS NOT NULL
    )
    SELECT p.*, p.account_seq > coalesce(seal.entry_seq, 0) AS is_fresh, true AS is_young, false AS is_torn
    FROM entry_positions p LEFT JOIN seal ON seal.account_id = p.account_id WHERE p.voucher_id > $1
    UNION ALL
    SELECT p.*, true, false, e.voucher_id IS NULL
    FROM hot LEFT JOIN seal ON seal.account_id = hot.id
    JOIN entry_positions p ON p.account_id = hot.id AND p.account_seq > coalesce(seal.entry_seq, 0) AND p.voucher_id <= $1
    LEFT JOIN entries e ON e.voucher_id = p.voucher_id AND e.line_no = p.line_no AND e.accounting_on = p.accounting_on
      AND e.account_id = p.account_id AND e.account_seq IS NULL
      AND e.change_minor = p.balance_after_minor - p.balance_before_minor`;
}
