import "server-only";

/** Reserve accounts with what is frozen on them, and whether a channel pays from there. */
export const BANKS = `
  SELECT a.account_no AS "accountNo", a.bank_account AS code, a.asset, h.posted_minor AS "postedMinor", h.frozen_minor AS "frozenMinor",
         coalesce(r.minimum_minor, 0)::bigint AS "minimumMinor", coalesce(r.version, 0) AS version,
         EXISTS (SELECT 1 FROM channels c WHERE c.bank_account = a.bank_account) AS "paysOut"
  FROM accounts a JOIN account_holdings h ON h.account_id = a.id LEFT JOIN reserve_minimums r ON r.account_no = a.account_no
  WHERE a.gl_code = '1002' ORDER BY a.asset <> 'CNY', a.asset, a.bank_account`;

/** What channels owe us. Caps are of the yuan. */
export const CHANNELS = `
  SELECT a.account_no AS "accountNo", c.code, c.name, a.asset, h.posted_minor AS "postedMinor", c.bank_account AS "bankAccount",
         c.remit_lag_days AS "lagDays", CASE c.settles WHEN 'NET' THEN c.cost_bps END AS "costBps",
         CASE a.asset WHEN 'CNY' THEN c.cap_minor END AS "capMinor"
  FROM accounts a JOIN account_holdings h ON h.account_id = a.id JOIN channels c ON c.id = a.channel_id
  WHERE a.gl_code = '1122' ORDER BY a.asset <> 'CNY', a.asset, c.id`;

/**
 * Money on its way out that no hold at a bank stands for: payouts that wait for a checker or have to be paid again, by the bank that
 * their channel pays from, and refunds, which the channel keeps back, or the bank of the attempt transfers. Payouts under way
 * are frozen at their bank and are not here.
 */
export const ON_THE_WAY = `
  SELECT CASE o.status WHEN 'REQUESTED' THEN 'WAITING' ELSE 'RETRY' END AS kind, 'BANK' AS place, c.bank_account AS code, o.asset,
         sum(o.amount_minor)::bigint AS minor
  FROM payouts o JOIN channels c ON c.id = o.channel_id
  WHERE o.status NOT IN ('SUCCEEDED', 'RETURNED', 'REFUSED') AND o.status IN ('REQUESTED', 'FAILED', 'BOUNCED') GROUP BY 1, 3, 4
  UNION ALL
  SELECT 'REFUND', CASE WHEN r.channel_id = 0 THEN 'BANK' ELSE 'CHANNEL' END,
         CASE WHEN r.channel_id = 0 THEN c.bank_account ELSE c.code END, r.asset, sum(r.channel_minor)::bigint
  FROM refunds r LEFT JOIN money_attempts t ON r.channel_id = 0 AND t.kind = 'REFUND' AND t.object_no = r.refund_no
  JOIN channels c ON c.id = CASE WHEN r.channel_id = 0 THEN t.channel_id ELSE r.channel_id END
  WHERE r.status IN ('ACCEPTED', 'UNKNOWN') AND r.channel_minor > 0 GROUP BY 2, 3, 4`;

/** What merchants may ask for whenever they like: settled, and not held back. */
export const ON_CALL = `
  SELECT a.asset, sum(h.posted_minor - h.frozen_minor)::bigint AS minor
  FROM accounts a JOIN account_holdings h ON h.account_id = a.id WHERE a.gl_code = '2202.02' GROUP BY 1 HAVING sum(h.posted_minor - h.frozen_minor) <> 0`;

/** Settled and not let go yet, of merchants that are paid automatically by the terms of that settlement: it may leave as soon as somebody signs. */
export const TO_RELEASE = `
  SELECT s.asset, sum(s.settled_minor)::bigint AS minor
  FROM settlements s JOIN settlement_terms t ON t.batch_id = s.batch_id AND t.merchant_id = s.merchant_id AND t.auto_payout
  WHERE s.status IN ('COMPUTED', 'REVIEWED') GROUP BY 1 HAVING sum(s.settled_minor) > 0`;

/**
 * Settlements of merchants that are paid automatically, by the day on which they fall due; $1 is the first day. What is cleared
 * and not settled falls due by its batch and the merchant's cycle; what the last settlement carried, with the next one; what is
 * pending and not cleared counts as if the next batch had it. What is held back is not due before it is let go. A merchant whose sum is
 * negative is paid once later days have made up for it, as settlement carries it. So all days together are never more than what
 * these merchants have pending. What is due past the end of the calendar is not in sight.
 */
