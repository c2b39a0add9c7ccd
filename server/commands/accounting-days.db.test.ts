import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "@/core/calendar/settlement-day";
import { blockingOf } from "@/core/day-close/findings";
import { sayFinding } from "@/core/day-close/say-finding";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { closeDay } from "@/server/commands/close-day";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { reopenDay } from "@/server/commands/reopen-day";
import { findDayState } from "@/server/day-close/find-day-state";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";
import { runBookCheck } from "@/server/verify/book-check";
import { CLOSED_DAY_FIGURES } from "@/server/verify/closed-day-check";
import { as, asSystem } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { inCommand, openAccount, postCommandRaw, postCommandsRaw, postRaw } from "@/tests/raw-ledger";

/** openDesk posts its top-ups on 2026-11-20; the days before are made here. */
const FIRST = "2026-11-16";
const TODAY = "2026-11-20";
const EVENING = new Date("2026-11-21T01:00:00+08:00");

let desk: Desk;
let finance: Actor;
let lead: Actor;
beforeAll(async () => {
  desk = await openDesk();
  ({ finance, lead } = desk.people);
  for (const day of [FIRST, addDays(FIRST, 1), addDays(FIRST, 3)]) await topUp(`on-${day}`, day);
});
afterAll(() => desk.db.drop());

function topUp(key: string, day: string) {
  const topUpOfDay = {
    event: "settlement.topped_up" as const,
    merchantNo: "M1",
    key,
    bankAccount: "reserve",
    amountMinor: 100n,
    asset: "CNY",
    paidInAt: new Date(`${day}T10:00:00+08:00`),
  };
  return recordTopUps(asSystem(), { topUps: [topUpOfDay] });
}

function close(date: string, actor: Actor = finance, commandId: string = randomUUID()) {
  return closeDay(as(actor, commandId, EVENING), { date });
}

/** At once, as the machine does it; people ask for it, and a lead signs. */
function reopen(date: string, actor: Actor = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD"] }) {
  return reopenDay(as(actor, randomUUID(), EVENING), { date, reason: "a bank line came late" });
}

async function dayOf(key: string): Promise<string | undefined> {
  const rows = await reader.query<{ on: string }>(
    "SELECT accounting_on AS on FROM vouchers WHERE idempotency_key LIKE '%' || $1",
    [key],
  );
  return rows[0]?.on;
}

