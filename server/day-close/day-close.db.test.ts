import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockingOf } from "@/core/day-close/findings";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { closeDay } from "@/server/commands/close-day";
import { proposeDayException } from "@/server/commands/propose-day-exception";
import { proposeDayReopen } from "@/server/commands/propose-day-reopen";
import { reopenDay } from "@/server/commands/reopen-day";
import { runClearing } from "@/server/commands/run-clearing";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { runSettlement } from "@/server/commands/run-settlement";
import { waiveDelivery } from "@/server/commands/waive-delivery";
import { getDayClose } from "@/server/queries/get-day-close";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";
import { runBookCheck } from "@/server/verify/book-check";
import { DAY_CLOSE_CHECKS } from "@/server/verify/day-close-checks";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs } from "@/tests/approval-fixture";
import { bankStatement, importBankText } from "@/tests/bank-fixture";
import { as, asSystem } from "@/tests/command-context";
import { accepted, type Desk, importBill, openDesk, orderLine } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";
import { findDayState } from "./find-day-state";

/** One day of business that is worked off step by step, and the days after it, which had none. */
const DAY = "2026-11-16";
const NEXT = "2026-11-17";
const THIRD = "2026-11-18";
const EVENING = new Date("2026-11-21T01:00:00+08:00");
const LINES = [
  { orderNo: "D1", amountMinor: 10_000n },
  { orderNo: "X1", amountMinor: 700n },
];

let desk: Desk;
let finance: Actor;
let lead: Actor;
beforeAll(async () => {
  process.env.DESK_CLOCK = EVENING.toISOString();
  desk = await openDesk();
  ({ finance, lead } = desk.people);
  await takeOrders([orderLine({ orderNo: "D1", cashMinor: 10_000n }, DAY)]);
});
afterAll(() => desk.db.drop());

const close = (date: string, actor: Actor = finance) => closeDay(as(actor, randomUUID(), EVENING), { date });
const reconcile = (date: string) => runReconciliation(asSystem(randomUUID(), EVENING), { channel: "wechat", date });
const clear = (date: string) => runClearing(asSystem(randomUUID(), EVENING), { date });
const takeBank = (day: string) =>
  importBankText(writeCamt053([bankStatement({ day, openingMinor: 0n, movements: [] })]), "reserve");

async function inTheWay(day: string, db: Parameters<typeof findDayState>[0] = reader): Promise<string[]> {
  return blockingOf(await findDayState(db, day, EVENING)).map(({ code, place }) => `${code} ${place}`.trim());
}

function askException(date: string, blocking: number, actor: Actor = finance) {
  const commandId = randomUUID();
  const input = { commandId, date, blocking, reason: "the channel was down and says so" };
  return proposeDayException(as(actor, commandId, EVENING), input);
}

function askReopen(date: string, actor: Actor = finance) {
  const commandId = randomUUID();
  return proposeDayReopen(as(actor, commandId, EVENING), { commandId, date, reason: "a bank line came late" });
}

const attemptsOf = (day: string) =>
  reader.query<{ attempt: number; outcome: string; red: number }>(
    "SELECT attempt, outcome, red + waiting AS red FROM day_close_reports WHERE accounting_on = $1 ORDER BY attempt",
    [day],
  );

describe("a day is worked off", () => {
  it("each line in red until its work is done, and closing is refused with a sentence for each", async () => {
    expect(await inTheWay(DAY)).toEqual(["statement_late wechat", "clearing_missing"]);
    const refused = await close(DAY);
    expect(refused).toMatchObject({
      refusal: {
        code: "day_not_ready",
        message: expect.stringMatching(/wechat.*2026-11-17.*Import it.*not cleared.*Run the clearing/),
        details: [expect.any(String), expect.any(String)],
      },
    });
    await importBill(DAY, LINES);
    expect(await inTheWay(DAY)).toEqual(["batch_missing wechat", "clearing_missing"]);
    accepted(await reconcile(DAY));
    expect(await inTheWay(DAY)).toEqual(["clearing_missing"]);
    await importBill(DAY, [...LINES, { orderNo: "X2", amountMinor: 900n }]);
    expect(await inTheWay(DAY)).toEqual(["batch_outdated wechat", "clearing_missing"]);
    accepted(await reconcile(DAY));
    accepted(await clear(DAY));
    expect(await inTheWay(DAY)).toEqual([]);
    accepted(await takeBank("2026-11-15"));
    expect(await inTheWay(DAY)).toEqual(["bank_behind reserve"]);
    accepted(await takeBank(DAY));
    expect(await inTheWay(DAY)).toEqual([]);
    expect(await attemptsOf(DAY)).toEqual([{ attempt: 1, outcome: "REFUSED", red: 2 }]);
  });

  it("states what is open without waiting for it", async () => {
    const stated = (await findDayState(reader, DAY, EVENING)).filter(({ state }) => state === "STATED");
    expect(stated).toMatchObject([{ code: "suspense_open", place: "LONG", left: "1600", params: { count: "2" } }]);
  });
});

