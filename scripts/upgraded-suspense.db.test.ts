import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createOlderDatabase, type OlderDatabase } from "@/tests/older-database";
import { migrate } from "./migrate";
import { APP_ROLE } from "./postgres/roles";

/** Items that were there before they had a service level, and a resolution that claimed before claims were followed. */
const LAST_BEFORE = "20261121001500_boards";
let older: OlderDatabase;
let admin: pg.Client;

beforeAll(async () => {
  older = await createOlderDatabase(LAST_BEFORE);
  admin = new pg.Client({ connectionString: older.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await older.drop();
});

/** The rows alone, past every rule: how they came about is proved elsewhere. */
async function plantItems(): Promise<void> {
  const command = randomUUID();
  await admin.query("SET session_replication_role = replica");
  await admin.query("INSERT INTO assets (code, name, scale, kind) VALUES ('CNY', 'yuan', 2, 'CASH')");
  await admin.query("INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ($1, 'test', 'h', '{}')", [
    command,
  ]);
  await admin.query(
    `INSERT INTO vouchers (id, accounting_on, catalogue_version, occurred_at, command_id, voucher_no, event, idempotency_key,
       object_type, object_no, memo)
     OVERRIDING SYSTEM VALUE
     VALUES (1, '2026-11-16', 1, '2026-11-16', $1, 'V1', 'suspense.claimed', 'k1', 'suspense', 'SU20261116000002', '')`,
    [command],
  );
  await admin.query(
    `INSERT INTO channels (code, name, format, timezone, cutoff, statement_lag_days, buffer_days, refund_window_days, settles,
       remit_lag_days, cost_bps, bank_account, command_id)
     VALUES ('wechat', 'WeChat', 'wechat-trade', 'Asia/Shanghai', '00:00', 1, 1, 365, 'NET', 1, 60, 'reserve', $1)`,
    [command],
  );
  await admin.query(
    `INSERT INTO suspense_items (item_no, signature, channel_id, kind, item_kind, direction, amount_minor, asset, match_key, batch_id,
       batch_on, result_id, opened_on, opened_voucher_id, status, resolution, resolved_voucher_id, resolved_at, created_at, command_id)
     SELECT no, no, (SELECT id FROM channels), kind, 'PAYMENT', direction, minor, 'CNY', no, 1, '2026-11-13', 1, '2026-11-13', 1, status, resolution,
            CASE WHEN resolution IS NULL THEN NULL ELSE 1 END, CASE WHEN resolution IS NULL THEN NULL ELSE '2026-11-16'::timestamptz END,
            '2026-11-14T10:00:00+08:00', $1
     FROM (VALUES ('SU20261116000001', 'LONG', 'LONG', 700, 'OPEN', NULL),
                  ('SU20261116000002', 'SHORT', 'SHORT', 2000000, 'RESOLVED', 'CLAIM_FROM_CHANNEL'),
                  ('SU20261116000003', 'FEE_MISMATCH', 'SHORT', 5, 'RESOLVED', 'WRITE_OFF_AS_LOSS'))
       AS item (no, kind, direction, minor, status, resolution)`,
    [command],
  );
  await admin.query("SET session_replication_role = origin");
}

it("items get their service level and claims are followed, whatever was there before", async () => {
  await plantItems();
  const applied = await migrate(older.ownerUrl, APP_ROLE);
  expect(applied).toContain("20261121001810_states_and_claims");
  const { rows: items } = await admin.query(
    "SELECT item_no, severity, due_on::text AS due FROM suspense_items ORDER BY item_no",
  );
  expect(items).toEqual([
    { item_no: "SU20261116000001", severity: "LOW", due: "2026-11-24" },
    { item_no: "SU20261116000002", severity: "HIGH", due: "2026-11-17" },
    { item_no: "SU20261116000003", severity: "LOW", due: "2026-11-27" },
  ]);
  const { rows: claims } = await admin.query(
    "SELECT claim_no, claimed_minor::text AS claimed, status, due_on::text AS due FROM claims",
  );
  expect(claims).toEqual([{ claim_no: "CL20261116000002", claimed: "2000000", status: "OPEN", due: "2026-11-30" }]);
});
