import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HostileTarget, openHostileTarget } from "@/tests/hostile-target";
import { BOOK_TABLES } from "@/tests/raw-ledger";

/** SQL as the app role, whoever sends it: what it may not touch it cannot touch, by any statement. */
let target: HostileTarget;
beforeAll(async () => {
  target = await openHostileTarget();
});
// What was stopped was rolled back, so one look at the whole book is enough for all of them.
afterAll(async () => {
  expect(await target.changed()).toEqual([]);
  await target.desk.db.drop();
});

const REFUSED = "42501";
const MAY_INSERT = new Set([
  "receipts",
  "accounts",
  "approvals",
  "approval_decisions",
  "approval_delegations",
  "approval_objects",
  "approval_policies",
  "approval_reviews",
  "user_totps",
  "suspense_items",
  "audit_events",
  "audit_anchors",
  "day_close_reports",
]);

describe("the tables of the book", () => {
  it.each(BOOK_TABLES)("%s is not deleted from, emptied, changed in shape, or given away", async (table) => {
    const partition = table === "entries" ? ["entries_202611"] : [];
    for (const name of [table, ...partition]) {
      for (const statement of [
        `DELETE FROM ${name}`,
        `TRUNCATE ${name} CASCADE`,
        `ALTER TABLE ${name} OWNER TO desk_app`,
        `ALTER TABLE ${name} DISABLE TRIGGER ALL`,
        `ALTER TABLE ${name} ADD COLUMN more text`,
        `CREATE TRIGGER more BEFORE INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
        `CREATE RULE more AS ON INSERT TO ${name} DO INSTEAD NOTHING`,
        `CREATE INDEX ON ${name} ((1))`,
        `DROP TABLE ${name} CASCADE`,
      ]) {
        expect(await target.attack([statement]), statement).toBe(REFUSED);
      }
    }
  });

  it.each(BOOK_TABLES.filter((table) => !MAY_INSERT.has(table)))(
    "%s takes no row but from its functions",
    async (table) => {
      for (const statement of [
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${table}`,
        `INSERT INTO ${table} DEFAULT VALUES ON CONFLICT DO NOTHING`,
        `COPY ${table} FROM STDIN`,
        `MERGE INTO ${table} USING (SELECT 1) AS s ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES`,
      ]) {
        expect(await target.attack([statement]), statement).toBe(REFUSED);
      }
    },
  );
});

const UPDATES: [change: string, sqlstate?: string][] = [
  ["UPDATE vouchers SET memo = 'x'"],
  ["UPDATE vouchers SET accounting_on = '2026-01-01'"],
  ["UPDATE entries SET amount_minor = 1"],
  ["UPDATE entries_202611 SET amount_minor = 1"],
  ["UPDATE entry_positions SET account_seq = 9"],
  ["UPDATE buffered_entries SET change_minor = 9"],
  ["UPDATE account_balances SET posted_minor = posted_minor + 1"],
  ["UPDATE account_balances SET frozen_minor = 0"],
  ["UPDATE account_balances SET allow_negative = true"],
  ["UPDATE account_holdings SET frozen_minor = 0", "55000"],
  [
    "MERGE INTO account_balances b USING accounts a ON a.id = b.account_id WHEN MATCHED THEN UPDATE SET posted_minor = 0",
  ],
  ["SELECT 1 FROM account_balances FOR UPDATE"],
  ["WITH gone AS (DELETE FROM buffered_entries RETURNING *) SELECT count(*) FROM gone"],
  ["UPDATE accounts SET asset = 'USD'"],
  ["UPDATE accounts SET fund_owner = 'OWN'"],
  ["UPDATE gl_subjects SET allow_negative = true"],
  ["UPDATE assets SET scale = 0"],
  ["UPDATE voucher_events SET needs_approval = false"],
  ["UPDATE voucher_events SET crosses_funds = true"],
  ["UPDATE ledger_settings SET closed_through = '2000-01-01'"],
  ["UPDATE day_closings SET closed_through = '2000-01-01'"],
  ["UPDATE closed_days SET vouchers = 0"],
  ["UPDATE day_close_reports SET outcome = 'CLOSED'"],
  ["UPDATE posting_rules SET rule = '{}'"],
  ["UPDATE holds SET status = 'RELEASED'"],
  ["UPDATE hold_moves SET amount_minor = 1"],
  ["UPDATE receipts SET name = 'x'"],
  ["UPDATE receipts SET command_id = gen_random_uuid()"],
  ["UPDATE receipts SET outcome = '1'", "CD002"],
  ["UPDATE receipts SET outcome = NULL", "CD002"],
  [
    "INSERT INTO receipts (command_id, name, input_hash) SELECT command_id, 'x', '' FROM receipts ON CONFLICT (command_id) DO UPDATE SET outcome = '1'",
    "CD002",
  ],
  ["UPDATE audit_events SET actor_login = 'nobody'"],
  ["UPDATE approval_decisions SET verdict = 'APPROVE'"],
  ["UPDATE audit_anchors SET line_hash = 'x'"],
  ["UPDATE audit_trail SET id = gen_random_uuid()"],
];

describe("what stands in the book", () => {
  it.each(UPDATES)("%s", async (change, sqlstate = REFUSED) => {
    expect(await target.attack([change])).toBe(sqlstate);
  });
});

const POWERS: [statement: string, sqlstate?: string][] = [
  ["SET session_replication_role = replica"],
  ["SET ROLE desk_owner"],
  ["SET SESSION AUTHORIZATION desk_owner"],
  ["ALTER ROLE desk_app SUPERUSER"],
  ["GRANT desk_owner TO desk_app"],
  ["CREATE ROLE more SUPERUSER"],
  ["ALTER SYSTEM SET fsync = off", "25001"],
  ["SET zero_damaged_pages = on"],
  ["SET allow_system_table_mods = on"],
  ["UPDATE pg_proc SET prosrc = 'SELECT 1' WHERE proname = 'check_entries'"],
  ["UPDATE pg_trigger SET tgenabled = 'D'"],
  ["CREATE TABLE mine (x int)"],
  ["CREATE VIEW mine AS SELECT 1"],
  ["CREATE SCHEMA mine"],
  ["CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
  ["CREATE OR REPLACE FUNCTION require_claim(p_command uuid) RETURNS void LANGUAGE sql AS ''"],
  ["CREATE FUNCTION require_claim(p_command text) RETURNS void LANGUAGE sql AS ''"],
  ["CREATE FUNCTION pg_catalog.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
  ["CREATE OPERATOR public.<> (LEFTARG = numeric, RIGHTARG = integer, FUNCTION = numeric_ne)"],
  ["CREATE CAST (bigint AS text) WITH INOUT"],
  ["CREATE EXTENSION hstore"],
  ["ALTER FUNCTION check_entries() RENAME TO mine"],
  ["DROP FUNCTION check_entries() CASCADE"],
  ["DROP TRIGGER lawful ON entries"],
  ["ALTER TABLE account_balances DROP CONSTRAINT no_overdraft"],
  ["ALTER TABLE entries DETACH PARTITION entries_202611"],
  ["ALTER SEQUENCE vouchers_id_seq RESTART 1"],
  ["SELECT setval('vouchers_id_seq', 1)"],
  ["SELECT nextval('vouchers_id_seq')"],
  // Answered with a warning instead of an error; that nothing was given shows in the hash of the rights.
  ["GRANT ALL ON entries, account_balances TO desk_app", "warning"],
  ["GRANT EXECUTE ON FUNCTION post_voucher TO desk_app"],
  ["SELECT grant_app_role('desk_app')"],
  ["SELECT grant_app_role_audit_anchors('desk_app')"],
  ["ALTER DEFAULT PRIVILEGES FOR ROLE desk_owner GRANT ALL ON TABLES TO desk_app"],
  ["REASSIGN OWNED BY desk_owner TO desk_app"],
  ["COPY vouchers TO PROGRAM 'cat'"],
  ["COPY receipts FROM PROGRAM 'cat'"],
  ["COPY receipts FROM '/etc/hostname'"],
  ["SELECT lo_import('/etc/hostname')"],
  ["SELECT pg_read_file('/etc/hostname')"],
  ["DO $$ BEGIN UPDATE account_balances SET posted_minor = 0; END $$"],
  ["DO $$ BEGIN EXECUTE 'ALTER TABLE entries DISABLE TRIGGER ALL'; END $$"],
  ["LOCK TABLE entries IN ACCESS EXCLUSIVE MODE"],
  ["LOCK TABLE account_balances IN ROW EXCLUSIVE MODE"],
  ["PREPARE TRANSACTION 'later'", "55000"],
  ["SELECT post_voucher(NULL, '', '', 1, NULL, NULL, '', '', '', NULL, NULL, NULL, NULL, NULL)"],
  ["SELECT post_vouchers(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"],
  ["SELECT fold_account(1)"],
  ["SELECT take_from_hold(1, 'RELEASE', 1)"],
  ["SELECT move_closed_through(gen_random_uuid(), '2030-01-01', 1)"],
];

describe("powers that the role does not have", () => {
  it.each(POWERS)("%s", async (statement, sqlstate = REFUSED) => {
    expect((await target.attack([statement])) ?? "warning").toBe(sqlstate);
  });
});
