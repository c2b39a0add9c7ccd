import "server-only";
import { reader } from "@/server/transact";

/** Minor units on the normal side of the account: positive is where the account naturally stands. */
export type Balance = { asset: string; postedMinor: bigint; frozenMinor: bigint; availableMinor: bigint };

/** An account by its number, or every account of a GL subject and of the subjects below it. */
const CHOSEN = `
  WITH RECURSIVE subjects AS (
    SELECT code FROM gl_subjects WHERE code = $1
    UNION ALL SELECT below.code FROM gl_subjects below JOIN subjects ON below.parent_code = subjects.code
  ), chosen AS (
    SELECT a.id, a.asset FROM accounts a
    WHERE a.gl_code IN (SELECT code FROM subjects) OR (a.account_no = $1 AND NOT EXISTS (SELECT 1 FROM subjects))
  )`;

const NOW = `${CHOSEN}
  SELECT c.asset, sum(held.posted_minor)::bigint AS "postedMinor", sum(held.frozen_minor)::bigint AS "frozenMinor",
         sum(held.posted_minor - held.frozen_minor)::bigint AS "availableMinor"
  FROM chosen c JOIN account_balances held ON held.account_id = c.id GROUP BY c.asset ORDER BY c.asset <> 'CNY', c.asset`;

// Only the books keep their history. Nothing in the product has placed a hold so far, so a past one cannot be missed.
const AT = `${CHOSEN}
  SELECT c.asset, coalesce(sum(e.change_minor), 0)::bigint AS "postedMinor", 0::bigint AS "frozenMinor",
         coalesce(sum(e.change_minor), 0)::bigint AS "availableMinor"
  FROM chosen c
  LEFT JOIN (entries e JOIN vouchers v ON v.id = e.voucher_id AND v.created_at <= $2) ON e.account_id = c.id
  GROUP BY c.asset ORDER BY c.asset <> 'CNY', c.asset`;

/**
 * The balance of an account or of a GL subject, one row an asset, the main one first. With `at` it is what the books
 * showed at that instant: the entries of all vouchers that were posted by then, whatever day they are dated. Null when
 * there is neither an account nor a subject of that name; a subject without accounts has no money.
 */
export async function findBalance(name: string, at: Date | null): Promise<Balance[] | null> {
  const rows = at === null ? await reader.query<Balance>(NOW, [name]) : await reader.query<Balance>(AT, [name, at]);
  if (rows.length > 0) return rows;
  const [subject] = await reader.query("SELECT 1 FROM gl_subjects WHERE code = $1", [name]);
  return subject ? [{ asset: "CNY", postedMinor: 0n, frozenMinor: 0n, availableMinor: 0n }] : null;
}
