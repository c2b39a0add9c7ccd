import "server-only";
import { reader } from "@/server/transact";

/** Minor units on the normal side of the account: positive is where the account naturally stands. */
export type Balance = { asset: string; postedMinor: bigint; frozenMinor: bigint; availableMinor: bigint };

/** An instant, or the end of an accounting day. */
export type PointInTime =
  | { readonly kind: "instant"; readonly at: Date }
  | { readonly kind: "day"; readonly on: string };

/** An account by its number, or every account of a GL subject and of the subjects below it. */
const BY_NAME = `
  WITH RECURSIVE subjects AS (
    SELECT code FROM gl_subjects WHERE code = $1
    UNION ALL SELECT below.code FROM gl_subjects below JOIN subjects ON below.parent_code = subjects.code
  ), chosen AS (
    SELECT a.id, a.asset FROM accounts a
    WHERE a.gl_code IN (SELECT code FROM subjects) OR (a.account_no = $1 AND NOT EXISTS (SELECT 1 FROM subjects))
  )`;
const BY_ACCOUNT = "WITH chosen AS (SELECT a.id, a.asset FROM accounts a WHERE a.account_no = $1)";

const NOW = `
  SELECT c.asset, sum(held.posted_minor)::bigint AS "postedMinor", sum(held.frozen_minor)::bigint AS "frozenMinor",
         sum(held.posted_minor - held.frozen_minor)::bigint AS "availableMinor"
  FROM chosen c JOIN account_holdings held ON held.account_id = c.id GROUP BY c.asset ORDER BY c.asset <> 'CNY', c.asset`;

/** What an account holds now, less what came `later`, and what its holds had frozen until then. */
const asOf = (later: string, frozenUntil: string) => `, later AS (${later}), frozen AS (
    SELECT h.account_id, sum(CASE m.kind WHEN 'FREEZE' THEN m.amount_minor ELSE -m.amount_minor END) AS minor
    FROM chosen c JOIN holds h ON h.account_id = c.id JOIN hold_moves m ON m.hold_id = h.id
    WHERE m.created_at ${frozenUntil} GROUP BY h.account_id
  ), figures AS (
    SELECT c.asset, held.posted_minor - coalesce(later.minor, 0) AS posted, coalesce(frozen.minor, 0) AS frozen
    FROM chosen c JOIN account_holdings held ON held.account_id = c.id
    LEFT JOIN later ON later.account_id = c.id LEFT JOIN frozen ON frozen.account_id = c.id
  )
  SELECT asset, sum(posted)::bigint AS "postedMinor", sum(frozen)::bigint AS "frozenMinor",
         sum(posted - frozen)::bigint AS "availableMinor"
  FROM figures GROUP BY asset ORDER BY asset <> 'CNY', asset`;

/** Posted after the instant, whatever day it is dated. */
const AT_INSTANT = asOf(
  `SELECT e.account_id, sum(e.change_minor) AS minor
   FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
   WHERE v.created_at > $2 AND e.account_id IN (SELECT id FROM chosen) GROUP BY e.account_id`,
  "<= $2",
);
/** The same, from the accounts' side: where they have few entries, however long ago the instant is. */
const AT_INSTANT_BY_ENTRIES = asOf(
  `SELECT e.account_id, sum(e.change_minor) AS minor FROM entries e
   WHERE e.account_id IN (SELECT id FROM chosen) AND (SELECT v.created_at FROM vouchers v WHERE v.id = e.voucher_id) > $2
   GROUP BY e.account_id`,
  "<= $2",
);
const FEW_ENTRIES = 20_000n;
const ENTRIES =
  " SELECT coalesce(sum(h.entry_seq), 0)::bigint AS entries FROM chosen c JOIN account_holdings h ON h.account_id = c.id";
/** Dated after the day, whenever it was posted; what was frozen at that day's midnight in Shanghai. */
const AT_DAY = asOf(
  `SELECT e.account_id, sum(e.change_minor) AS minor FROM entries e
   WHERE e.accounting_on > $2 AND e.account_id IN (SELECT id FROM chosen) GROUP BY e.account_id`,
  "< ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'",
);

/**
 * The balance of an account or of a GL subject, one row an asset, the main one first: now, as the books showed it at an
 * instant, or at the end of an accounting day. Null when there is neither an account nor a subject of that name; a
 * subject without accounts has no money.
 */
export async function findBalance(name: string, point: PointInTime | null): Promise<Balance[] | null> {
  const rows = await readBalances(BY_NAME, name, point);
  if (rows.length > 0) return rows;
  const [subject] = await reader.query("SELECT 1 FROM gl_subjects WHERE code = $1", [name]);
  return subject ? [{ asset: "CNY", postedMinor: 0n, frozenMinor: 0n, availableMinor: 0n }] : null;
}

/** The same of one account, for a reader who may see it; null when there is none of that number. */
export async function findAccountBalance(accountNo: string, point: PointInTime): Promise<Balance | null> {
  const [row] = await readBalances(BY_ACCOUNT, accountNo, point);
  return row ?? null;
}

async function readBalances(chosen: string, name: string, point: PointInTime | null): Promise<Balance[]> {
  if (point === null) return reader.query<Balance>(chosen + NOW, [name]);
  if (point.kind === "day") return reader.query<Balance>(chosen + AT_DAY, [name, point.on]);
  const [size] = await reader.query<{ entries: bigint }>(chosen + ENTRIES, [name]);
  const isSmall = (size?.entries ?? 0n) <= FEW_ENTRIES;
  return reader.query<Balance>(chosen + (isSmall ? AT_INSTANT_BY_ENTRIES : AT_INSTANT), [name, point.at]);
}
