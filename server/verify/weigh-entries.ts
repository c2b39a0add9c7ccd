import "server-only";
import type { DbReader } from "@/server/transact";
import { positions, type Scope } from "./entry-sums";
import { assetSeed, FOLDED, natureOf, nodeOf, placeOf, type Seeds, sumOf, weightOf } from "./weigh";

/**
 * From where on an increment reads: vouchers above `voucherId`. Those up to `seenVoucherId` may be in the accounts' seals
 * already; those above it are in none, so their entries need not be compared with one.
 */
export type Since = { readonly voucherId: bigint; readonly seenVoucherId: bigint };

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
  /** Σ weight of voucher · weight of line, over first and second lines: what the vouchers come to. */
  readonly lines: bigint;
};

/** New vouchers of which the ids are above `after` and not above `through`; in seals maybe, or surely not. */
export type Part = { readonly after: bigint; readonly through: bigint; readonly isMaybeSealed: boolean };

/** Reads every entry, position and waiting entry once. */
export function weighEntries(db: DbReader, seeds: Seeds): Promise<WeighedEntries> {
  const rows = [entryRows("e.account_seq", "", seeds), positionRows("ALL", seeds), waitingRows("ALL", seeds)];
  return weighRows(db, rows.join(" UNION ALL "));
}

/** Reads the entries of the part's vouchers. */
export function weighEntriesOf(db: DbReader, { after, through, isMaybeSealed }: Part, seeds: Seeds) {
  const [seq, join] = isMaybeSealed ? [UNSEALED, MAYBE_SEALED] : ["e.account_seq", ""];
  const rows = entryRows(seq, `${join} WHERE e.voucher_id > $1 AND e.voucher_id <= $2`, seeds);
  // Without it the rows would be dissolved into the sums, and what stands in several of them worked out for each.
  return weighRows(db, `${rows} OFFSET 0`, [after, through]);
}

/** Reads the positions and the waiting entries of vouchers above `mark`, and the positions that came since the seals. */
export function weighNewPlaces(db: DbReader, mark: bigint, seeds: Seeds): Promise<WeighedEntries> {
  return weighRows(db, `${positionRows("NEW", seeds)} UNION ALL ${waitingRows("NEW", seeds)}`, [mark]);
}

async function weighRows(db: DbReader, rows: string, params: readonly bigint[] = []): Promise<WeighedEntries> {
  const weight = "CASE WHEN asset IS NULL THEN weight ELSE hashint8extended(weight, asset) & 1073741823 END";
  const [row] = await db.query<Record<keyof WeighedEntries, string | null>>(
    `WITH seal AS NOT MATERIALIZED (SELECT account_id, entry_seq FROM account_seals)
     SELECT count(amount)::text AS entries, count(*) FILTER (WHERE is_wrong OR sign = 0)::text AS faults,
            coalesce(sum(sign * ${weight} * (amount & 2147483647)), 0)
              + coalesce(sum(sign * ${weight} * (amount >> 31)) FILTER (WHERE amount > 2147483647), 0) * 2147483648 AS balance,
            coalesce(sum(${nodeOf("nature", "seq", "before")}), 0)
              - coalesce(sum(${nodeOf("nature", "seq + 1", "after")}), 0) AS chains,
            sum(place) AS places, sum(weight * line) AS lines
     FROM (${rows}) AS row`,
    params,
  );
  return {
    entries: sumOf(row?.entries),
    faults: sumOf(row?.faults),
    balance: sumOf(row?.balance),
    chains: sumOf(row?.chains),
    places: sumOf(row?.places),
    lines: sumOf(row?.lines),
  };
}

const UNSEALED = "CASE WHEN e.account_seq > coalesce(seal.entry_seq, 0) THEN e.account_seq END";
const MAYBE_SEALED = "LEFT JOIN seal ON seal.account_id = e.account_id";

/**
 * Entries, positions and what waits are rows of one shape, with nulls where one of them has nothing to say, which sums pass
 * over. The types have to be the very same: only then does PostgreSQL read the tables side by side, in parallel, and work
 * an expression out once that stands in several sums.
 */
function entryRows(seq: string, which: string, seeds: Seeds): string {
  // Credited on an account that credits raise, or debited on one that debits raise.
  const isDebit = "(e.side = 'DEBIT') = (e.change_minor > 0)";
  const nature = natureOf("e.account_id", "e.asset", isDebit, seeds);
  const place = placeOf(nature, "e", "e.change_minor", seeds);
  // A line before the first is too many, as one more of the two would be.
  const [first, second] = seeds.lines;
  return `
    SELECT ${weightOf("e.voucher_id", "e.accounting_on", seeds)} AS weight, ${assetSeed("e.asset", seeds)} AS asset,
           ${nature} AS nature, e.amount_minor AS amount,
           CASE e.side WHEN 'DEBIT' THEN 1 WHEN 'CREDIT' THEN -1 ELSE 0 END AS sign, ${seq} AS seq,
           e.balance_before_minor AS before, e.balance_after_minor AS after, ${ENTRY_IS_WRONG} AS is_wrong,
           CASE WHEN e.account_seq IS NULL THEN ${place} END AS place,
           CASE e.line_no WHEN 1 THEN ${first}::bigint WHEN 2 THEN ${second}::bigint
             ELSE CASE WHEN e.line_no < 1 THEN 1::bigint END END AS line
    FROM entries e ${which}`;
}

const ENTRY_IS_WRONG = `
  (e.amount_minor < 1 OR (e.change_minor <> e.amount_minor AND e.change_minor <> -e.amount_minor) OR e.account_id >= ${FOLDED}
   OR CASE WHEN e.account_seq IS NULL THEN e.balance_before_minor IS NOT NULL OR e.balance_after_minor IS NOT NULL
           ELSE e.account_seq < 1 OR e.account_seq >= ${FOLDED}
             OR (e.balance_after_minor = e.balance_before_minor + e.change_minor) IS NOT TRUE END)`;

function positionRows(scope: Scope, seeds: Seeds): string {
  const nature = natureOf("p.account_id", "a.asset", "a.normal_side = 'DEBIT'", seeds);
  const place = placeOf(nature, "p", "(p.balance_after_minor - p.balance_before_minor)", seeds);
  return `
    SELECT NULL::bigint AS weight, NULL::bigint AS asset, ${nature} AS nature, NULL::bigint AS amount, NULL::integer AS sign,
           CASE WHEN p.is_fresh THEN p.account_seq END AS seq, p.balance_before_minor AS before, p.balance_after_minor AS after,
           p.is_torn OR a.id IS NULL OR p.account_seq < 1 OR p.account_seq >= ${FOLDED} AS is_wrong,
           CASE WHEN p.is_young THEN -(${place}) END AS place, NULL::bigint AS line
    FROM (${positions(scope)}) AS p LEFT JOIN accounts a ON a.id = p.account_id`;
}

function waitingRows(scope: Scope, seeds: Seeds): string {
  const nature = natureOf("w.account_id", "a.asset", "a.normal_side = 'DEBIT'", seeds);
  return `
    SELECT NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::integer, NULL::bigint, NULL::bigint, NULL::bigint,
           a.id IS NULL, -(${placeOf(nature, "w", "w.change_minor", seeds)}), NULL::bigint
    FROM buffered_entries w LEFT JOIN accounts a ON a.id = w.account_id ${scope === "NEW" ? "WHERE w.voucher_id > $1" : ""}`;
}
