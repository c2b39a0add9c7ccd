import { randomUUID } from "node:crypto";
import pg from "pg";

/** Posting in raw SQL, past everything that the application checks: what only the database can answer for. */
export type RawLine = readonly [account: bigint, side: "DEBIT" | "CREDIT", amountMinor: bigint];
export type RawVoucher = {
  readonly key: string;
  readonly lines: readonly RawLine[];
  readonly event?: string;
  readonly day?: string;
  readonly approvalId?: bigint;
};
export type RawPosted = { ord: bigint; voucher_id: bigint; voucher_no: string; existed: boolean };
type Sql = Pick<pg.ClientBase, "query"> | pg.Pool;

/** An event that needs no approval and may not cross the funds: the least that any voucher may do. */
export const PLAIN_EVENT = "channel.remitted";
const DAY = "2026-11-20";

function columns(vouchers: readonly RawVoucher[]) {
  const lines = vouchers.flatMap((voucher, index) => voucher.lines.map((line) => ({ of: index + 1, line })));
  return {
    keys: vouchers.map((voucher) => voucher.key),
    events: vouchers.map((voucher) => voucher.event ?? PLAIN_EVENT),
    versions: vouchers.map(() => 1),
    days: vouchers.map((voucher) => voucher.day ?? DAY),
    times: vouchers.map(() => `${DAY}T04:00:00Z`),
    types: vouchers.map(() => "test"),
    memos: vouchers.map(() => ""),
    approvals: vouchers.map((voucher) => voucher.approvalId ?? null),
    of: lines.map(({ of }) => of),
    accounts: lines.map(({ line: [account] }) => account),
    sides: lines.map(({ line: [, side] }) => side),
    amounts: lines.map(({ line: [, , amount] }) => amount),
  };
}

/** `ledger_post` for a command that has claimed its id: one voucher goes the single way, several the set's. */
export async function postRaw(sql: Sql, command: string, vouchers: readonly RawVoucher[]): Promise<RawPosted[]> {
  const c = columns(vouchers);
  const { rows } = await sql.query<RawPosted>(
    "SELECT * FROM ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    [
      ...[command, c.keys, c.events, c.versions, c.days, c.times, c.types, c.keys, c.memos, c.approvals],
      ...[c.of, c.accounts, c.sides, c.amounts],
    ],
  );
  return rows;
}

/** `ledger_post_command`: claim, voucher and outcome in one statement. */
export async function postCommandRaw(sql: Sql, command: string, voucher: RawVoucher): Promise<RawPosted> {
  const { key, event = PLAIN_EVENT, day = DAY, lines, approvalId = null } = voucher;
  const { rows } = await sql.query<RawPosted>(
    "SELECT * FROM ledger_post_command($1, 'test.raw', NULL, '', $2, $3, 1, $4, $5, 'test', $2, '', $6, $7, $8, $9)",
    [
      ...[command, key, event, day, `${DAY}T04:00:00Z`, approvalId],
      ...[lines.map(([account]) => account), lines.map(([, side]) => side), lines.map(([, , amount]) => amount)],
    ],
  );
  const [posted] = rows;
  if (posted === undefined) throw new Error("ledger_post_command answered nothing");
  return posted;
}

/** `ledger_post_commands`: many commands of one voucher each, all or none. */
export async function postCommandsRaw(
  sql: Sql,
  commands: readonly string[],
  vouchers: readonly RawVoucher[],
): Promise<RawPosted[]> {
  const c = columns(vouchers);
  const { rows } = await sql.query<RawPosted>(
    "SELECT * FROM ledger_post_commands($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    [
      ...[commands, commands.map(() => "test.raw"), commands.map(() => null), commands.map(() => "")],
      ...[c.keys, c.events, c.versions, c.days, c.times, c.types, c.keys, c.memos, c.approvals],
      ...[c.of, c.accounts, c.sides, c.amounts],
    ],
  );
  return rows;
}

/** A transaction as `transact` makes it: claims the id, works, writes the outcome, commits; an error undoes it all. */
export async function inCommand<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, command: string) => Promise<T>,
  command: string = randomUUID(),
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("INSERT INTO receipts (command_id, name, input_hash) VALUES ($1, 'test.raw', '')", [command]);
    const answer = await work(client, command);
    await client.query("UPDATE receipts SET outcome = 'null' WHERE command_id = $1", [command]);
    await client.query("COMMIT");
    return answer;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/** The SQLSTATE that stopped it, with the constraint's name where a check did; null when nothing did. */
export async function stoppedBy(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.constraint === "no_overdraft" ? "no_overdraft" : (error.code ?? error.message);
  }
}

/** Opens an account of a subject, as commands do; answers its id. */
export async function openAccount(pool: pg.Pool, no: string, glCode: string, asset = "CNY"): Promise<bigint> {
  const { rows } = await pool.query<{ id: bigint }>(
    `INSERT INTO accounts (account_no, gl_code, asset, normal_side, fund_owner) VALUES ($1, $2, $3, 'DEBIT', 'CLIENT')
     RETURNING id`,
    [no, glCode, asset],
  );
  return rows[0]?.id ?? 0n;
}

/** Closes the days through `day` with nothing but the report that the database asks for. */
export async function closeRaw(client: pg.ClientBase, command: string, day: string): Promise<void> {
  await client.query("SELECT ledger_close($1, $2)", [command, day]);
  await client.query(
    `INSERT INTO day_close_reports (accounting_on, attempt, outcome, findings, red, waiting, content_hash, checked_at, command_id)
     SELECT $2::date, coalesce(max(attempt), 0) + 1, 'CLOSED', '[]'::jsonb, 0, 0, json_hash('[]'), now(), $1::uuid
     FROM day_close_reports WHERE accounting_on = $2`,
    [command, day],
  );
}

/** Everything that the book is: a change anywhere in it changes its hash. */
export const BOOK_TABLES = [
  ...["receipts", "ledger_settings", "voucher_events", "gl_subjects", "assets", "accounts", "account_balances"],
  ...["vouchers", "entries", "buffered_entries", "entry_positions", "holds", "hold_moves", "day_closings"],
  ...["closed_days", "closed_day_subjects", "closed_day_accounts", "day_close_reports", "posting_rules"],
  ...[
    "approvals",
    "approval_decisions",
    "approval_objects",
    "approval_policies",
    "approval_delegations",
    "approval_reviews",
    "user_totps",
    "suspense_items",
    "audit_events",
    "audit_anchors",
    "audit_trail",
    "proof_alarms",
  ],
];

/** Who may do what, and what the database does by itself; a right that is given away changes it. */
const RIGHTS = `SELECT 'rights' AS name, md5(string_agg(fact, E'\\n' ORDER BY fact)) AS hash FROM (
  SELECT concat_ws('|', oid::regclass, relacl, relowner) AS fact FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws('|', oid::regprocedure, proacl, prosrc, proconfig) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws('|', tgrelid::regclass, tgname, tgenabled, tgtype) FROM pg_trigger
  UNION ALL SELECT concat_ws('|', rolname, rolsuper, rolbypassrls) FROM pg_roles
) AS facts`;

export async function hashOfBook(pool: pg.Pool): Promise<Record<string, string>> {
  const tables = BOOK_TABLES.map(
    (table) =>
      `SELECT '${table}' AS name, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS hash FROM ${table} t`,
  );
  const { rows } = await pool.query<{ name: string; hash: string }>([...tables, RIGHTS].join(" UNION ALL "));
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}
