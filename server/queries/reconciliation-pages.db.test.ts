import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BoardSearch } from "@/contracts/board-views";
import { PROOF_TERMS } from "@/contracts/reconciliation-views";
import type { PageDto } from "@/contracts/wire";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { findBatch } from "@/server/queries/find-batch";
import { findDay } from "@/server/queries/find-day";
import { findLastProof } from "@/server/queries/find-last-proof";
import { findResult } from "@/server/queries/find-result";
import { findStatement } from "@/server/queries/find-statement";
import { getBoard } from "@/server/queries/get-board";
import { getHome } from "@/server/queries/get-home";
import { getPosition } from "@/server/queries/get-position";
import { listAuditEvents, listAuditHeads } from "@/server/queries/list-audit-events";
import { listBatches, listLatestBatches } from "@/server/queries/list-batches";
import { listChannelTrends } from "@/server/queries/list-channel-trends";
import { findChannel, listChannelAccounts } from "@/server/queries/list-channels";
import { listMatchResults } from "@/server/queries/list-match-results";
import { listProofRows } from "@/server/queries/list-proof-rows";
import { listRunChanges } from "@/server/queries/list-run-changes";
import { listStatementLines } from "@/server/queries/list-statement-lines";
import { listStatements } from "@/server/queries/list-statements";
import { listUsers } from "@/server/queries/list-users";
import { proveAndKeep } from "@/server/verify/verify-books";
import { addUser, asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";

const LEAD: Actor = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD"] };
const OF_M1: Actor = { ...LEAD, scope: ["M1"] };
const FIRST = { cursor: null, limit: 200 };

const noonOf = (day: string) => new Date(`${day}T12:00:00+08:00`);

let db: TestDatabase;
let statementNo = "";
let batchNos: string[] = [];

beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
  statementNo = (await listStatements(LEAD, { on: "2026-11-19" }, FIRST)).rows[0]?.statementNo ?? "";
  // Once more, so that the day has a history; the day after runs again with it.
  await runReconciliation(asSystem(), { channel: "wechat", date: "2026-11-19" });
  batchNos = (await listBatches(LEAD, { on: "2026-11-19" }, FIRST)).rows.map((row) => row.batchNo);
});
afterAll(() => db.drop());

