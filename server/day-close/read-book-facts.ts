import "server-only";
import type { BookFacts, Sides, VoucherFacts } from "@/core/day-close/day-facts";
import { invariant } from "@/core/result";
import { listDifferences } from "@/server/bank/explain-difference";
import { proveBooks } from "@/server/reconciliation/prove-books";
import type { DbReader } from "@/server/transact";
import { readControls } from "./read-control-facts";

/**
 * The books at the end of the day. What the day itself has moved is counted from its vouchers and entries; balances are
 * those of the last closed day and what came after it, against what the accounts hold now less what is dated later. Both
 * sides of a figure are of one statement: what is posted meanwhile is in both of them or in neither.
 */
export async function readBookFacts(db: DbReader, day: string): Promise<BookFacts> {
  const subjects = await readSubjects(db, day);
  const turnover = await readTurnover(db, day);
  const differences = await listDifferences(db);
  const proofs = await proveBooks(db, null);
  return {
    vouchers: { ...(await readVouchers(db, day)), turnover },
    subjects: subjects.filter(isMoved).map(({ place, asset, sign, heldMinor, countedMinor }) => {
      return { place, asset, leftMinor: sign * heldMinor, rightMinor: sign * countedMinor };
    }),
    controls: await readControls(db),
    banks: differences.map(({ code, asset, closingMinor, bookMinor, closedOn, isExplained }) => {
      return { account: code, asset, bankMinor: closingMinor, bookMinor, closedOn, isExplained };
    }),
    receivables: proofs.map((proof) => ({
      place: proof.channel,
      asset: proof.asset,
      leftMinor: proof.receivableMinor,
      rightMinor: proof.statementNetMinor + proof.bufferedOursMinor - proof.bufferedChannelMinor - proof.remittedMinor,
    })),
    trial: bySide(subjects),
    reported: turnover.map(({ asset, leftMinor }) => {
      const own = subjects.filter((row) => row.asset === asset);
      const shown = own.reduce((sum, row) => sum + row.debitMinor, 0n);
      return { place: "", asset, leftMinor: shown, rightMinor: own[0]?.enteredMinor ?? leftMinor };
    }),
  };
}

/**
 * Balances at the end of the day with debits positive, and the day's debits; `enteredMinor` are those of all entries in the
 * asset, whatever subject they are of. `sign` turns balances to the subject's own side.
 */
type SubjectRow = {
  place: string;
  asset: string;
  sign: bigint;
  heldMinor: bigint;
  countedMinor: bigint;
  debitMinor: bigint;
  enteredMinor: bigint;
};

const isMoved = (row: SubjectRow) => row.heldMinor !== 0n || row.countedMinor !== 0n || row.debitMinor !== 0n;

async function readSubjects(db: DbReader, day: string): Promise<SubjectRow[]> {
  const [kept] = await db.query<{ through: string }>(
    "SELECT coalesce(max(accounting_on), '2000-01-01') AS through FROM closed_days WHERE accounting_on < $1",
    [day],
  );
  return db.query<SubjectRow>(
    `WITH moved AS (
       SELECT account_id, sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) FILTER (WHERE accounting_on <= $1) AS until,
              sum(amount_minor) FILTER (WHERE accounting_on = $1 AND side = 'DEBIT') AS debit,
              sum(change_minor) FILTER (WHERE accounting_on > $1) AS later
       FROM entries WHERE accounting_on > $2 GROUP BY account_id
     ), entered AS (
       SELECT asset, sum(amount_minor) AS debit FROM entries WHERE accounting_on = $1 AND side = 'DEBIT' GROUP BY asset
     )
     SELECT a.gl_code AS place, a.asset, CASE s.normal_side WHEN 'DEBIT' THEN 1 ELSE -1 END::bigint AS sign,
            sum(CASE a.normal_side WHEN 'DEBIT' THEN 1 ELSE -1 END * (held.posted_minor - coalesce(m.later, 0)))::bigint AS "heldMinor",
            (coalesce(max(k.closing_debit_minor), 0) + coalesce(sum(m.until), 0))::bigint AS "countedMinor",
            coalesce(sum(m.debit), 0)::bigint AS "debitMinor", coalesce(max(n.debit), 0)::bigint AS "enteredMinor"
     FROM accounts a JOIN gl_subjects s ON s.code = a.gl_code JOIN account_holdings held ON held.account_id = a.id LEFT JOIN moved m ON m.account_id = a.id
     LEFT JOIN entered n ON n.asset = a.asset
     LEFT JOIN closed_day_subjects k ON k.accounting_on = $2 AND k.gl_code = a.gl_code AND k.asset = a.asset
     GROUP BY a.gl_code, a.asset, s.normal_side ORDER BY a.asset <> 'CNY', a.asset, a.gl_code`,
    [day, kept?.through],
  );
}

/** Debit balances against credit balances, an asset each: the two sides of the trial balance. */
function bySide(subjects: readonly SubjectRow[]): Sides[] {
  const assets = [...new Set(subjects.map(({ asset }) => asset))];
  return assets.map((asset) => {
    const own = subjects.filter((row) => row.asset === asset).map((row) => row.countedMinor);
    const sum = (minors: readonly bigint[]) => minors.reduce((total, minor) => total + minor, 0n);
    return {
      place: "",
      asset,
      leftMinor: sum(own.filter((minor) => minor > 0n)),
      rightMinor: -sum(own.filter((minor) => minor < 0n)),
    };
  });
}

function readTurnover(db: DbReader, day: string): Promise<Sides[]> {
  return db.query<Sides>(
    `SELECT '' AS place, asset, coalesce(sum(amount_minor) FILTER (WHERE side = 'DEBIT'), 0)::bigint AS "leftMinor",
            coalesce(sum(amount_minor) FILTER (WHERE side = 'CREDIT'), 0)::bigint AS "rightMinor"
     FROM entries WHERE accounting_on = $1 GROUP BY asset ORDER BY asset <> 'CNY', asset`,
    [day],
  );
}

async function readVouchers(db: DbReader, day: string): Promise<Omit<VoucherFacts, "turnover">> {
  const [row] = await db.query<Omit<VoucherFacts, "turnover">>(
    `WITH per_asset AS (
       SELECT voucher_id, sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) = 0 AS is_balanced
       FROM entries WHERE accounting_on = $1 GROUP BY voucher_id, asset
     ), entered AS (
       SELECT voucher_id, bool_and(is_balanced) AS is_balanced FROM per_asset GROUP BY voucher_id
     ), met AS (
       SELECT v.id, v.voucher_no, e.voucher_id, e.is_balanced
       FROM (SELECT id, voucher_no FROM vouchers WHERE accounting_on = $1) AS v FULL JOIN entered e ON e.voucher_id = v.id
     )
     SELECT count(id) AS vouchers, count(*) FILTER (WHERE id IS NOT NULL AND voucher_id IS NOT NULL) AS "withEntries",
            count(*) FILTER (WHERE id IS NULL OR voucher_id IS NULL) AS alone,
            min(coalesce(voucher_no, 'voucher ' || voucher_id)) FILTER (WHERE id IS NULL OR voucher_id IS NULL) AS "aloneNo",
            count(*) FILTER (WHERE NOT is_balanced) AS unbalanced,
            min(coalesce(voucher_no, 'voucher ' || voucher_id)) FILTER (WHERE NOT is_balanced) AS "unbalancedNo"
     FROM met`,
    [day],
  );
  invariant(row, "a count has a row");
  return row;
}
