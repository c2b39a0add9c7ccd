import type pg from "pg";

/**
 * A book of merchants' pending accounts between which profit shares move, as two-entry vouchers: what the benchmark posts
 * and what it fills the past with. The first account starts the others off and is overdrawn, which its subject allows here.
 */
export type TransferBook = { readonly accounts: number; readonly firstAccountId: bigint };

const START_MINOR = 1_000_000_000;
const OPENING = "00000000-0000-7000-8000-000000000001";

export async function openTransferBook(owner: pg.Pool, accounts: number): Promise<TransferBook> {
  await owner.query(
    "INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ($1, 'bench.open', '', '{}')",
    [OPENING],
  );
  await owner.query("UPDATE gl_subjects SET allow_negative = true WHERE code = '2202.01'");
  await owner.query("INSERT INTO parties (party_no, name) VALUES ('P', 'Bench')");
  await owner.query(
    `INSERT INTO merchants (merchant_no, party_id, name, fee_bps, settlement_days, auto_payout, marketing_policy, payee, shares, command_id)
     SELECT 'B' || n, (SELECT id FROM parties), 'Bench', 0, 1, false, 'PROPORTIONAL', '{}', '[]', $2 FROM generate_series(0, $1::int) n`,
    [accounts, OPENING],
  );
  await owner.query(
    `INSERT INTO accounts (account_no, gl_code, asset, normal_side, fund_owner, merchant_id)
     SELECT merchant_no || '-PENDING', '2202.01', 'CNY', 'CREDIT', 'CLIENT', id FROM merchants ORDER BY id`,
  );
  await owner.query(
    `SELECT count(*) FROM (SELECT array_agg(id ORDER BY id) AS ids, min(id) AS first FROM accounts WHERE account_no <> 'B0-PENDING' GROUP BY (id / 100)) AS hundred,
     LATERAL post_voucher($1, 'open:' || lpad(first::text, 10, '0'), 'profit_share.paid', 1, '2025-12-31', now(), 'bench', 'open', '', NULL, NULL,
       (SELECT id FROM accounts WHERE account_no = 'B0-PENDING') || ids, ARRAY['DEBIT'] || array_fill('CREDIT'::text, ARRAY[cardinality(ids)]),
       cardinality(ids) * $2::bigint || array_fill($2::bigint, ARRAY[cardinality(ids)]))`,
    [OPENING, START_MINOR],
  );
  await owner.query("VACUUM ANALYZE accounts, account_balances, vouchers, entries, merchants");
  const { rows } = await owner.query<{ first: bigint }>(
    "SELECT min(id) + 1 AS first FROM accounts WHERE gl_code = '2202.01'",
  );
  return { accounts, firstAccountId: rows[0]?.first ?? 0n };
}

/**
 * Fills the past year with vouchers of two entries, evenly over its months: in each round every account pays once and is
 * paid once. Written set by set past the posting function, with places and balances as it would have left them.
 */
export async function fillPast(owner: pg.Pool, book: TransferBook, entries: number): Promise<void> {
  const perRound = book.accounts;
  const rounds = Math.round(entries / 2 / perRound);
  const { rows } = await owner.query<{ rounds: bigint }>(
    "SELECT (entry_seq - 1) / 2 AS rounds FROM account_balances WHERE account_id = $1",
    [book.firstAccountId],
  );
  await owner.query("SELECT ensure_month(d::date) FROM generate_series('2025-12-01'::date, '2026-11-01', '1 month') d");
  for (let round = Number(rows[0]?.rounds ?? 0n); round < rounds; round += 1) {
    const on = `'2025-12-01'::date + ${Math.floor((round * 350) / rounds)}`;
    await owner.query(
      `WITH v AS (
         SELECT nextval('vouchers_id_seq') AS id, n FROM generate_series(0, ${perRound - 1}) n
       ), posted AS (
         INSERT INTO vouchers (id, accounting_on, catalogue_version, occurred_at, command_id, voucher_no, event,
                               idempotency_key, object_type, object_no)
         OVERRIDING SYSTEM VALUE
         SELECT id, ${on}, 1, ${on}, '${OPENING}',
                'V' || to_char(${on}, 'YYYYMMDD') || lpad(id::text, 8, '0'), 'profit_share.paid', 'bench:' || lpad(id::text, 12, '0'), 'bench', lpad(id::text, 12, '0')
         FROM v
       ), sides AS (
         SELECT id, 1 AS line_no, n AS place, 'DEBIT' AS side, -1 AS change, 2 AS step FROM v
         UNION ALL SELECT id, 2, (n + 1 + ${round}) % ${perRound}, 'CREDIT', 1, 1 FROM v
       )
       INSERT INTO entries (accounting_on, line_no, voucher_id, account_id, account_seq, amount_minor, change_minor,
                            balance_before_minor, balance_after_minor, side, asset)
       SELECT ${on}, line_no, id, ${book.firstAccountId} + place, 1 + ${2 * round} + step, 1, change,
              ${START_MINOR} + CASE side WHEN 'DEBIT' THEN 1 ELSE 0 END, ${START_MINOR} + CASE side WHEN 'DEBIT' THEN 0 ELSE 1 END, side, 'CNY'
       FROM sides`,
    );
  }
  await owner.query("UPDATE account_balances SET entry_seq = $1 WHERE account_id >= $2", [
    1 + 2 * rounds,
    book.firstAccountId,
  ]);
  await owner.query(
    "INSERT INTO days_begun SELECT accounting_on, min(id) FROM vouchers GROUP BY accounting_on ON CONFLICT DO NOTHING",
  );
  await owner.query("VACUUM ANALYZE vouchers, entries, account_balances");
}

/**
 * One voucher between random accounts, through the SQL function that commands of one voucher use, in one round trip. Its key
 * ends in the number of its object, as nearly every key does. The call is all there is to plan, as in the standard
 * transaction each statement is: a join or a cast around it would be measured as if it were posting.
 */
export function singleVoucherScript({ accounts, firstAccountId }: TransferBook): string {
  const last = firstAccountId + BigInt(accounts) - 1n;
  // One client begins no two transactions in the same microsecond.
  const objectNo = "to_char(now(), 'YYYYMMDDHH24MISSUS') || ':client_id'";
  return `\\set a random(${firstAccountId}, ${last})
\\set b random(${firstAccountId}, ${last})
\\set amount random(1, 1000)
SELECT ledger_post_command(uuidv7(), 'bench.post', 1, '', 'bench:' || ${objectNo}, 'profit_share.paid', 1, current_date, now(), 'bench',
  ${objectNo}, '', NULL, '{:a,:b}', '{DEBIT,CREDIT}', '{:amount,:amount}');
`;
}
