import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import type { Actor } from "@/core/permissions/actor";
import { releaseSettlementByHand, reviewSettlement } from "@/server/commands/move-settlements";
import { noteDispute } from "@/server/commands/note-dispute";
import { proposeDepositDraw } from "@/server/commands/propose-deposit-draw";
import { setMerchants } from "@/server/commands/set-merchants";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs } from "@/tests/approval-fixture";
import { asSystem } from "@/tests/command-context";
import { accepted, by, type Desk } from "@/tests/desk-fixture";
import { channelSays, openPayoutDesk } from "@/tests/payout-fixture";
import { clearDay, giveBack, lastOf, sell, settleDay } from "@/tests/settlement-fixture";

/** Settlements in every state, with something held back and a draw; then every proof is seen failing, every guard refusing. */
let desk: Desk;
let waiting: string;
const sale = (orderNo: string, merchantNo: string, cashMinor: bigint) => ({ orderNo, merchantNo, cashMinor });
beforeAll(async () => {
  desk = await openPayoutDesk();
  const { maker, finance } = desk.people;
  const merchants = [
    { merchantNo: "M1", name: "Shop M1", autoPayout: true },
    { merchantNo: "W", name: "Waiting" },
    { merchantNo: "B", name: "Big" },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
  await sell(
    "2026-11-10",
    sale("A1", "M1", 9_000n),
    sale("A2", "M2", 4_000n),
    sale("A3", "W", 2_000n),
    sale("A4", "M2", 500n),
  );
  const commandId = randomUUID();
  const dispute = { commandId, orderNo: "A4", amountMinor: 500n, channelCaseNo: null, reason: "not received" };
  accepted(await noteDispute(by(maker, commandId), dispute));
  await clearDay("2026-11-10");
  await settleDay("2026-11-11");
  await move(reviewSettlement, maker, "M1");
  await move(releaseSettlementByHand, finance, "M1");
  await channelSays(desk, (await lastOf("M1")).payoutNo ?? "", "SUCCEEDED");
  waiting = (await lastOf("W")).no;
  await move(reviewSettlement, maker, "W");
  await sell("2026-11-12", sale("A5", "M2", 3_000n));
  await giveBack("2026-11-11", "A2", 1_500n);
  await clearDay("2026-11-11");
  await settleDay("2026-11-12");
  accepted(await approveAs(finance, await askToDraw(1_000n)));
  await sell("2026-11-12", sale("A6", "B", 1_000_001n));
  await clearDay("2026-11-12");
  await settleDay("2026-11-13");
});
afterAll(() => desk.db.drop());

async function move(command: typeof reviewSettlement, actor: Actor, merchantNo: string) {
  const { no, version } = await lastOf(merchantNo);
  const commandId = randomUUID();
  return accepted(await command(by(actor, commandId), { commandId, settlementNo: no, expectedVersion: version }));
}

async function askToDraw(amountMinor: bigint): Promise<string> {
  const { no, version } = await lastOf("M2");
  const commandId = randomUUID();
  const input = { commandId, settlementNo: no, expectedVersion: version, amountMinor, reason: "owed" };
  return accepted(await proposeDepositDraw(by(desk.people.maker, commandId), input)).approvalNo;
}

const TABLES = [
  ...["settlement_batches", "settlement_terms", "settlement_parts"],
  ...["settlements", "settlement_hold_backs", "deposit_draws"],
];

async function failedAfter(statement: string): Promise<string[]> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const table of [...TABLES, "vouchers", "holds", "payouts"]) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    if (statement !== "") expect((await client.query(statement)).rowCount, statement).toBeGreaterThan(0);
    const db = {
      query: async <Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) =>
        (await client.query<Row>(sql, [...params])).rows,
    };
    const { checks } = await verifyBooks(db);
    return checks.filter((check) => !check.ok).map((check) => check.name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const ADDS = "settlements_add_up";
const ALL = "settlements_take_all";
const BOOKED = "settlements_booked";
const FROZEN = "settlements_frozen";
const PAID = "settlements_paid";
test.each<[string, string, string[]]>([
  ["nothing", "", []],
  [
    "other figures",
    "UPDATE settlements SET captured_minor = captured_minor + 1, carried_minor = carried_minor + 1 WHERE status = 'PAID'",
    [ADDS],
  ],
  [
    "another opening",
    "UPDATE settlements SET opening_minor = opening_minor + 1, refunded_minor = refunded_minor + 1 WHERE opening_minor < 0",
    [ADDS],
  ],
  [
    "more settled than posted",
    "UPDATE settlements SET settled_minor = settled_minor + 1, carried_minor = carried_minor - 1 WHERE status = 'REVIEWED'",
    [ADDS, BOOKED, FROZEN],
  ],
  ["a hold-back of another amount", "UPDATE settlement_hold_backs SET net_minor = 1", [ADDS]],
  ["a hold-back that is gone", "DELETE FROM settlement_hold_backs", [ADDS]],
  ["a draw that is gone", "DELETE FROM deposit_draws", [ADDS, BOOKED]],
  ["another content", `UPDATE settlement_batches SET content_hash = repeat('0', 64)`, [ADDS]],
  [
    "a part that is gone",
    "DELETE FROM settlement_parts WHERE ctid = (SELECT min(ctid) FROM settlement_parts)",
    [ADDS, ALL],
  ],
  ["a part that is not due", "UPDATE settlement_terms SET cleared_through = '2026-11-10'", [ALL]],
  [
    "a voucher of another settlement",
    "UPDATE vouchers SET object_no = 'JS0' WHERE event = 'merchant.settled' AND idempotency_key LIKE '%0'||right(idempotency_key, 1)",
    [BOOKED],
  ],
  [
    "money that is free too early",
    "UPDATE settlements SET status = 'RELEASED', released_by = (SELECT max(id) FROM users), released_at = now() WHERE status = 'REVIEWED'",
    [FROZEN],
  ],
  [
    "paid before the payout has arrived",
    "UPDATE payouts SET status = 'ACCEPTED'",
    [PAID, "payouts_attempted", "payouts_booked", "payouts_in_transit", "payouts_reserved"],
  ],
  ["a payout that takes more", "UPDATE settlements SET paid_minor = 1 WHERE status = 'PAID'", [PAID]],
])("%s is found", async (_, statement, checks) => {
  expect((await failedAfter(statement)).sort()).toEqual([...checks].sort());
});

describe("nobody", () => {
  test("adds to a settled batch, changes or removes it: not the application, not the owner", async () => {
    for (const pool of [desk.db.ownerPool, globalThis.deskPool]) {
      for (const table of TABLES) {
        await expect(pool?.query(`DELETE FROM ${table}`), table).rejects.toThrow(/append-only|permission denied/);
        await expect(pool?.query(`TRUNCATE ${table} CASCADE`), table).rejects.toThrow(/append-only|permission denied/);
      }
      for (const table of TABLES.slice(0, 3)) {
        const column = table === "settlement_batches" ? "id" : table === "settlement_parts" ? "channel_id" : "batch_id";
        await expect(pool?.query(`UPDATE ${table} SET ${column} = 7`), table).rejects.toThrow(
          /append-only|permission denied/,
        );
      }
      await expect(pool?.query("UPDATE settlements SET settled_minor = 1, carried_minor = 0")).rejects.toThrow(
        /stays what|permission denied/,
      );
      await expect(pool?.query("UPDATE settlement_hold_backs SET released_by = held_by")).rejects.toThrow(
        "counted once",
      );
      await expect(pool?.query("UPDATE deposit_draws SET counted_by = settlement_id")).rejects.toThrow("counted once");
      for (const [table, changed] of [
        ["settlement_terms", '{"merchant_id": 77}'],
        ["settlements", '{"id": 77, "settlement_no": "X", "asset": "JPY"}'],
        ["settlement_parts", '{"channel_id": 77}'],
        ["settlement_hold_backs", '{"id": 77, "object_no": "X"}'],
      ]) {
        const add = `INSERT INTO ${table} ${table === "settlement_hold_backs" ? "OVERRIDING SYSTEM VALUE" : ""}
          SELECT (jsonb_populate_record(t, '${changed}')).* FROM ${table} t LIMIT 1`;
        await expect(pool?.query(add), table).rejects.toThrow("a settled batch takes nothing more");
      }
    }
  });

  test("moves a settlement without what proves it", async () => {
    const app = globalThis.deskPool;
    const set = (what: string) =>
      app?.query(`UPDATE settlements SET ${what}, version = version + 1 WHERE settlement_no = '${waiting}'`);
    const by = "released_by = (SELECT id FROM users WHERE login = 'finance'), released_at = now()";
    await expect(set("status = 'PAID'")).rejects.toThrow("does not go from REVIEWED to PAID");
    await expect(set("reviewed_by = (SELECT id FROM users WHERE login = 'lead')")).rejects.toThrow(
      "stays what was computed and signed",
    );
    await expect(set(`status = 'RELEASED', ${by}`)).rejects.toThrow("without what proves it");
    await expect(set("status = 'RELEASED', released_by = reviewed_by, released_at = now()")).rejects.toThrow(
      "two_people",
    );
  });

  test("lets frozen money go, or uses it, before the settlement is released", async () => {
    const client = await globalThis.deskPool?.connect();
    for (const end of ["SELECT ledger_release($1, 'free', h.id, NULL) FROM holds h WHERE h.object_no = $2", null]) {
      await client?.query("BEGIN");
      const commandId = randomUUID();
      await client?.query("INSERT INTO receipts (command_id, name, input_hash) VALUES ($1, 'x', 'x')", [commandId]);
      if (end !== null) await client?.query(end, [commandId, waiting]);
      else {
        await client?.query(
          `SELECT ledger_capture($1, ARRAY[h.id], ARRAY[h.amount_minor], 'take', 'payout.accepted', 1, '2026-11-20', now(), 'payout', 'PO1', '', NULL,
             ARRAY[h.account_id, (SELECT id FROM accounts WHERE gl_code = '2242' AND asset = 'CNY')], ARRAY['DEBIT', 'CREDIT'], ARRAY[h.amount_minor, h.amount_minor])
           FROM holds h WHERE h.object_no = $2`,
          [commandId, waiting],
        );
      }
      await client?.query("UPDATE receipts SET outcome = '{}' WHERE command_id = $1", [commandId]);
      await expect(client?.query("COMMIT")).rejects.toThrow("ends with the release of settlement");
    }
    client?.release();
  });

  test("writes a batch that is not its settlements, comes before another, or has not posted", async () => {
    const insert = (day: string, hash: string) =>
      globalThis.deskPool?.query(
        `INSERT INTO settlement_batches (id, batch_no, settled_on, settlement_count, release_limit_minor, content_hash, computed_at, command_id)
         SELECT 500, 'JBX', $1, 0, 0, ${hash}, now(), command_id FROM settlement_batches LIMIT 1`,
        [day],
      );
    await expect(insert("2026-11-20", "repeat('0', 64)")).rejects.toThrow("is not what its settlements are");
    await expect(insert("2026-11-05", "settlement_hash(500)")).rejects.toThrow("is before one that was settled");
  });
});

describe("a request is void (STALE) when what it is about has changed", () => {
  const change = async (sql: string, no: string) => {
    const client = await desk.db.ownerPool.connect();
    await client.query("BEGIN; ALTER TABLE settlements DISABLE TRIGGER USER");
    expect((await client.query(sql, [no])).rowCount).toBe(1);
    await client.query("ALTER TABLE settlements ENABLE TRIGGER USER; COMMIT");
    client.release();
  };
  const set = (column: string, value: string) => `UPDATE settlements SET ${column} = ${value} WHERE settlement_no = $1`;

  test.each([
    ["version", set("version", "version + 1"), set("version", "version - 1")],
    [
      "settledMinor",
      set("settled_minor", "settled_minor + 1, captured_minor = captured_minor + 1"),
      set("settled_minor", "settled_minor - 1, captured_minor = captured_minor - 1"),
    ],
    ["asset", set("asset", "'JPY'"), set("asset", "'CNY'")],
    [
      "merchantNo",
      set("merchant_id", "(SELECT id FROM merchants WHERE merchant_no = 'W')"),
      set("merchant_id", "(SELECT id FROM merchants WHERE merchant_no = 'B')"),
    ],
    [
      "reviewer",
      set("reviewed_by", "(SELECT id FROM users WHERE login = 'colleague')"),
      set("reviewed_by", "(SELECT id FROM users WHERE login = 'maker')"),
    ],
  ])("a release: %s", async (_, there, back) => {
    const { maker, finance, finance2 } = desk.people;
    if ((await lastOf("B")).status === "COMPUTED") await move(reviewSettlement, maker, "B");
    const { no } = await lastOf("B");
    const { approvalNo } = await move(releaseSettlementByHand, finance, "B");
    await change(there, no);
    expect(accepted(await approveAs(finance2, approvalNo ?? "")).outcome).toBe("STALE");
    await change(back, no);
  });

  test.each([
    ["version", set("version", "version + 1"), set("version", "version - 1")],
    [
      "carriedMinor",
      set("carried_minor", "carried_minor - 1, captured_minor = captured_minor - 1"),
      set("carried_minor", "carried_minor + 1, captured_minor = captured_minor + 1"),
    ],
    [
      "merchantNo",
      set("merchant_id", "(SELECT id FROM merchants WHERE merchant_no = 'M1')"),
      set("merchant_id", "(SELECT id FROM merchants WHERE merchant_no = 'M2')"),
    ],
  ])("a draw: %s", async (_, there, back) => {
    const { no } = await lastOf("M2");
    await change(set("carried_minor", "carried_minor - 50, captured_minor = captured_minor - 50"), no);
    const approvalNo = await askToDraw(10n);
    await change(there, no);
    expect(accepted(await approveAs(desk.people.finance, approvalNo)).outcome).toBe("STALE");
    await change(back, no);
    await change(set("carried_minor", "carried_minor + 50, captured_minor = captured_minor + 50"), no);
  });
});

test("a list of rules that was approved before these acts is still what was approved, and no other one is", async () => {
  const { rows } = await desk.db.ownerPool.query<{ whole: boolean; same: boolean; longer: boolean; less: boolean }>(
    `SELECT are_rules_approved(p.rules, old.rules) AS whole, are_rules_approved(old.rules, old.rules) AS same,
            are_rules_approved(p.rules || old.rules, old.rules) AS longer, are_rules_approved(p.rules - 0, old.rules) AS less
     FROM approval_policies p CROSS JOIN LATERAL (
       SELECT jsonb_agg(r ORDER BY n) AS rules FROM jsonb_array_elements(p.rules) WITH ORDINALITY AS e (r, n)
       WHERE r ->> 'act' NOT IN ('SETTLEMENT_RELEASE', 'DEPOSIT_DRAW')) AS old`,
  );
  expect(rows).toEqual([{ whole: true, same: true, longer: false, less: false }]);
});
