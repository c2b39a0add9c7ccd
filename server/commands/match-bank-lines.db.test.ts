import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { matchBankAccounts, matchBankLines, unmatchBankLines } from "@/server/commands/match-bank-lines";
import { getBankAccount } from "@/server/queries/bank/list-bank-accounts";
import { listBankLines } from "@/server/queries/bank/list-bank-lines";
import { listRemittances } from "@/server/queries/bank/list-remittances";
import { findLegs } from "@/server/queries/find-legs";
import { reader } from "@/server/transact";
import { BANK_CHECKS } from "@/server/verify/bank-checks";
import { runBookCheck } from "@/server/verify/book-check";
import {
  bankStatement,
  importBankText,
  matchesAsText,
  openBankDesk,
  settleDay,
  takeBankDay,
} from "@/tests/bank-fixture";
import { addUser, as, asSystem, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted } from "@/tests/desk-fixture";

let db: TestDatabase;
let maker: Actor;
let auditor: Actor;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openBankDesk();
  maker = await addUser(db.ownerPool, "maker", "OPERATOR");
  auditor = await addUser(db.ownerPool, "auditor", "AUDITOR");
});
afterAll(() => db.drop());

const page = { cursor: null, limit: 100 };
const linesNow = async () => (await listBankLines(maker, { account: "B1" }, page)).rows;
const idOf = async (minor: number) => (await linesNow()).find((line) => line.signedMinor === `${minor}`)?.id ?? "";
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? "accepted" : result.refusal?.code);

async function failingChecks(): Promise<string[]> {
  const checks = await Promise.all(BANK_CHECKS.map((check) => runBookCheck(reader, check)));
  return checks.filter(({ ok }) => !ok).map(({ name }) => name);
}

/** Bank and book: every check of the bank book is green, as `desk verify` says it. */
async function bankIsGreen(): Promise<void> {
  expect(await failingChecks()).toEqual([]);
}

test("a line that came before its channel's statement is matched when that is here, once, whoever asks", async () => {
  await takeBankDay({
    day: "2026-11-03",
    openingMinor: 100_000n,
    movements: [{ minor: 4_200n, from: "蓝湾支付", remark: "wx-a 20261102" }],
  });
  expect(await linesNow()).toMatchObject([{ state: "UNEXPECTED", channel: "wx-a", deltaMinor: "4200" }]);
  await settleDay("wx-a", "2026-11-02", 4_200n);
  expect(await getBankAccount("B1")).toMatchObject({ matchable: 1 });
  const runs = await Promise.all(Array.from({ length: 10 }, () => matchBankAccounts(asSystem(), { account: null })));
  expect(runs.map(accepted).reduce((sum, run) => sum + run.matched, 0)).toBe(1);
  expect(await matchesAsText()).toEqual(["DAY 4200 = wx-a:2026-11-02:4200"]);
  expect([await postedOf("2241-bank-B1"), await postedOf("1122-wx-a")]).toEqual([0n, -4_200n]);
  await bankIsGreen();
});

test("other amount and late are breaks of their own; the leg is the channel's and the bank's", async () => {
  await settleDay("wx-a", "2026-11-03", 1_000n);
  await settleDay("wx-a", "2026-11-04", 2_000n);
  await settleDay("wx-a", "2026-11-05", 3_000n);
  await settleDay("wx-b", "2026-11-05", 9_000n);
  await takeBankDay({
    day: "2026-11-09",
    startsOn: "2026-11-04",
    openingMinor: 104_200n,
    movements: [
      { minor: 4_000n, from: "蓝湾支付" },
      { minor: 9_000n, from: "somebody" },
    ],
  });
  expect(await linesNow()).toMatchObject([
    { state: "UNEXPECTED", channel: null, suggestions: [{ channel: "wx-b", settlesOn: "2026-11-05" }] },
    { state: "OTHER_AMOUNT", channel: "wx-a", settlesOn: "2026-11-03", deltaMinor: "3000" },
    { state: "MATCHED" },
  ]);
  const days = await listRemittances(maker, {}, page);
  expect(days.rows.map((day) => `${day.channel} ${day.settlesOn} ${day.state}`)).toEqual([
    "wx-b 2026-11-05 LATE",
    "wx-a 2026-11-05 LATE",
    "wx-a 2026-11-04 LATE",
    "wx-a 2026-11-03 OTHER_AMOUNT",
    "wx-a 2026-11-02 RECEIVED",
  ]);
  expect(await findLegs("wx-b", "2026-11-05", "2026-11-20")).toMatchObject({ wrong: ["CHANNEL_BANK"] });
  await bankIsGreen();
});

