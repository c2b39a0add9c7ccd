import "server-only";
import type { DbReader } from "@/server/transact";
import { positions, type Scope } from "./entry-sums";
import { assetSeed, FOLDED, lineOf, natureOf, nodeOf, placeOf, type Seeds, sumOf } from "./weigh";

/**
 * From where on an increment reads: vouchers above `voucherId`. Those up to `seenVoucherId` may be in the accounts' seals
 * already; those above it are in none, so their entries need not be compared with one.
 */
export type Since = { readonly voucherId: bigint; readonly seenVoucherId: bigint };
export const FROM_THE_START: Since = { voucherId: 0n, seenVoucherId: 0n };

/** What the entries come to; each figure says what it has to be. */
export type WeighedEntries = {
  readonly entries: bigint;
  /** Entries that are wrong by themselves, whatever stands beside them: none. */
  readonly faults: bigint;
  /** Σ weight of voucher and asset · (debit − credit): zero. */
  readonly balance: bigint;
  /** Σ where entries begin − Σ where they end: what only the ends of the accounts' chains are left of. */
  readonly chains: bigint;
  /** Entries without a place − those that wait or have a position: zero. */
  readonly places: bigint;
  /** Σ of first and second lines: what the vouchers come to. */
  readonly lines: bigint;
};

/** Reads every entry, position and waiting entry in scope once. */
export async function weighEntries(db: DbReader, scope: Scope, since: Since, seeds: Seeds): Promise<WeighedEntries> {
  const weight = `(hashint8extended(voucher_id, asset # (voucher_id >> 32)) & 1073741823)`;
  const [row] = await db.query<Record<string, string | null>>(
    `${scope === "NEW" ? SEAL : ""}
     SELECT count(amount)::text AS entries, count(*) FILTER (WHERE is_wrong OR sign = 0)::text AS faults,
            coalesce(sum(sign * ${weight} * (amount & 2147483647)), 0)
              + coalesce(sum(sign * ${weight} * (amount >> 31)) FILTER (WHERE amount > 2147483647), 0) * 2147483648 AS balance,
            coalesce(sum(${nodeOf("nature", "seq", "before")}), 0)
              - coalesce(sum(${nodeOf("nature", "seq + 1", "after")}), 0) AS chains,
            sum(place) AS places, sum(line) AS lines
     FROM (${rows(scope, seeds)}) AS row ${scope === "NEW" ? "WHERE since > $2" : ""}`,
    scope === "NEW" ? [since.voucherId, since.seenVoucherId] : [],
  );
  const [entries, faults, balance, chains, places, lines] = [
    sumOf(row?.entries),
    sumOf(row?.faults),
    sumOf(row?.balance),
    sumOf(row?.chains),
    sumOf(row?.places),
    sumOf(row?.lines),
  ];
  return { entries, faults, balance, chains, places, lines };
}

const SEAL = "WITH seal AS NOT MATERIALIZED (SELECT account_id, entry_seq FROM account_seals)";

/**
 * Entries, positions and what waits as rows of one shape, with nulls where one of them has nothing to say, which sums pass
 * over. The types have to be the very same: only then does PostgreSQL read the tables side by side, in parallel, and work
 * an expression out once that stands in several sums. Nor may entries have a condition of their own, or they would be
 * handed on row by row once more: which of them are new is asked of all rows by `since`, and every other row passes.
 */
function rows(scope: Scope, seeds: Seeds): string {
  const entries =
    scope === "ALL"
      ? [entryRows("e.account_seq", "", seeds)]
      : [entryRows("e.account_seq", "", seeds), entryRows(UNSEALED, MAYBE_SEALED, seeds, PASSES)];
  return [...entries, positionRows(scope, seeds), waitingRows(scope, seeds)].join(" UNION ALL ");
}

const UNSEALED = "CASE WHEN e.account_seq > coalesce(seal.entry_seq, 0) THEN e.account_seq END";
const MAYBE_SEALED = `LEFT JOIN seal ON seal.account_id = e.account_id WHERE e.voucher_id > $1 AND e.voucher_id <= $2`;

const PASSES = "9223372036854775807::bigint";

function entryRows(seq: string, which: string, seeds: Seeds, since = "e.voucher_id"): string {
  // Credited on an account that credits raise, or debited on one that debits raise.
  const isDebit = "(e.side = 'DEBIT') = (e.change_minor > 0)";
  const asset = assetSeed("e.asset", seeds);
  const nature = natureOf("e.account_id", asset, isDebit);
  const place = placeOf(nature, "e", "e.change_minor", seeds);
  return `
    SELECT ${since} AS since, e.voucher_id, ${asset} AS asset, ${nature} AS nature, e.amount_minor AS amount,
           CASE e.side WHEN 'DEBIT' THEN 1 WHEN 'CREDIT' THEN -1 ELSE 0 END AS sign, ${seq} AS seq,
           e.balance_before_minor AS before, e.balance_after_minor AS after, ${ENTRY_IS_WRONG} AS is_wrong,
           CASE WHEN e.account_seq IS NULL THEN ${place} END AS place,
           CASE WHEN e.line_no <= 2 THEN ${lineOf("e.voucher_id", "e.accounting_on", "e.line_no", seeds)} END AS line
    FROM entries e ${which}`;
}

const ENTRY_IS_WRONG = `
  (e.amount_minor < 1 OR (e.change_minor <> e.amount_minor AND e.change_minor <> -e.amount_minor) OR e.account_id >= ${FOLDED}
   OR CASE WHEN e.account_seq IS NULL THEN e.balance_before_minor IS NOT NULL OR e.balance_after_minor IS NOT NULL
           ELSE e.account_seq >= ${FOLDED} OR (e.balance_after_minor = e.balance_before_minor + e.change_minor) IS NOT TRUE END)`;

function positionRows(scope: Scope, seeds: Seeds): string {
  const nature = natureOf("p.account_id", assetSeed("a.asset", seeds), "a.normal_side = 'DEBIT'");
  const place = placeOf(nature, "p", "(p.balance_after_minor - p.balance_before_minor)", seeds);
  return `
    SELECT ${PASSES}, NULL::bigint, NULL::bigint, ${nature}, NULL::bigint, NULL::integer,
           CASE WHEN p.is_fresh THEN p.account_seq END, p.balance_before_minor, p.balance_after_minor,
           p.is_torn OR a.id IS NULL OR p.account_seq >= ${FOLDED}, CASE WHEN p.is_young THEN -(${place}) END, NULL::bigint
    FROM (${positions(scope)}) AS p LEFT JOIN accounts a ON a.id = p.account_id`;
}

function waitingRows(scope: Scope, seeds: Seeds): string {
  const nature = natureOf("w.account_id", assetSeed("a.asset", seeds), "a.normal_side = 'DEBIT'");
  return `
    SELECT ${PASSES}, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::integer, NULL::bigint, NULL::bigint, NULL::bigint,
           a.id IS NULL, -(${placeOf(nature, "w", "w.change_minor", seeds)}), NULL::bigint
    FROM buffered_entries w LEFT JOIN accounts a ON a.id = w.account_id ${scope === "NEW" ? "WHERE w.voucher_id > $1" : ""}`;
}
