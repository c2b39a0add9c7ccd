import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EntryRowDto, VoucherFilters } from "@/contracts/ledger-views";
import { addDays } from "@/core/calendar/settlement-day";
import { closeDay } from "@/server/commands/close-day";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { findBalance } from "@/server/queries/find-balance";
import { findBalanceAt, parsePoint } from "@/server/queries/find-balance-at";
import { findAccount, readChart } from "@/server/queries/list-accounts";
import { listBalanceDays } from "@/server/queries/list-balance-days";
import { listEntries, listWaitingEntries } from "@/server/queries/list-entries";
import { listHolds } from "@/server/queries/list-holds";
import { listTrialAccounts } from "@/server/queries/list-trial-accounts";
import { listVouchers } from "@/server/queries/list-vouchers";
import { readTrialBalance } from "@/server/queries/trial-balance";
import { reader } from "@/server/transact";
import { as, asSystem } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { inCommand } from "@/tests/raw-ledger";

/** openDesk tops M1 and M2 up on LAST; the days before it are made here. */
const FIRST = "2026-11-16";
const LAST = "2026-11-20";
const PAGE = { cursor: null, limit: 100 };
const ALL = asSystem().actor;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await topUp("one", FIRST, 5_000n);
  await topUp("two", addDays(FIRST, 1), 700n);
  await topUp("three", addDays(FIRST, 1), 30n, "M2");
});
afterAll(() => desk.db.drop());

async function topUp(key: string, day: string, amountMinor: bigint, merchantNo = "M1"): Promise<void> {
  const paidInAt = new Date(`${day}T10:00:00+08:00`);
  const event = "settlement.topped_up" as const;
  const bank = { bankAccount: "reserve", asset: "CNY" };
  accepted(await recordTopUps(asSystem(), { topUps: [{ ...bank, event, merchantNo, key, amountMinor, paidInAt }] }));
}

function close(day: string) {
  return closeDay(as(desk.people.finance, randomUUID(), new Date(`${LAST}T12:00:00+08:00`)), { date: day });
}

async function accountId(accountNo: string): Promise<bigint> {
  const [row] = await reader.query<{ id: bigint }>("SELECT id FROM accounts WHERE account_no = $1", [accountNo]);
  return row?.id ?? 0n;
}

describe("a trial balance", () => {
  it("says the same of a day before and after it is closed, and its accounts add up to its lines", async () => {
    const days = [FIRST, addDays(FIRST, 1), addDays(FIRST, 2)];
    const before = await Promise.all(days.map(readTrialBalance));
    const accountsBefore = await Promise.all(days.map((date) => accountsOf(date)));
    for (const day of days) accepted(await close(day));
    for (const [index, day] of days.entries()) {
      const { lines, totals, isClosed } = await readTrialBalance(day);
      expect(isClosed).toBe(true);
      expect(totals.map((total) => total.balanced)).toEqual([true]);
      const known = new Map(lines.map((line) => [line.account, line]));
      for (const line of before[index]?.lines ?? []) expect(known.get(line.account)).toEqual(line);
      const accounts = await accountsOf(day);
      expect(accounts).toEqual(accountsBefore[index]);
      const settlement = known.get("2202.02");
      const sum = (of: (row: (typeof accounts)[number]) => string) =>
        accounts.reduce((all, row) => all + BigInt(of(row)), 0n);
      expect(sum((row) => row.closingMinor)).toBe(settlement?.closingCreditMinor);
      expect(sum((row) => row.openingMinor)).toBe(settlement?.openingCreditMinor);
      expect(sum((row) => row.creditMinor)).toBe(settlement?.creditMinor);
    }
    expect(accountsBefore[1]).toMatchObject([
      { accountNo: "M1-SETTLEMENT", openingMinor: "5000", creditMinor: "700", closingMinor: "5700" },
      { accountNo: "M2-SETTLEMENT", openingMinor: "0", creditMinor: "30", closingMinor: "30" },
    ]);
  });

  it("shows only the accounts that moved, on a closed day and on an open one, and none to who sees some merchants", async () => {
    const moved = async (date: string) => (await accountsOf(date, "moved")).map((row) => row.accountNo);
    expect(await moved(FIRST)).toEqual(["M1-SETTLEMENT"]);
    expect(await moved(LAST)).toEqual(["M1-SETTLEMENT", "M2-SETTLEMENT"]);
    expect(await moved(addDays(FIRST, 3))).toEqual([]);
    const scoped = await listTrialAccounts(desk.people.scoped, { subject: "2202.02", date: FIRST }, PAGE);
    expect(scoped.rows).toEqual([]);
  });
});