/** As the owner of the tables with their guards off, taken back afterwards. */
async function unguarded<T>(tables: readonly string[], act: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    return await act(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
const readerOf = (client: pg.PoolClient) => ({
  query: async <Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) =>
    (await client.query<Row>(sql, [...params])).rows,
});
const GUARDED = ["entries", "account_balances", "clearing_lines", "suspense_items", "statement_assets", "batches"];
const FIRST_ENTRY = `(voucher_id, line_no) = (SELECT voucher_id, line_no FROM entries WHERE accounting_on = '${DAY}' ORDER BY 1, 2 LIMIT 1)`;

/** What stands in the way of `day` after something was changed past every guard. */
const faultOf = (statement: string, day = DAY) =>
  unguarded(GUARDED, async (client) => {
    expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
    return inTheWay(day, readerOf(client));
  });

describe("a fault that was planted is found", () => {
  it.each<[string, string, string[]]>([
    [
      "an amount changed",
      `UPDATE entries SET amount_minor = amount_minor + 1 WHERE ${FIRST_ENTRY}`,
      ["vouchers_unbalanced", "turnover", "subject_accounts 1122", "trial_balance"],
    ],
    [
      "a voucher without its entries",
      `DELETE FROM entries WHERE voucher_id = (SELECT min(voucher_id) FROM entries WHERE accounting_on = '${DAY}')`,
      ["vouchers_entered", "vouchers_alone", "subject_accounts 1122", "subject_accounts 2202.01"],
    ],
    [
      "an entry in another asset than its account",
      `UPDATE entries SET asset = 'USD' WHERE ${FIRST_ENTRY}`,
      ["vouchers_unbalanced", "turnover", "turnover", "turnover_reported", "turnover_reported"],
    ],
    [
      "a balance that its entries do not make",
      "UPDATE account_balances SET posted_minor = posted_minor + 1 WHERE account_id = (SELECT id FROM accounts WHERE account_no = 'M1-PENDING')",
      ["subject_accounts 2202.01"],
    ],
    [
      "a suspense item of another amount",
      "UPDATE suspense_items SET amount_minor = amount_minor + 1 WHERE match_key = 'X1'",
      ["control_items 2241 wechat"],
    ],
    [
      "a batch that does not balance",
      `UPDATE batches SET proof = proof || '{"balanced": false}'`,
      ["batch_unbalanced wechat"],
    ],
    ["a statement's sum", "UPDATE statement_assets SET signed_minor = signed_minor + 1", ["channel_receivable wechat"]],
    [
      "a balance at the bank that nothing explains",
      "UPDATE account_balances SET posted_minor = posted_minor + 1 WHERE account_id = (SELECT id FROM accounts WHERE account_no = '1002-reserve')",
      ["subject_accounts 1002", "bank_unexplained reserve"],
    ],
    [
      "a cleared fee",
      "UPDATE clearing_lines SET fee_charged_minor = fee_charged_minor + 1, net_minor = net_minor - 1",
      ["cleared"],
    ],
  ])("%s", async (_, statement, expected) => {
    expect(await faultOf(statement)).toEqual(expected);
  });
});

describe("closing", () => {
  it("by two at once happens once, with one report of what was found", async () => {
    const both = await Promise.all([close(DAY), close(DAY, lead)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(await attemptsOf(DAY)).toEqual([
      { attempt: 1, outcome: "REFUSED", red: 2 },
      { attempt: 2, outcome: "CLOSED", red: 0 },
    ]);
    expect(await runBookCheck(reader, DAY_CLOSE_CHECKS[0] ?? never())).toMatchObject({ ok: true });
  });

  it("in red is refused to people and to the system, and by exception needs a lead", async () => {
    expect(await inTheWay(NEXT)).toEqual(["statement_late wechat", "settlement_missing", "bank_behind reserve"]);
    accepted(await runSettlement(asSystem(randomUUID(), EVENING), { date: NEXT }));
    expect(await inTheWay(NEXT)).toEqual(["statement_late wechat", "bank_behind reserve"]);
    const settled = (await findDayState(reader, NEXT, EVENING)).find(({ line }) => line === "SETTLEMENT");
    expect(settled).toMatchObject({ code: "settled", left: "10000", right: "10000" });
    const tampered = "UPDATE entries SET change_minor = 1 WHERE accounting_on = '2026-11-17' AND side = 'CREDIT'";
    expect(await faultOf(tampered, NEXT)).toContain("settled");
    expect(await close(NEXT)).toMatchObject({ refusal: { code: "day_not_ready" } });
    const system: Actor = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD"] };
    expect(await close(NEXT, system)).toMatchObject({ refusal: { code: "day_not_ready" } });
    expect(await askException(NEXT, 2, desk.people.maker)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await askException(NEXT, 1)).toMatchObject({ refusal: { code: "day_findings_changed" } });
    const { approvalNo } = accepted(await askException(NEXT, 2));
    expect(await askException(NEXT, 2, lead)).toMatchObject({ refusal: { code: "approval_waits_already" } });
    expect(await approveAs(finance, approvalNo)).toMatchObject({ refusal: { code: "checker_is_maker" } });
    expect(await approveAs(desk.people.finance2, approvalNo)).toMatchObject({
      refusal: { code: "checker_role_missing" },
    });
    accepted(await approveAs(lead, approvalNo));
    const shown = await getDayClose(finance, NEXT, EVENING);
    expect(shown).toMatchObject({
      state: "CLOSED_WITH_EXCEPTION",
      report: { attempt: 3, exception: { approvalNo, maker: "finance", checkers: ["lead"] } },
    });
    expect(shown?.checklist.blocking.map(({ state }) => state)).toEqual(["RED", "WAITING"]);
  });

  it("is not approved any more once what stood in the way has changed", async () => {
    expect(await inTheWay(THIRD)).toEqual(["statement_late wechat", "bank_behind reserve"]);
    const { approvalNo } = accepted(await askException(THIRD, 2));
    const commandId = randomUUID();
    const waiver = { commandId, channel: "wechat", settlesOn: THIRD, reason: "a holiday of theirs" };
    accepted(await waiveDelivery(asSystem(commandId, EVENING), waiver));
    accepted(await approveAs(lead, approvalNo));
    const [request] = await reader.query("SELECT status FROM approvals WHERE approval_no = $1", [approvalNo]);
    expect(request).toEqual({ status: "STALE" });
    expect((await readDayFacts(reader)).closedThrough).toBe(NEXT);
    accepted(await takeBank(THIRD));
    accepted(await close(THIRD));
  });
});

describe("reopening", () => {
  it("is the machine's own, or a request that a lead signs; what was found before stays", async () => {
    expect(await reopenDay(as(lead, randomUUID(), EVENING), { date: NEXT, reason: "because" })).toMatchObject({
      refusal: { code: "checker_needed" },
    });
    const { approvalNo, days } = accepted(await askReopen(NEXT));
    expect(days).toEqual([NEXT, THIRD]);
    accepted(await approveAs(lead, approvalNo));
    expect((await readDayFacts(reader)).closedThrough).toBe(DAY);
    const before = await getDayClose(finance, NEXT, EVENING);
    expect(before).toMatchObject({ state: "RED", reopened: [{ approvalNo, by: "finance" }] });
    expect(before?.reports.map(({ outcome, isUndone }) => [outcome, isUndone])).toEqual([
      ["CLOSED", true],
      ["REFUSED", false],
      ["REFUSED", false],
    ]);
    await importBill(NEXT, []);
    accepted(await reconcile(NEXT));
    accepted(await close(NEXT));
    const after = await getDayClose(finance, NEXT, EVENING);
    expect(after).toMatchObject({ state: "CLOSED", report: { attempt: 4 } });
    expect(after?.reports.at(1)).toMatchObject({ exception: { reason: "the channel was down and says so" } });
  });

  it("by the machine opens at once, and the trail names it", async () => {
    const system: Actor = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD"] };
    accepted(await reopenDay(as(system, randomUUID(), EVENING), { date: NEXT, reason: "restored from a copy" }));
    accepted(await close(NEXT));
    accepted(await close(THIRD));
    expect((await getDayClose(finance, NEXT, EVENING))?.reopened[0]).toMatchObject({ approvalNo: null, by: null });
  });
});

describe("the database", () => {
  const attempt = async (work: (client: pg.PoolClient, command: string) => Promise<unknown>, actor: string | null) => {
    const client = await desk.db.pool.connect();
    const command = randomUUID();
    try {
      await client.query("BEGIN");
      await client.query("INSERT INTO receipts (command_id, name, input_hash, actor_id) VALUES ($1, 't', '', $2)", [
        command,
        actor,
      ]);
      await work(client, command);
      await client.query("UPDATE receipts SET outcome = 'null' WHERE command_id = $1", [command]);
      await client.query("COMMIT");
      return null;
    } catch (error) {
      await client.query("ROLLBACK");
      return (error as pg.DatabaseError).code;
    } finally {
      client.release();
    }
  };
  const insertReport =
    (outcome: string, day = THIRD, number = 9) =>
    (client: pg.PoolClient, command: string) =>
      client.query(
        `INSERT INTO day_close_reports VALUES ('${day}', ${number}, '${outcome}', '[]', 0, 0, json_hash('[]'), NULL, NULL, now(), $1)`,
        [command],
      );

  it("moves days with a report and a request alone, whoever asks", async () => {
    const { userId } = lead;
    const closeAlone = (client: pg.PoolClient, command: string) =>
      client.query("SELECT ledger_close($1, '2026-11-19')", [command]);
    const openAlone = (client: pg.PoolClient, command: string) =>
      client.query("SELECT ledger_reopen($1, '2026-11-17')", [command]);
    expect(await attempt(closeAlone, userId)).toBe("CD060");
    expect(await attempt(closeAlone, null)).toBe("CD060");
    expect(await attempt(openAlone, userId)).toBe("CD060");
    expect(await attempt(insertReport("CLOSED", "2026-11-19", 1), userId)).toBe("CD060");
    expect(await attempt(insertReport("CLOSED"), userId)).toBe("CD060");
    expect(await attempt(insertReport("UNTOLD", "2026-11-19", 1), userId)).toBe("CD060");
    expect(await attempt(insertReport("REFUSED", "2026-11-19", 1), userId)).toBe("23514");
  });

  it("keeps reports as they are", async () => {
    await expect(desk.db.pool.query("UPDATE day_close_reports SET red = 0")).rejects.toThrow(/permission denied/);
    await expect(desk.db.pool.query("DELETE FROM day_close_reports")).rejects.toThrow(/permission denied/);
    await expect(desk.db.ownerPool.query("DELETE FROM day_close_reports")).rejects.toMatchObject({ code: "CD002" });
    await expect(desk.db.ownerPool.query("TRUNCATE day_close_reports")).rejects.toMatchObject({ code: "CD002" });
  });
});

describe("the proof of closed days", () => {
  it("holds, with every other proof", async () => {
    const { checks } = await verifyBooks(reader);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    [
      `UPDATE day_close_reports SET findings = '[]', red = 0, waiting = 0, content_hash = json_hash('[]') WHERE accounting_on = '${DAY}' AND outcome = 'CLOSED'`,
    ],
    [`DELETE FROM day_close_reports WHERE accounting_on = '${DAY}' AND outcome = 'CLOSED'`],
    [`DELETE FROM day_close_reports WHERE accounting_on = '${DAY}' AND attempt = 1`],
    [`UPDATE closed_days SET vouchers = vouchers + 1 WHERE accounting_on = '${DAY}'`],
    [
      `UPDATE closed_day_subjects SET debit_minor = debit_minor + 1 WHERE accounting_on = '${DAY}' AND gl_code = '1122'`,
    ],
    [
      `UPDATE closed_day_subjects SET closing_debit_minor = closing_debit_minor + 1 WHERE accounting_on = '${DAY}' AND gl_code = '1122'`,
    ],
    [`UPDATE day_close_reports SET approval_id = NULL WHERE approval_id IS NOT NULL`],
  ])("%s is found", async (statement) => {
    const result = await unguarded(["day_close_reports", "closed_days", "closed_day_subjects"], async (client) => {
      await client.query(
        "ALTER TABLE day_close_reports DROP CONSTRAINT closed_in_order, DROP CONSTRAINT says_its_findings",
      );
      expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
      return runBookCheck(readerOf(client), DAY_CLOSE_CHECKS[0] ?? never());
    });
    expect(result.ok).toBe(false);
  });
});

function never(): never {
  throw new Error("there is a check");
}
