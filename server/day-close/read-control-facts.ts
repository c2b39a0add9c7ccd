import "server-only";
import type { OpenFacts, Sides } from "@/core/day-close/day-facts";
import type { DbReader } from "@/server/transact";

/**
 * Accounts that are kept item by item, each against what is open behind it now: suspense of channels and of banks, claims,
 * payouts and refunds in transit. `place` is the subject, and the channel or bank account where it is one account.
 */
const CONTROLS = `
  WITH held AS (
    SELECT a.gl_code, coalesce(c.code, a.bank_account, '') AS of, a.asset, sum(held.posted_minor) AS minor
    FROM accounts a JOIN account_holdings held ON held.account_id = a.id LEFT JOIN channels c ON c.id = a.channel_id
    WHERE a.gl_code IN ('1221', '1901', '2241', '2242', '2243') GROUP BY 1, 2, 3
  ), open AS (
    SELECT CASE i.direction WHEN 'SHORT' THEN '1901' ELSE '2241' END AS gl_code, c.code AS of, i.asset, i.amount_minor AS minor
    FROM suspense_items i JOIN channels c ON c.id = i.channel_id WHERE i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
    UNION ALL
    SELECT CASE s.direction WHEN 'SHORT' THEN '1901' ELSE '2241' END, b.code, b.asset, abs(l.signed_minor)
    FROM bank_suspense s JOIN bank_lines l ON l.id = s.line_id JOIN bank_accounts b ON b.id = l.bank_account_id
    WHERE s.closed_voucher_id IS NULL
    UNION ALL
    SELECT '1221', c.code, k.asset, k.claimed_minor - k.recovered_minor - k.written_off_minor
    FROM claims k JOIN channels c ON c.id = k.channel_id WHERE k.status = 'OPEN'
    UNION ALL
    SELECT '2242', '', asset, amount_minor FROM payouts WHERE status IN ('ACCEPTED', 'IN_DOUBT', 'FAILED', 'BOUNCED')
    UNION ALL
    SELECT '2243', '', asset, channel_minor FROM refunds WHERE status IN ('ACCEPTED', 'UNKNOWN')
  ), items AS (
    SELECT gl_code, of, asset, sum(minor) AS minor FROM open GROUP BY 1, 2, 3
  )
  SELECT concat_ws(' ', gl_code, nullif(of, '')) AS place, asset, coalesce(held.minor, 0)::bigint AS "leftMinor",
         coalesce(items.minor, 0)::bigint AS "rightMinor"
  FROM held FULL JOIN items USING (gl_code, of, asset)
  WHERE coalesce(held.minor, 0) <> 0 OR coalesce(items.minor, 0) <> 0 ORDER BY 1, asset`;

export function readControls(db: DbReader): Promise<Sides[]> {
  return db.query<Sides>(CONTROLS);
}

/** Suspense items and requests that are open now. */
export async function readOpenFacts(db: DbReader): Promise<OpenFacts> {
  const suspense = await db.query<OpenFacts["suspense"][number]>(
    `SELECT direction, asset, count(*) AS items, sum(amount_minor)::bigint AS minor FROM suspense_items
     WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED') GROUP BY 1, 2 ORDER BY direction = 'LONG', asset`,
  );
  const approvals = await db.query<OpenFacts["approvals"][number]>(
    "SELECT act, count(*) AS count FROM approvals WHERE status = 'PENDING' GROUP BY act ORDER BY act",
  );
  return { suspense, approvals };
}