async function accountsOf(date: string, show?: "moved") {
  return (await listTrialAccounts(ALL, { subject: "2202.02", date, ...(show ? { show } : {}) }, PAGE)).rows;
}

describe("a balance over time", () => {
  it("at the end of each day, closed or open, is what the entries up to it add up to", async () => {
    const days = await listBalanceDays("M1-SETTLEMENT", addDays(LAST, 1), 7);
    expect(days.map((day) => [day.on.slice(8), day.creditMinor, day.closingMinor])).toEqual([
      ["15", "0", "0"],
      ["16", "5000", "5000"],
      ["17", "700", "5700"],
      ["18", "0", "5700"],
      ["19", "0", "5700"],
      ["20", "100000", "105700"],
      ["21", "0", "105700"],
    ]);
  });

  it("at a day counts by accounting day, at an instant by when it was posted", async () => {
    const at = async (text: string, time: string | null = null) => {
      const point = parsePoint(text, time);
      return point && (await findBalanceAt("M1-SETTLEMENT", point))?.postedMinor;
    };
    expect(await at(FIRST)).toBe("5000");
    expect(await at(addDays(FIRST, 1))).toBe("5700");
    expect(await at("2020-01-01T00:00:00+08:00")).toBe("0");
    expect(await at("2100-01-01", "00:00")).toBe("105700");
    const [row] = await reader.query<{ at: Date }>(
      "SELECT created_at AS at FROM vouchers WHERE idempotency_key LIKE '%one' LIMIT 1",
    );
    // The database keeps microseconds, a Date the milliseconds before them.
    const justAfter = new Date((row?.at.getTime() ?? 0) + 1);
    expect(await at(justAfter.toISOString())).toBe("105000");
    expect([parsePoint("yesterday", null), parsePoint(FIRST, "25:00")]).toEqual([null, null]);
  });

  it("knows what holds had frozen then", async () => {
    const account = await accountId("M1-SETTLEMENT");
    const before = new Date();
    await hold("H1", account, 1_200n);
    const held = await reader.query<{ id: bigint }>("SELECT id FROM holds WHERE object_no = 'H1'");
    const during = new Date();
    await inCommand(desk.db.ownerPool, (client, command) =>
      client.query("SELECT ledger_release($1, 'release-1', $2, 200)", [command, held[0]?.id]),
    );
    const frozenAt = async (at: Date | null) =>
      (await findBalance("M1-SETTLEMENT", at && { kind: "instant", at }))?.[0]?.frozenMinor;
    expect([await frozenAt(before), await frozenAt(during), await frozenAt(null)]).toEqual([0n, 1_200n, 1_000n]);
    const { rows } = await listHolds(ALL, { account: "M1-SETTLEMENT", show: "active" }, PAGE);
    expect(rows).toMatchObject([{ status: "ACTIVE", amountMinor: "1200", releasedMinor: "200", objectNo: "H1" }]);
    expect((await listHolds(ALL, { account: "M1-SETTLEMENT", show: "past" }, PAGE)).rows).toEqual([]);
    expect((await listHolds(desk.people.scoped, { account: "M2-SETTLEMENT" }, PAGE)).rows).toEqual([]);
    const chart = await readChart(ALL);
    const frozen = chart.subjects.find((subject) => subject.code === "2202.02")?.balances[0]?.frozenMinor;
    expect(frozen).toBe("1000");
  });
});

function hold(objectNo: string, account: bigint, amountMinor: bigint) {
  return inCommand(desk.db.ownerPool, (client, command) =>
    client.query("SELECT ledger_hold($1, $2, $3, $4, 'story', $2, 'kept back', NULL)", [
      command,
      objectNo,
      account,
      amountMinor,
    ]),
  );
}