export const SETTLEMENTS_DUE = `
  WITH first_day AS (
    SELECT number + CASE WHEN is_open THEN 0 ELSE 1 END AS number FROM bank_days WHERE day <= $1::date ORDER BY day DESC LIMIT 1
  ), last_batch AS (
    SELECT id FROM settlement_batches ORDER BY id DESC LIMIT 1
  ), terms AS (
    SELECT merchant_id, coalesce(cleared_through, '-infinity') AS settled_through FROM settlement_terms WHERE batch_id = (SELECT id FROM last_batch)
  ), cycles AS (
    -- Whom the last settlement did not know yet has no line of the days that it took.
    SELECT m.id AS merchant_id, m.settlement_days AS days, coalesce(t.settled_through, (SELECT max(settled_through) FROM terms), '-infinity') AS settled_through
    FROM merchants m LEFT JOIN terms t ON t.merchant_id = m.id WHERE m.auto_payout
  ), next_batch AS (
    SELECT day, number, is_open FROM bank_days
    WHERE day = least($1::date, coalesce((SELECT max(accounting_on) + 1 FROM clearing_batches), $1::date))
  ), days AS MATERIALIZED (
    SELECT b.id, b.accounting_on, f.number, f.is_open FROM clearing_batches b JOIN bank_days f ON f.day = b.accounting_on
    WHERE b.accounting_on > (SELECT min(settled_through) FROM cycles)
  ), lines AS (
    -- Named one by one, so that the lines of all days before are not read.
    SELECT batch_id, merchant_id, asset, sum(net_minor)::bigint AS minor FROM clearing_lines
    WHERE batch_id = ANY (ARRAY(SELECT id FROM days)) GROUP BY 1, 2, 3
  ), cleared AS (
    SELECT l.merchant_id, l.asset, d.number + greatest(c.days, CASE WHEN d.is_open THEN 0 ELSE 1 END) AS due, l.minor
    FROM lines l JOIN days d ON d.id = l.batch_id JOIN cycles c ON c.merchant_id = l.merchant_id AND c.settled_through < d.accounting_on
  ), settled AS (
    SELECT merchant_id, asset, held_minor AS held, carried_minor AS carried FROM settlements WHERE batch_id = (SELECT id FROM last_batch)
  ), found AS MATERIALIZED (
    SELECT a.merchant_id, a.asset, c.days, h.posted_minor AS posted, h.posted_minor - h.frozen_minor AS available, s.held, s.carried
    FROM accounts a JOIN account_holdings h ON h.account_id = a.id JOIN cycles c ON c.merchant_id = a.merchant_id
    LEFT JOIN settled s ON s.merchant_id = a.merchant_id AND s.asset = a.asset
    WHERE a.gl_code = '2202.01'
  ), pending AS (
    SELECT * FROM found WHERE carried IS NOT NULL
    UNION ALL
    -- Whose settlement is of an earlier batch is looked up one by one: few are, or none has any.
    SELECT f.merchant_id, f.asset, f.days, f.posted, f.available, last.held_minor, last.carried_minor
    FROM found f LEFT JOIN LATERAL (SELECT s.held_minor, s.carried_minor FROM settlements s
                                    WHERE s.merchant_id = f.merchant_id AND s.asset = f.asset ORDER BY s.id DESC LIMIT 1) AS last ON true
    WHERE f.carried IS NULL
  ), known AS MATERIALIZED (
    -- What is neither cleared nor left by a settlement is uncleared.
    SELECT k.*, k.available < k.posted - k.held OR least(k.carried, k.uncleared, k.least_cleared) < 0 AS may_lack
    FROM (
      SELECT p.merchant_id, p.asset, p.posted, p.available, coalesce(p.held, 0) AS held, coalesce(p.carried, 0) AS carried,
             p.posted - coalesce(c.minor, 0) - coalesce(p.held, 0) - coalesce(p.carried, 0) AS uncleared, coalesce(c.least, 0) AS least_cleared, p.days
      FROM pending p LEFT JOIN (SELECT merchant_id, asset, sum(minor)::bigint AS minor, min(minor) AS least FROM cleared GROUP BY 1, 2) AS c
        ON c.merchant_id = p.merchant_id AND c.asset = p.asset
    ) AS k
  ), lacking AS MATERIALIZED (
    -- Who owes on some day, or has less than falls due: looked at day by day. Of all others every part is paid on its day.
    SELECT * FROM known WHERE may_lack
  ), parts AS (
    SELECT l.merchant_id, l.asset, l.available, c.due, c.minor FROM lacking l JOIN cleared c ON c.merchant_id = l.merchant_id AND c.asset = l.asset
    UNION ALL
    SELECT l.merchant_id, l.asset, l.available, f.number, l.carried FROM lacking l CROSS JOIN first_day f
    UNION ALL
    SELECT l.merchant_id, l.asset, l.available, n.number + greatest(l.days, CASE WHEN n.is_open THEN 0 ELSE 1 END), l.uncleared
    FROM lacking l CROSS JOIN next_batch n
  ), due AS (
    SELECT p.merchant_id, p.asset, p.available, greatest(p.due, f.number) AS due, sum(p.minor) AS minor FROM parts p CROSS JOIN first_day f GROUP BY 1, 2, 3, 4
  ), summed AS (
    SELECT *, sum(minor) OVER (PARTITION BY merchant_id, asset ORDER BY due) AS upto FROM due
  ), payable AS (
    -- As far as the account has it: a settlement carries what a refund has taken and no batch has cleared yet.
    SELECT *, greatest(0, least(max(upto) OVER (PARTITION BY merchant_id, asset ORDER BY due), available)) AS paid FROM summed
  ), paid AS (
    SELECT asset, due, paid - lag(paid, 1, 0) OVER (PARTITION BY merchant_id, asset ORDER BY due) AS minor FROM payable
    UNION ALL
    SELECT asset, due, sum(minor) FROM cleared c
    WHERE NOT EXISTS (SELECT 1 FROM lacking l WHERE l.merchant_id = c.merchant_id AND l.asset = c.asset) GROUP BY 1, 2
    UNION ALL
    SELECT asset, f.number, sum(carried) FROM known CROSS JOIN first_day f WHERE NOT may_lack GROUP BY 1, 2
    UNION ALL
    SELECT k.asset, n.number + greatest(k.days, CASE WHEN n.is_open THEN 0 ELSE 1 END), sum(k.uncleared)
    FROM known k CROSS JOIN next_batch n WHERE NOT k.may_lack GROUP BY 1, 2
  )
  SELECT p.asset, d.day AS "dueOn", p.minor::bigint AS minor
  FROM (SELECT asset, greatest(due, f.number) AS due, sum(minor) AS minor FROM paid CROSS JOIN first_day f GROUP BY 1, 2 HAVING sum(minor) > 0) AS p
  JOIN bank_days d ON d.number = p.due AND d.is_open ORDER BY 1, 2`;