/** Every row of a list, read in pages of one. */
async function readOneByOne<Row>(list: (page: typeof FIRST) => Promise<PageDto<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: PageDto<Row> = await list({ cursor, limit: 1 } as typeof FIRST);
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

describe("statements", () => {
  it("are listed by day, page by page, with the state of their reconciliation", async () => {
    const rows = await readOneByOne((page) => listStatements(LEAD, {}, page));
    expect(rows.map((row) => row.settlesOn)).toEqual(["2026-11-20", "2026-11-19"]);
    expect(rows[1]).toMatchObject({
      channel: "wechat",
      version: 1,
      isNewest: true,
      lines: 3,
      payments: { count: 2, amountMinor: "10200" },
      refunds: { count: 1, amountMinor: "5700" },
      reconciliation: "CURRENT",
      batchNo: batchNos[0],
    });
    expect((await listStatements(LEAD, { state: "unreconciled" }, FIRST)).rows).toEqual([]);
    expect((await listStatements(LEAD, { q: "bill" }, FIRST)).count?.value).toBe(2);
  });

  it("show their file and every version; an unknown number is nothing", async () => {
    expect(await findStatement(statementNo)).toMatchObject({
      layout: "ALL",
      assets: ["CNY"],
      versions: [{ statementNo, version: 1 }],
    });
    expect(await findStatement("ST0")).toBeNull();
  });

  it("show each line with what the newest batch made of it", async () => {
    const rows = await readOneByOne((page) => listStatementLines(LEAD, { statementNo }, page));
    expect(rows.map((row) => [row.orderNo, row.refundNo, row.signedMinor, row.outcome])).toEqual([
      ["O1", null, "9500", "MATCHED"],
      ["O1", "R1", "-5700", "MATCHED"],
      ["X9", null, "700", "LONG"],
    ]);
    const refunds = await listStatementLines(LEAD, { statementNo, kind: "REFUND" }, FIRST);
    expect(refunds.rows).toHaveLength(1);
    expect((await listStatementLines(LEAD, { statementNo, q: "T-X9" }, FIRST)).rows).toHaveLength(1);
    expect((await listStatementLines(LEAD, { statementNo: "ST0" }, FIRST)).rows).toEqual([]);
  });

  it("keep the lines of other merchants from who may not see them", async () => {
    const { rows, count } = await listStatementLines(OF_M1, { statementNo }, FIRST);
    expect(rows.map((row) => row.orderNo)).toEqual(["O1", "O1"]);
    expect(count?.value).toBe(2);
  });
});

describe("batches", () => {
  it("stay when the day is run again, and one is current", async () => {
    const { rows } = await listBatches(LEAD, { on: "2026-11-19" }, FIRST);
    expect(rows.map((row) => [row.runNo, row.isCurrent])).toEqual([
      [2, true],
      [1, false],
    ]);
    const current = await readOneByOne((page) => listBatches(LEAD, { show: "current" }, page));
    expect(current.map((row) => row.statementOn)).toEqual(["2026-11-20", "2026-11-19"]);
    expect((await listBatches(LEAD, { show: "unbalanced" }, FIRST)).rows).toEqual([]);
    expect((await listLatestBatches()).map((row) => row.statementOn)).toEqual(["2026-11-20"]);
  });

  it("prove themselves: the file by lines and money, the equation, the items, the runs", async () => {
    const [newest = "", oldest = ""] = batchNos;
    const batch = await findBatch(newest);
    const own = batch?.sums.filter((sum) => sum.fromFile) ?? [];
    expect(own.reduce((total, sum) => total + sum.count, 0)).toBe(batch?.statement.lines);
    expect(own.reduce((total, sum) => total + BigInt(sum.channelMinor), 0n)).toBe(
      BigInt(batch?.statement.assets[0]?.netMinor ?? 0),
    );
    expect(batch?.equations).toMatchObject([{ asset: "CNY", differenceMinor: "0" }]);
    expect(batch?.runs.map((run) => run.batchNo)).toEqual([newest, oldest]);
    expect(batch?.rerunNos).toHaveLength(1);
    expect(await findBatch("RB0")).toBeNull();
  });

  it("carry suspense items over: opening + new − closed = closing, run by run", async () => {
    const rolls = await Promise.all(
      (await listBatches(LEAD, {}, FIRST)).rows.map(async ({ batchNo }) => (await findBatch(batchNo))?.items ?? []),
    );
    for (const roll of rolls.flat()) {
      const moved =
        BigInt(roll.opening.amountMinor) + BigInt(roll.opened.amountMinor) - BigInt(roll.closed.amountMinor);
      expect(moved).toBe(BigInt(roll.closing.amountMinor));
      expect(roll.opening.count + roll.opened.count - roll.closed.count).toBe(roll.closing.count);
    }
    // The second run of both days found what was open, and opened nothing.
    const [newest] = rolls;
    expect(newest?.map((roll) => [roll.direction, roll.opening.count, roll.opened.count])).toEqual([
      ["LONG", 1, 0],
      ["SHORT", 1, 0],
    ]);
  });

  it("list their results by group and kind, each with its order and item", async () => {
    const of = {
      batchNo: (await listBatches(LEAD, { on: "2026-11-20", show: "current" }, FIRST)).rows[0]?.batchNo ?? "",
    };
    const broken = await readOneByOne((page) => listMatchResults(LEAD, { ...of, group: "broken" }, page));
    expect(broken.map((row) => [row.outcome, row.orderNo, row.deltaMinor, row.itemNo !== null]).sort()).toEqual([
      ["LONG", "X9", "700", true],
      ["SHORT", "O2", "-5000", true],
    ]);
    expect((await listMatchResults(LEAD, { ...of, outcome: "SHORT" }, FIRST)).rows).toHaveLength(1);
    expect((await listMatchResults(LEAD, { ...of, q: "O2" }, FIRST)).rows).toHaveLength(1);
    expect((await listMatchResults(OF_M1, { ...of, group: "broken" }, FIRST)).rows).toEqual([]);
    expect((await listMatchResults(LEAD, { batchNo: "RB0" }, FIRST)).rows).toEqual([]);
  });
});

describe("a batch, row by row", () => {
  const newestOf = async (on: string) =>
    (await listBatches(LEAD, { on, show: "current" }, FIRST)).rows[0]?.batchNo ?? "";

  it("lists its matched lines, which have no result of their own, in the file's order", async () => {
    const batchNo = await newestOf("2026-11-19");
    const matched = await readOneByOne((page) => listMatchResults(LEAD, { batchNo, group: "matched" }, page));
    expect(matched.map((row) => [row.orderNo, row.refundNo, row.oursMinor, row.channelMinor])).toEqual([
      ["O1", null, "9500", "9500"],
      ["O1", "R1", "-5700", "-5700"],
    ]);
    const named = await listMatchResults(LEAD, { batchNo, group: "matched", q: "R1" }, FIRST);
    expect(named.rows.map((row) => row.refundNo)).toEqual(["R1"]);
    expect((await listMatchResults({ ...LEAD, scope: ["M2"] }, { batchNo, group: "matched" }, FIRST)).rows).toEqual([]);
  });

  it("shows the three sides of a matched line and of a break", async () => {
    const batchNo = await newestOf("2026-11-19");
    const { rows } = await listMatchResults(LEAD, { batchNo, group: "matched" }, FIRST);
    const matched = await findResult(LEAD, batchNo, rows[0]?.id ?? "");
    expect(matched?.evidence).toMatchObject({
      ours: { no: "O1", signedMinor: "9500" },
      line: { no: "O1", signedMinor: "9500" },
      booked: { signedMinor: "9500", isReversed: false },
    });
    const brokenNo = await newestOf("2026-11-20");
    const broken = await listMatchResults(LEAD, { batchNo: brokenNo, outcome: "SHORT" }, FIRST);
    const short = await findResult(LEAD, brokenNo, broken.rows[0]?.id ?? "");
    expect(short).toMatchObject({ evidence: { ours: { no: "O2" }, line: null }, items: [{ kind: "SHORT" }] });
    expect(await findResult(LEAD, batchNo, "L999999")).toBeNull();
    expect(await findResult(LEAD, batchNo, "x")).toBeNull();
    expect(await findResult({ ...LEAD, scope: ["M2"] }, batchNo, rows[0]?.id ?? "")).toBeNull();
  });

  it("adds up every term of its equation from its rows", async () => {
    const batch = await findBatch(await newestOf("2026-11-20"));
    const [equation] = batch?.equations ?? [];
    const totals = await Promise.all(PROOF_TERMS.map((term) => listProofRows(batch?.batchNo ?? "", term, "CNY")));
    expect(totals.map((rows) => rows.totalMinor)).toEqual([
      equation?.statementNetMinor,
      equation?.remittedMinor,
      equation?.notDueMinor,
    ]);
    expect(totals[0]?.rows.map((row) => row.on)).toEqual(["2026-11-19", "2026-11-20"]);
  });

  it("tells what another run of the day changed, and nothing where it changed nothing", async () => {
    const [newest = "", oldest = ""] = batchNos;
    expect(await listRunChanges(LEAD, oldest, newest)).toEqual([]);
    const other = await newestOf("2026-11-20");
    const changes = await listRunChanges(LEAD, oldest, other);
    expect(
      changes.map(({ key, before, after }) => [key, before?.outcome ?? null, after?.outcome ?? null]),
    ).toContainEqual(["X9", "BUFFERED_CHANNEL", "LONG"]);
  });
});

describe("the board", () => {
  const cellsOf = async (today: string, search: BoardSearch = {}) => {
    const board = await getBoard(noonOf(today), search);
    return new Map(board.channels[0]?.cells.map((cell) => [cell.on, cell]));
  };

  it("says for every channel's day what is to be done", async () => {
    const cells = await cellsOf("2026-11-23");
    const states = [...cells].slice(-6).map(([on, { state }]) => `${on} ${state}`);
    expect(states).toEqual([
      "2026-11-18 NOT_DUE",
      "2026-11-19 WAITING",
      "2026-11-20 BROKEN",
      "2026-11-21 LATE",
      "2026-11-22 DUE",
      "2026-11-23 NOT_DUE",
    ]);
  });

  it("counts breaks, what waits and lines, each with its money", async () => {
    const cells = await cellsOf("2026-11-22");
    expect(cells.get("2026-11-20")?.broken).toEqual({ count: 2, sums: [{ asset: "CNY", amountMinor: "5700" }] });
    const cell = cells.get("2026-11-19");
    const batch = await findBatch(cell?.batchNo ?? "");
    expect(cell?.lines).toEqual({
      count: batch?.statement.lines,
      sums: [{ asset: "CNY", amountMinor: batch?.statement.assets[0]?.netMinor }],
    });
    expect(cell?.waiting.count).toBe((batch?.waitingOurs ?? 0) + (batch?.waitingChannel ?? 0));
  });

  it("shows a whole month, and nothing to run where every newest statement has its batch", async () => {
    const board = await getBoard(noonOf("2026-11-22"), { month: "2028-02" });
    expect([board.days[0], board.days.length, board.month]).toEqual(["2028-02-01", 29, "2028-02"]);
    expect((await getBoard(noonOf("2026-11-22"), { month: "2026-12" })).days.at(-1)).toBe("2026-12-31");
    expect(board.toRun).toEqual([]);
  });

  it("shows a day as running while a run holds its lock, and as before afterwards", async () => {
    const client = await db.pool.connect();
    await client.query("BEGIN");
    await client.query(
      "SELECT pg_advisory_xact_lock_shared(id::int, '2026-11-20'::date - '2000-01-01'::date) FROM channels ORDER BY id LIMIT 1",
    );
    expect((await cellsOf("2026-11-22")).get("2026-11-20")?.state).toBe("RUNNING");
    await client.query("ROLLBACK");
    client.release();
    expect((await cellsOf("2026-11-22")).get("2026-11-20")?.state).toBe("BROKEN");
  });

  it("tells more of one day: its statement's versions, its batch, its breaks by kind", async () => {
    const code = (await getBoard(noonOf("2026-11-22"), {})).channels[0]?.code ?? "";
    const day = await findDay(noonOf("2026-11-22"), code, "2026-11-20");
    expect(day?.statements.map(({ version, isNewest }) => [version, isNewest])).toEqual([[1, true]]);
    expect(day?.breaks.map(({ kind, longMinor, shortMinor }) => [kind, longMinor, shortMinor])).toEqual([
      ["LONG", "700", "0"],
      ["SHORT", "0", "5000"],
    ]);
    expect(day?.batch?.batchNo).toBe(day?.cell.batchNo);
    expect(await findDay(noonOf("2026-11-22"), "nobody", "2026-11-20")).toBeNull();
  });

  it("ends with the newest statement where nothing came for long, and where it is told to", async () => {
    expect((await getBoard(noonOf("2027-03-01"), {})).days.at(-1)).toBe("2026-11-20");
    expect((await getBoard(noonOf("2026-11-22"), { through: "2026-11-15" })).days.at(-1)).toBe("2026-11-15");
  });
});

describe("the books at a glance", () => {
  it("position: the parts are the accounts", async () => {
    const { coverages, accounts, owed } = await getPosition();
    const [cny] = coverages;
    const held = accounts.filter((account) => account.glCode === "1002" || account.glCode === "1122");
    expect(held.reduce((sum, account) => sum + BigInt(account.postedMinor), 0n)).toBe(BigInt(cny?.heldMinor ?? 0));
    const toMerchants = owed.reduce((sum, subject) => sum + BigInt(subject.postedMinor), 0n);
    expect(cny?.owed.find((part) => part.glCode === "2202")?.amountMinor).toBe(`${toMerchants}`);
  });

  it("home: only the parts that the roles reach are read", async () => {
    const service = await getHome({ ...LEAD, roles: ["CUSTOMER_SERVICE"] }, noonOf("2026-11-21"));
    expect(service).toMatchObject({ queue: null, approvals: null, days: null, coverages: null, proof: null });
    expect(service.inDoubt).toEqual({ orders: 0 });
    const lead = await getHome(LEAD, noonOf("2026-11-21"));
    expect(lead).toMatchObject({ approvals: { maySign: true }, days: { unreconciled: 0, missing: 0 }, setUp: null });
    expect(lead.queue?.open).toBe(2);
  });

  it("the last proof is the newest that was kept", async () => {
    expect(await findLastProof()).toBeNull();
    await proveAndKeep(NOON);
    const proof = await findLastProof();
    expect(proof).toMatchObject({ isOk: true, ranAt: NOON.toISOString() });
    expect(proof?.checks.find((check) => check.name === "audit_chain")).toMatchObject({ isOk: true });
  });

  it("a channel shows its settings and its accounts", async () => {
    expect(await findChannel("wechat")).toMatchObject({ version: 1, lastStatementOn: "2026-11-20" });
    expect((await listChannelAccounts("wechat")).map((account) => account.accountNo)).toContain("1122-wechat");
    expect(await findChannel("none")).toBeNull();
  });
});

describe("the trail and the users", () => {
  it("events are listed newest first, filtered by who and what, with flat details", async () => {
    const all = await readOneByOne((page) => listAuditEvents(LEAD, {}, page));
    expect(all.map((event) => BigInt(event.id))).toEqual(
      [...all.map((event) => BigInt(event.id))].sort((a, b) => (a < b ? 1 : -1)),
    );
    const ran = await listAuditEvents(LEAD, { objectType: "batch", objectNo: batchNos[0] ?? "" }, FIRST);
    expect(ran.rows).toMatchObject([{ action: "reconciliation.ran", actor: "system", outcome: "DONE" }]);
    expect(ran.rows[0]?.detail).toContainEqual(["proof.balanced", "true"]);
    expect((await listAuditEvents(LEAD, { actor: "nobody" }, FIRST)).rows).toEqual([]);
    const heads = await listAuditHeads();
    expect(heads.map((head) => head.stream)).toContain("batch");
  });

  it("who sees some merchants sees their events and their own", async () => {
    const { rows } = await listAuditEvents(OF_M1, {}, FIRST);
    expect([...new Set(rows.map((event) => `${event.objectType} ${event.objectNo}`))]).toEqual(["merchant M1"]);
  });

  it("users are listed by login with their roles and scope", async () => {
    await addUser(db.ownerPool, "b.second", "FINANCE", "OPERATOR");
    await addUser(db.ownerPool, "a.first", "AUDITOR");
    const rows = await readOneByOne((page) => listUsers(LEAD, {}, page));
    expect(rows.map((row) => [row.login, row.roles, row.scope])).toEqual([
      ["a.first", ["AUDITOR"], null],
      ["b.second", ["FINANCE", "OPERATOR"], null],
    ]);
    expect((await listUsers(LEAD, { q: "SECOND" }, FIRST)).rows).toHaveLength(1);
  });
});

describe("trends", () => {
  it("tell breaks among lines and fees beside the contract, day by day; no band from two days", async () => {
    const [trend] = await listChannelTrends("2026-11-22", 31, null);
    expect(trend?.days.map(({ on, lines, broken, rate, band }) => [on, lines, broken, rate, band])).toEqual([
      ["2026-11-19", 3, 0, 0, null],
      ["2026-11-20", 0, 2, null, null],
    ]);
    const [sold] = trend?.days ?? [];
    expect(BigInt(sold?.driftMinor ?? 0)).toBe(BigInt(sold?.feeMinor ?? 0) - BigInt(sold?.contractFeeMinor ?? 1));
    expect(trend?.driftMinor).toBe(sold?.driftMinor);
    expect(await listChannelTrends("2026-11-22", 31, "nobody")).toEqual([]);
    expect((await listChannelTrends("2026-12-31", 14, null))[0]?.days).toEqual([]);
  });

  it("show a day outside the usual band of the days before it", async () => {
    const owner = await db.ownerPool.connect();
    await owner.query("BEGIN");
    try {
      await owner.query(`
        INSERT INTO statements (statement_no, channel_id, settles_on, version, format, layout, encoding, file_name, file_sha256,
          content_sha256, size_bytes, line_count, payment_count, payment_minor, refund_count, refund_minor, fee_minor, command_id)
        SELECT 'T' || n, channel_id, '2026-12-01'::date + n, 1, format, layout, encoding, file_name, file_sha256, 'T' || n, 0,
               1000, 1000, 0, 0, 0, 0, command_id FROM statements, generate_series(1, 9) AS n WHERE settles_on = '2026-11-19'`);
      await owner.query(`
        INSERT INTO batches (batch_no, channel_id, statement_on, run_no, statement_id, matched, buffered_ours, buffered_channel,
          released, breaks, proof, cost_minor, command_id)
        SELECT 'TB' || id, channel_id, settles_on, 1, id, 0, 0, 0, 0, '{}', '{}', 0, command_id FROM statements
        WHERE statement_no ~ '^T[0-9]'`);
      await owner.query(`
        INSERT INTO batch_breaks SELECT id, 'SHORT', 'CNY', CASE WHEN statement_on = '2026-12-10' THEN 40 ELSE 4 END, 0, 1
        FROM batches WHERE batch_no ~ '^TB'`);
      await owner.query("COMMIT");
    } finally {
      owner.release();
    }
    const [trend] = await listChannelTrends("2026-12-12", 14, null);
    expect(trend?.days.map(({ rate, isOutside }) => [rate, isOutside]).slice(-3)).toEqual([
      [0.004, false],
      [0.004, false],
      [0.04, true],
    ]);
    expect(trend?.days.at(-1)?.band).toEqual({ low: 0.003, middle: 0.004, high: 0.005 });
  });
});