describe("closing", () => {
  it("is finance's, and of those who see the whole company", async () => {
    expect(await close(FIRST, desk.people.maker)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await close(FIRST, desk.people.scoped)).toMatchObject({ refusal: { code: "day_scoped" } });
    expect(await reopen(FIRST, desk.people.maker)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await reopen(FIRST, lead)).toMatchObject({ refusal: { code: "checker_needed" } });
  });

  it("is refused for a day that is not next, is not over, or is not closed", async () => {
    expect(await close(addDays(FIRST, 1))).toMatchObject({
      refusal: { code: "day_not_next", params: { next: FIRST } },
    });
    expect(await close(addDays(TODAY, 1))).toMatchObject({ refusal: { code: "day_not_over" } });
    expect(await reopen(FIRST)).toMatchObject({ refusal: { code: "day_not_closed" } });
  });

  it("dates what comes late into the first open day, and leaves its line in the trail", async () => {
    const commandId = randomUUID();
    expect(await close(FIRST, finance, commandId)).toEqual({ ok: true, value: { date: FIRST, vouchers: "1" } });
    expect(await close(FIRST, finance, commandId)).toEqual({ ok: true, value: { date: FIRST, vouchers: "1" } });
    expect(await close(FIRST)).toMatchObject({ refusal: { code: "day_closed_already" } });
    accepted(await topUp("late", FIRST));
    expect(await dayOf("late")).toBe(addDays(FIRST, 1));
    const trail = await reader.query(
      "SELECT action, actor_login, object_no FROM audit_events WHERE object_type = 'day' AND outcome = 'DONE'",
    );
    expect(trail).toEqual([{ action: "day.closed", actor_login: "finance", object_no: FIRST }]);
  });

  it("by two at once happens once", async () => {
    const day = addDays(FIRST, 1);
    const both = await Promise.all([close(day), close(day, lead)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(both.find((result) => !result.ok)).toMatchObject({ refusal: { code: "day_closed_already" } });
    expect((await readDayFacts(reader)).closedThrough).toBe(day);
  });

  it("is judged at one instant, whatever is posted beside it", async () => {
    const day = addDays(FIRST, 2);
    const posting = Promise.all(Array.from({ length: 60 }, (_, index) => topUp(`beside-${index}`, day)));
    const found: string[] = [];
    for (let look = 0; look < 15; look += 1) {
      found.push(...blockingOf(await findDayState(reader, day, EVENING)).map((finding) => sayFinding(finding, day)));
    }
    for (const result of await posting) accepted(result);
    expect(found).toEqual([]);
  });

  it("racing with twenty postings leaves none in the closed day that was not there when it closed", async () => {
    const day = addDays(FIRST, 2);
    const postings = Array.from({ length: 20 }, (_, index) => topUp(`race-${index}`, day));
    const [closed, ...posted] = await Promise.all([close(day), ...postings]);
    const { vouchers } = accepted(closed);
    for (const result of posted) accepted(result);
    const rows = await reader.query<{ on: string; count: bigint }>(
      `SELECT accounting_on AS on, count(*) AS count FROM vouchers WHERE idempotency_key LIKE '%race-%' GROUP BY 1`,
    );
    const counts = new Map(rows.map((row) => [row.on, row.count]));
    expect((counts.get(day) ?? 0n) + 60n).toBe(BigInt(vouchers));
    expect((counts.get(day) ?? 0n) + (counts.get(addDays(day, 1)) ?? 0n)).toBe(20n);
    accepted(await topUp("after-race", day));
    expect(await dayOf("after-race")).toBe(addDays(day, 1));
  });
});

describe("a closed day", () => {
  /** What writes vouchers at all, and what of it the app may call; a new way in has to be added, and tried below. */
  const WAYS = `
    SELECT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc ~ $1 ORDER BY 1`;

  it("is dated past by every way into the books", async () => {
    const writers = await reader.query<{ name: string }>(WAYS, ["INSERT INTO (public\\.)?vouchers\\M"]);
    expect(writers.map(({ name }) => name)).toEqual(["post_voucher", "post_vouchers"]);
    const { pool } = desk.db;
    const channel = await openAccount(pool, "DAY-CHANNEL", "1122");
    const account = await openAccount(pool, "DAY-ACCOUNT", "2202.02");
    const voucher = (key: string) => ({
      key,
      day: FIRST,
      lines: [[channel, "DEBIT", 1n] as const, [account, "CREDIT", 1n] as const],
    });
    await inCommand(pool, (client, command) => postRaw(client, command, [voucher("way-one")]));
    await inCommand(pool, (client, command) => postRaw(client, command, [voucher("way-two"), voucher("way-three")]));
    await postCommandRaw(pool, randomUUID(), voucher("way-four"));
    await postCommandsRaw(pool, [randomUUID(), randomUUID()], [voucher("way-five"), voucher("way-six")]);
    const next = addDays((await readDayFacts(reader)).closedThrough, 1);
    for (const way of ["one", "two", "three", "four", "five", "six"]) expect(await dayOf(`way-${way}`), way).toBe(next);
  });
});

describe("the figures of closed days", () => {
  it.each([
    "UPDATE closed_day_accounts SET debit_minor = debit_minor + 1 WHERE debit_minor > 0",
    "UPDATE closed_day_accounts SET closing_minor = closing_minor + 1 WHERE accounting_on = (SELECT max(accounting_on) FROM closed_day_accounts)",
    "DELETE FROM closed_day_accounts WHERE credit_minor > 0",
    "UPDATE closed_day_subjects SET credit_minor = credit_minor + 1 WHERE gl_code = '1002'",
    "UPDATE closed_day_subjects SET closing_debit_minor = closing_debit_minor + 1 WHERE accounting_on = (SELECT max(accounting_on) FROM closed_days)",
  ])("%s is found", async (tampering) => {
    const client = await desk.db.ownerPool.connect();
    try {
      await client.query("BEGIN");
      await client.query(tampering);
      const query = async <Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) =>
        (await client.query<Row>(sql, [...params])).rows;
      expect(await runBookCheck({ query }, CLOSED_DAY_FIGURES)).toMatchObject({ ok: false });
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });

  it("are what the entries add up to, for every account and day", async () => {
    expect(await keptDifferences()).toEqual([]);
    const [count] = await reader.query<{ days: bigint }>("SELECT count(*) AS days FROM closed_days");
    expect(count?.days).toBe(3n);
  });

  it("go with a reopened day, and come back the same", async () => {
    const before = await reader.query("SELECT * FROM closed_day_subjects ORDER BY 1, 2, 3");
    expect(await reopen(addDays(FIRST, 1))).toEqual({
      ok: true,
      value: { date: addDays(FIRST, 1), days: [addDays(FIRST, 1), addDays(FIRST, 2)] },
    });
    expect((await readDayFacts(reader)).closedThrough).toBe(FIRST);
    accepted(await topUp("into-reopened", addDays(FIRST, 1)));
    expect(await dayOf("into-reopened")).toBe(addDays(FIRST, 1));
    for (const day of [1, 2]) accepted(await close(addDays(FIRST, day)));
    const after = await reader.query("SELECT * FROM closed_day_subjects ORDER BY 1, 2, 3");
    expect(after).not.toEqual(before);
    expect(after).toHaveLength(before.length);
    expect(await keptDifferences()).toEqual([]);
  });
});

it("the app role keeps no figures by itself, and keeps none of an open day", async () => {
  const { pool } = desk.db;
  const day = addDays(FIRST, 3);
  await expect(pool.query("DELETE FROM closed_days")).rejects.toThrow(/permission denied/);
  await expect(pool.query("UPDATE closed_day_subjects SET debit_minor = 0")).rejects.toThrow(/permission denied/);
  await expect(pool.query("SELECT ledger_keep_day($1, $2, NULL, now())", [randomUUID(), day])).rejects.toThrow(
    /is not closed/,
  );
  await expect(pool.query("SELECT ledger_forget_days($1)", [FIRST])).rejects.toThrow(/are closed/);
});

/** What the proof of the kept figures finds wrong with them. */
async function keptDifferences(): Promise<string[]> {
  const { ok, figure } = await runBookCheck(reader, CLOSED_DAY_FIGURES);
  return ok ? [] : [figure];
}