describe("a hot account", () => {
  it("counts what waits everywhere, lists it apart, and gives it its place once folded", async () => {
    const bank = "1002-reserve";
    const before = BigInt((await findAccount(ALL, bank))?.postedMinor ?? "0");
    const entriesBefore = (await listEntries(ALL, { account: bank }, PAGE)).rows.length;
    const id = await accountId(bank);
    await inCommand(desk.db.ownerPool, (client, command) =>
      client.query("SELECT ledger_set_buffered($1, $2, true)", [command, id]),
    );
    await topUp("hot", LAST, 77n);
    expect(await findAccount(ALL, bank)).toMatchObject({
      isBuffered: true,
      pendingMinor: "77",
      postedMinor: `${before + 77n}`,
    });
    expect(await listWaitingEntries(ALL, bank)).toMatchObject([
      { amountMinor: "77", accountSeq: null, afterMinor: null },
    ]);
    expect((await listEntries(ALL, { account: bank }, PAGE)).rows).toHaveLength(entriesBefore);
    expect((await listBalanceDays(bank, LAST, 1))[0]?.closingMinor).toBe(`${before + 77n}`);
    const { totals } = await readTrialBalance(LAST);
    expect(totals.map((total) => total.balanced)).toEqual([true]);
    const pending = (await readChart(ALL)).subjects.find((subject) => subject.code === "1002")?.balances[0];
    expect(pending).toMatchObject({ pendingMinor: "77", balanceMinor: `${before + 77n}` });

    await desk.db.ownerPool.query("SELECT ledger_fold()");
    expect(await listWaitingEntries(ALL, bank)).toEqual([]);
    const [newest] = (await listEntries(ALL, { account: bank }, PAGE)).rows as [EntryRowDto];
    expect(newest).toMatchObject({ amountMinor: "77", beforeMinor: `${before}`, afterMinor: `${before + 77n}` });
    const all = await everyEntry(bank);
    expect(all).toHaveLength(entriesBefore + 1);
    const seqs = all.map((entry) => Number(entry.accountSeq));
    expect(seqs).toEqual(seqs.toSorted((left, right) => right - left));
    expect((await listEntries(ALL, { account: bank, from: FIRST, to: FIRST }, PAGE)).count).toEqual({
      value: 1,
      capped: false,
    });
  });
});

/** Page by page, two rows each, across both kinds of entries. */
async function everyEntry(account: string): Promise<EntryRowDto[]> {
  const rows: EntryRowDto[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await listEntries(ALL, { account }, { cursor, limit: 2 });
    rows.push(...page.rows);
    if (page.nextCursor === null) return rows;
    cursor = page.nextCursor;
  }
}

describe("the journal's search", () => {
  const found = async (filters: VoucherFilters) => {
    const { rows } = await listVouchers(ALL, filters, PAGE);
    return rows.map((row) => row.totals[0]?.amountMinor);
  };

  it("by account, in the whole book and with other lines' conditions on the same line", async () => {
    expect(await found({ account: "M1-SETTLEMENT" })).toEqual(["77", "100000", "700", "5000"]);
    expect(await found({ account: "M1-SETTLEMENT", min: "7", max: "50.00" })).toEqual(["700", "5000"]);
    expect(await found({ account: "M1-SETTLEMENT", to: FIRST })).toEqual(["5000"]);
    expect(await found({ account: "nobody" })).toEqual([]);
  });

  it("by amount and asset, within the days that are looked at", async () => {
    expect(await found({ min: "50", max: "50" })).toEqual(["5000"]);
    expect(await found({ min: "50", max: "50", to: "2026-12-31" })).toEqual([]);
    expect(await found({ min: "0.005" })).toEqual([]);
    expect(await found({ asset: "USD" })).toEqual([]);
    expect(await found({ asset: "CNY", max: "0.30" })).toEqual(["30"]);
  });

  it("by memo and by maker", async () => {
    expect(await found({ memo: "50%" })).toEqual([]);
    expect(await found({ maker: "finance" })).toEqual([]);
    const [receipt] = await reader.query<{ id: string }>(
      "SELECT command_id AS id FROM vouchers WHERE idempotency_key LIKE '%three' LIMIT 1",
    );
    await desk.db.ownerPool.query("ALTER TABLE receipts DISABLE TRIGGER USER");
    await desk.db.ownerPool.query("UPDATE receipts SET actor_id = $1 WHERE command_id = $2", [
      desk.people.finance.userId,
      receipt?.id,
    ]);
    await desk.db.ownerPool.query("ALTER TABLE receipts ENABLE TRIGGER USER");
    expect(await found({ maker: "finance" })).toEqual(["30"]);
  });
});
