import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HostileTarget, openHostileTarget } from "@/tests/hostile-target";
import { stoppedBy } from "@/tests/raw-ledger";

/** The owner of the tables can take the guards away; what it does by mistake, they still stop. */
let target: HostileTarget;
beforeAll(async () => {
  target = await openHostileTarget();
});
afterAll(async () => {
  expect(await target.changed()).toEqual([]);
  await target.desk.db.drop();
});

const APPEND_ONLY = {
  vouchers: "memo",
  entries: "account_id",
  entries_202611: "account_id",
  entry_positions: "account_id",
  hold_moves: "kind",
  day_closings: "was_through",
  day_close_reports: "outcome",
  audit_events: "actor_login",
  approval_decisions: "note",
  posting_rules: "version",
};
const FORGED_ENTRIES = (
  into: string,
  second: string,
) => `INSERT INTO ${into} (accounting_on, voucher_id, line_no, account_id,
    account_seq, side, amount_minor, asset, change_minor, balance_before_minor, balance_after_minor)
  SELECT v.accounting_on, v.id, 90 + n, a.id, 5000 + n, CASE n WHEN 1 THEN 'DEBIT' ELSE 'CREDIT' END, m, 'CNY', m, 0, m FROM vouchers v, accounts a, (VALUES (1, 1), (2, ${second})) AS l (n, m) WHERE v.idempotency_key = 'raw-a' AND a.account_no = 'RAW-A'`;

const CASES: [statement: string, sqlstate: string][] = [
  ...Object.entries(APPEND_ONLY).flatMap(([table, column]): [string, string][] => [
    [`DELETE FROM ${table}`, "CD002"],
    [`UPDATE ${table} SET ${column} = ${column}`, "CD002"],
    [`TRUNCATE ${table} CASCADE`, "CD002"],
  ]),
  ["DELETE FROM receipts", "CD002"],
  ["TRUNCATE receipts CASCADE", "CD002"],
  ["UPDATE receipts SET outcome = '1'", "CD002"],
  ["UPDATE receipts SET actor_id = 1", "CD002"],
  [FORGED_ENTRIES("entries", "2"), "CD003"],
  [FORGED_ENTRIES("entries_202611", "2"), "CD003"],
  ["UPDATE account_balances SET posted_minor = -1 WHERE NOT allow_negative", "no_overdraft"],
  ["UPDATE account_balances SET frozen_minor = -1", "CD017"],
  ["UPDATE account_balances SET frozen_minor = posted_minor + 1 WHERE NOT allow_negative", "no_overdraft"],
  ["UPDATE holds SET captured_minor = amount_minor + 1", "23514"],
  ["UPDATE holds SET status = 'RELEASED'", "23514"],
  ["INSERT INTO ledger_settings (only_row) VALUES (false)", "23514"],
  ["SELECT ensure_month('1999-01-01')", "CD004"],
  ["INSERT INTO receipts (command_id, name, input_hash) VALUES (gen_random_uuid(), 'x', '')", "CD013"],
];

describe("the database, attacked as its owner", () => {
  it.each(CASES)("%s", async (statement, sqlstate) => {
    const { ownerPool } = target.desk.db;
    expect(await stoppedBy(ownerPool.query(statement))).toBe(sqlstate);
  });
});
