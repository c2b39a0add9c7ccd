import type pg from "pg";

/** What must hold of any book at any moment, in SQL that shares nothing with what posts: each answers what breaks it. */
const LAWS: Readonly<Record<string, string>> = {
  "debits are credits, per voucher and asset, on the voucher's day": `
    SELECT v.voucher_no FROM vouchers v LEFT JOIN LATERAL (
      SELECT count(*) AS lines, bool_and(balanced AND accounting_on = v.accounting_on) AS ok FROM (
        SELECT accounting_on, sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) = 0 AS balanced
        FROM entries WHERE voucher_id = v.id GROUP BY accounting_on, asset) AS per_asset
    ) AS l ON true WHERE l.ok IS NOT TRUE`,
  "no entry without its voucher": `
    SELECT e.voucher_id::text FROM entries e LEFT JOIN vouchers v ON v.id = e.voucher_id WHERE v.id IS NULL`,
  "an account's entries are numbered without a gap, and each begins where the last one ended": `
    SELECT account_id || ' at ' || coalesce(account_seq, nth) FROM (
      SELECT account_id, account_seq, change_minor, balance_before_minor, balance_after_minor, row_number() OVER upto AS nth,
             coalesce(lag(balance_after_minor) OVER upto, 0) AS expected
      FROM account_entries WHERE account_seq IS NOT NULL WINDOW upto AS (PARTITION BY account_id ORDER BY account_seq)
    ) AS chain
    WHERE account_seq <> nth OR balance_before_minor <> expected OR balance_after_minor <> expected + change_minor`,
  "an entry moves its account by its amount, on its side, in its asset": `
    SELECT e.voucher_id || '/' || e.line_no FROM entries e JOIN accounts a ON a.id = e.account_id
    WHERE e.asset <> a.asset OR e.amount_minor NOT BETWEEN 1 AND 1000000000000000
      OR e.change_minor <> CASE WHEN e.side = a.normal_side THEN e.amount_minor ELSE -e.amount_minor END`,
  "every entry has its place or waits for one, and not both": `
    SELECT e.voucher_id || '/' || e.line_no FROM entries e
    LEFT JOIN entry_positions p USING (voucher_id, line_no) LEFT JOIN buffered_entries w USING (voucher_id, line_no)
    WHERE (e.account_seq IS NOT NULL)::int + (p.voucher_id IS NOT NULL)::int + (w.voucher_id IS NOT NULL)::int <> 1
      OR p.account_id <> e.account_id OR w.account_id <> e.account_id OR w.change_minor <> e.change_minor`,
  "balances made again from entries and holds are the same bytes": `
    SELECT account_id::text FROM (
      SELECT held.account_id, held.posted_minor || '|' || held.entry_seq || '|' || held.frozen_minor AS kept,
             coalesce(placed.minor, 0) || '|' || coalesce(placed.entries, 0) || '|' || coalesce(h.frozen, 0) AS rebuilt
      FROM account_balances held
      LEFT JOIN (SELECT account_id, sum(change_minor) AS minor, count(*) AS entries FROM account_entries
                 WHERE account_seq IS NOT NULL GROUP BY account_id) AS placed USING (account_id)
      LEFT JOIN (SELECT account_id, sum(amount_minor - captured_minor - released_minor) AS frozen FROM holds
                 WHERE status = 'ACTIVE' GROUP BY account_id) AS h USING (account_id)
    ) AS both_ways WHERE kept <> rebuilt`,
  "what people read is the sum of all entries": `
    SELECT h.account_id::text FROM account_holdings h LEFT JOIN (
      SELECT account_id, sum(change_minor) AS minor, count(*) AS entries FROM entries GROUP BY account_id) AS e USING (account_id)
    WHERE h.posted_minor <> coalesce(e.minor, 0) OR h.entry_seq <> coalesce(e.entries, 0)`,
  "value is conserved, per asset": `
    SELECT a.asset FROM accounts a JOIN account_holdings h ON h.account_id = a.id
    GROUP BY a.asset HAVING sum(CASE a.normal_side WHEN 'DEBIT' THEN h.posted_minor ELSE -h.posted_minor END) <> 0`,
  "no overdraft, now or at the end of any voucher": `
    SELECT held.account_id::text FROM account_balances held WHERE NOT allow_negative AND posted_minor < frozen_minor
    UNION ALL
    SELECT account_id || ' after ' || voucher_id FROM (
      SELECT DISTINCT ON (e.account_id, e.voucher_id) e.account_id, e.voucher_id, e.balance_after_minor
      FROM account_entries e JOIN account_balances held ON held.account_id = e.account_id AND NOT held.allow_negative
      WHERE e.account_seq IS NOT NULL ORDER BY e.account_id, e.voucher_id, e.account_seq DESC
    ) AS ends WHERE balance_after_minor < 0`,
  "a hold is the sum of its moves": `
    SELECT h.hold_no FROM holds h LEFT JOIN hold_moves m ON m.hold_id = h.id GROUP BY h.id
    HAVING coalesce(sum(m.amount_minor) FILTER (WHERE m.kind = 'FREEZE'), 0) <> h.amount_minor
      OR coalesce(sum(m.amount_minor) FILTER (WHERE m.kind = 'CAPTURE'), 0) <> h.captured_minor
      OR coalesce(sum(m.amount_minor) FILTER (WHERE m.kind IN ('RELEASE', 'EXPIRE')), 0) <> h.released_minor`,
  "a reversal is the exact opposite of one voucher": `
    SELECT r.voucher_no FROM vouchers r LEFT JOIN vouchers v ON v.id = r.reverses_voucher_id
    WHERE (r.event = 'voucher.reversed') <> (r.reverses_voucher_id IS NOT NULL) OR (r.reverses_voucher_id IS NOT NULL AND (
      v.id IS NULL OR v.reverses_voucher_id IS NOT NULL OR EXISTS (
        SELECT 1 FROM (SELECT * FROM entries WHERE voucher_id = r.id) AS opposite
        FULL JOIN (SELECT * FROM entries WHERE voucher_id = v.id) AS mine USING (line_no)
        WHERE (mine.account_id, mine.amount_minor, mine.asset, mine.side) IS DISTINCT FROM (opposite.account_id,
               opposite.amount_minor, opposite.asset, CASE opposite.side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END))))`,
  "everything stands on a command that has ended": `
    SELECT what || ' ' || no FROM (
      SELECT 'voucher' AS what, voucher_no AS no, command_id FROM vouchers
      UNION ALL SELECT 'hold', hold_no, command_id FROM holds
      UNION ALL SELECT 'move', idempotency_key, command_id FROM hold_moves
      UNION ALL SELECT 'closing', id::text, command_id FROM day_closings
      UNION ALL SELECT 'audit', id::text, command_id FROM audit_events WHERE command_id IS NOT NULL
      UNION ALL SELECT 'outbox', id::text, command_id FROM outbox
    ) AS written LEFT JOIN receipts USING (command_id) WHERE receipts.outcome IS NULL
    UNION ALL SELECT 'claim ' || command_id FROM receipts WHERE outcome IS NULL`,
  "one voucher a key, one number a voucher": `
    SELECT idempotency_key FROM vouchers GROUP BY 1 HAVING count(*) > 1
    UNION ALL SELECT voucher_no FROM vouchers GROUP BY 1 HAVING count(*) > 1`,
  "nothing was dated into a day after its figures were kept": `
    SELECT d.accounting_on::text FROM closed_days d
    WHERE d.vouchers <> (SELECT count(*) FROM vouchers v WHERE v.accounting_on = d.accounting_on)`,
};

/** Which laws are broken, each with up to three places where; none in a sound book. All laws look at one moment. */
export async function brokenLaws(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const broken: string[] = [];
    for (const [law, sql] of Object.entries(LAWS)) {
      const { rows } = await client.query<{ place: string }>(`SELECT place FROM (${sql}) AS l (place) LIMIT 3`);
      if (rows.length > 0) broken.push(`${law}: ${rows.map(({ place }) => place).join(", ")}`);
    }
    return broken;
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

export const LAW_COUNT = Object.keys(LAWS).length;
