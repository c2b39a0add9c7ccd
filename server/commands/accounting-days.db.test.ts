import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { closeDay } from "@/server/commands/close-day";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { reopenDay } from "@/server/commands/reopen-day";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";
import { as, asSystem } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";

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

function reopen(date: string, actor: Actor = lead) {
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
    expect(await reopen(FIRST, finance)).toMatchObject({ refusal: { code: "not_permitted" } });
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
    expect(counts.get(day) ?? 0n).toBe(BigInt(vouchers));
    expect((counts.get(day) ?? 0n) + (counts.get(addDays(day, 1)) ?? 0n)).toBe(20n);
    accepted(await topUp("after-race", day));
    expect(await dayOf("after-race")).toBe(addDays(day, 1));
  });
});

describe("the figures of closed days", () => {
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

/** Closed days whose kept figures are not those of the entries. */
function keptDifferences(): Promise<unknown[]> {
  return reader.query(
    `WITH figures AS (
       SELECT d.accounting_on, a.id, a.gl_code, a.normal_side,
              coalesce(sum(e.amount_minor) FILTER (WHERE e.accounting_on = d.accounting_on AND e.side = 'DEBIT'), 0) AS debit,
              coalesce(sum(e.amount_minor) FILTER (WHERE e.accounting_on = d.accounting_on AND e.side = 'CREDIT'), 0) AS credit,
              coalesce(sum(e.change_minor), 0) AS closing
       FROM closed_days d CROSS JOIN accounts a
       LEFT JOIN entries e ON e.account_id = a.id AND e.accounting_on <= d.accounting_on GROUP BY 1, 2
     ), subjects AS (
       SELECT accounting_on, gl_code, sum(debit) AS debit, sum(credit) AS credit,
              sum(CASE normal_side WHEN 'DEBIT' THEN closing ELSE -closing END) AS closing
       FROM figures GROUP BY 1, 2
     )
     SELECT f.accounting_on, f.gl_code, f.closing, kept.closing_minor FROM figures f
     LEFT JOIN LATERAL (SELECT * FROM closed_day_accounts k WHERE k.account_id = f.id AND k.accounting_on <= f.accounting_on
                        ORDER BY k.accounting_on DESC LIMIT 1) kept ON true
     WHERE f.closing <> coalesce(kept.closing_minor, 0)
        OR (kept.accounting_on = f.accounting_on AND (f.debit, f.credit) <> (kept.debit_minor, kept.credit_minor))
     UNION ALL
     SELECT s.accounting_on, s.gl_code, s.closing, k.closing_debit_minor FROM subjects s
     LEFT JOIN closed_day_subjects k USING (accounting_on, gl_code)
     WHERE (s.debit, s.credit, s.closing) <> (coalesce(k.debit_minor, 0), coalesce(k.credit_minor, 0), coalesce(k.closing_debit_minor, 0))`,
  );
}