test("a person may say which days a line is that names its channel; the sums decide all the same", async () => {
  const [named, unnamed] = [await idOf(4_000), await idOf(9_000)];
  const days = (...settled: string[]) => settled.map((settlesOn) => ({ channel: "wx-a", settlesOn }));
  const input = {
    account: "B1",
    asset: "CNY",
    lineIds: [named],
    days: days("2026-11-03", "2026-11-05"),
    reason: "as told by phone",
  };
  const attempt = (changed: Partial<typeof input>, actor = maker) =>
    matchBankLines(as(actor), { ...input, ...changed });
  expect(codeOf(await attempt({}, auditor))).toBe("not_permitted");
  expect(codeOf(await attempt({ days: days("2026-11-03") }))).toBe("bank_match_sum_differs");
  expect(codeOf(await attempt({ days: days("2026-11-02") }))).toBe("bank_match_changed");
  const other = { lineIds: [unnamed], days: [{ channel: "wx-b", settlesOn: "2026-11-05" }] };
  expect(codeOf(await attempt(other))).toBe("bank_match_unproven");
  const { matchNo } = accepted(await attempt({}));
  expect(await matchesAsText()).toContain("MANUAL 4000 = wx-a:2026-11-03:1000 wx-a:2026-11-05:3000");
  await bankIsGreen();

  const undo = { matchNo, reason: "the wrong days after all" };
  accepted(await unmatchBankLines(as(maker), undo));
  expect(codeOf(await unmatchBankLines(as(maker), undo))).toBe("bank_match_undone");
  expect([await postedOf("1122-wx-a"), await postedOf("2241-bank-B1")]).toEqual([-4_200n, 13_000n]);
  await bankIsGreen();
});

test("what a person has undone is not matched by itself again", async () => {
  const [first] = await reader.query<{ no: string }>("SELECT match_no AS no FROM bank_matches WHERE undone_at IS NULL");
  accepted(await unmatchBankLines(as(maker), { matchNo: first?.no ?? "", reason: "to be sure" }));
  expect(accepted(await matchBankAccounts(asSystem(), { account: "B1" }))).toMatchObject({ matched: 0, open: 3 });
  await bankIsGreen();
});

test("what the bank takes back is undone and paired by itself; the day is open again", async () => {
  await settleDay("ali", "2026-11-09", 7_000n);
  const own = { reference: "E2E-77", from: "支付宝" };
  const arrived = await takeBankDay({
    day: "2026-11-10",
    openingMinor: 117_200n,
    movements: [{ minor: 7_000n, ...own, remark: "20261109" }],
  });
  expect(arrived).toMatchObject({ matched: 1 });
  const taken = { minor: -7_000n, ...own, isReversal: true, remark: "returned" };
  await takeBankDay({ day: "2026-11-11", openingMinor: 124_200n, movements: [taken] });
  expect(await matchesAsText()).toContain("REVERSAL 7000+-7000 = -");
  expect(await postedOf("1122-ali")).toBe(0n);
  const { rows } = await listRemittances(maker, { channel: "ali" }, page);
  expect(rows).toMatchObject([{ settlesOn: "2026-11-09", state: "LATE", openMinor: "7000" }]);
  await bankIsGreen();
});

test("lines and days of years ago are matched as those of today are", async () => {
  await settleDay("wx-b", "2019-03-01", 1_100n);
  const text = { day: "2019-03-04", openingMinor: 0n, movements: [{ minor: 1_100n, remark: "wx-b 20190301" }] };
  expect(accepted(await importBankText(writeMt940([bankStatement(text)]), "1002-B1"))).toMatchObject({ matched: 1 });
});

test("checks of the bank book are seen failing", async () => {
  const tamper = async (table: string, sql: string, undo: string) => {
    await db.ownerPool.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await db.ownerPool.query(sql);
    const found = await failingChecks();
    await db.ownerPool.query(undo);
    await db.ownerPool.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    return found;
  };
  const line = await idOf(4_000);
  const raise = (by: number) => `UPDATE bank_lines SET signed_minor = signed_minor + ${by} WHERE id = ${line}`;
  expect(await tamper("bank_lines", raise(1), raise(-1))).toEqual([
    "bank_statements_add_up",
    "bank_suspense_is_open_lines",
  ]);
  const hold = (by: number) =>
    `UPDATE account_balances SET posted_minor = posted_minor + ${by} WHERE account_id = (SELECT id FROM accounts WHERE account_no = '1002-B1')`;
  expect(await tamper("account_balances", hold(1), hold(-1))).toEqual(["bank_is_book"]);
  const [matched] = await reader.query<{ id: bigint }>("SELECT match_id AS id FROM bank_match_days LIMIT 1");
  const revive = (
    is: string,
  ) => `UPDATE bank_matches SET undone_at = ${is}, undone_note = ${is === "NULL" ? "NULL" : "'x'"},
    undone_command = ${is === "NULL" ? "NULL" : "command_id"} WHERE id = ${matched?.id}`;
  expect(await tamper("bank_matches", revive("NULL"), revive("now()"))).toEqual(["bank_matches_even"]);
  await bankIsGreen();
});

test("the guards hold against whoever writes SQL as the application", async () => {
  const code = async (sql: string) =>
    db.pool.query(sql).then(
      () => "done",
      (error: { code: string }) => error.code,
    );
  expect(await code("UPDATE bank_lines SET signed_minor = 1")).toBe("42501");
  expect(await code("DELETE FROM bank_matches")).toBe("42501");
  expect(await code("UPDATE bank_match_lines SET is_live = true")).toBe("CD002");
  expect(await code("UPDATE bank_matches SET undone_note = 'other words' WHERE undone_at IS NOT NULL")).toBe("CD002");
});
