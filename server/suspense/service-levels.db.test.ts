import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addBusinessDays, isBusinessDay } from "@/core/calendar/business-calendar";
import { accept } from "@/core/result";
import { proposeServiceLevels } from "@/server/commands/propose-service-levels";
import { loadCalendar } from "@/server/store/calendars";
import { getServiceLevels } from "@/server/store/service-levels";
import { reader } from "@/server/transact";
import { NOON } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs, openDesk, reconcileDay } from "@/tests/desk-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

async function levelOf(matchKey: string) {
  const { rows } = await desk.db.pool.query(
    `SELECT severity, due_on AS "dueOn", (created_at AT TIME ZONE 'Asia/Shanghai')::date AS "seenOn" FROM suspense_items
     WHERE match_key = $1`,
    [matchKey],
  );
  return rows;
}

describe("the bank calendar", () => {
  it("is that of core, day by day, and ends where the last year does", async () => {
    const { rows } = await desk.db.pool.query<{ day: string; isOpen: boolean }>(
      'SELECT day, is_open AS "isOpen" FROM bank_days ORDER BY day',
    );
    const calendar = await loadCalendar(reader);
    expect(rows.at(-1)?.day).toBe("2026-12-31");
    for (const { day, isOpen } of rows) expect([day, isBusinessDay(calendar, day)]).toEqual([day, accept(isOpen)]);
  });

  it("takes weekdays for bank days past its end, and still says how old something is", async () => {
    const { rows } = await desk.db.pool.query(
      `SELECT bank_day_after('2026-12-30', 1) AS last, bank_day_after('2026-12-30', 2) AS next, bank_day_after('2026-12-31', 7) AS week,
              bank_day_after('2027-06-05', 1) AS later, bank_days_between('2026-12-30', '2027-03-01') AS age`,
    );
    expect(rows).toEqual([{ last: "2026-12-31", next: "2027-01-01", week: "2027-01-11", later: "2027-06-07", age: 1 }]);
  });

  it("counts as one does on one's fingers: over a weekend, a holiday and a make-up workday", async () => {
    const { rows } = await desk.db.pool.query(
      `SELECT bank_days_between('2026-11-20', '2026-11-22') AS weekend, bank_days_between('2026-09-30', '2026-10-12') AS golden,
              bank_day_after('2026-09-30', 1) AS next, bank_day_after('2026-11-21', 1) AS monday,
              bank_days_between('2026-11-20', '2026-11-01') AS back`,
    );
    expect(rows).toEqual([{ weekend: 0, golden: 4, next: "2026-10-08", monday: "2026-11-23", back: 0 }]);
    expect(addBusinessDays(await loadCalendar(reader), "2026-10-01", 0)).toEqual(accept("2026-10-08"));
  });
});

describe("the service level of an item", () => {
  it("follows kind, direction and amount, and is due in bank days from when the item could be seen", async () => {
    await reconcileDay({
      lines: [
        { orderNo: "L-SMALL", amountMinor: 99_999n },
        { orderNo: "L-MIDDLE", amountMinor: 100_000n },
        { orderNo: "L-LARGE", amountMinor: 5_000_000n },
      ],
      orders: [
        { orderNo: "S-SMALL", cashMinor: 400n },
        { orderNo: "S-LARGE", cashMinor: 5_000_000n },
      ],
    });
    const seenOn = NOON.toISOString().slice(0, 10);
    expect(await levelOf("L-SMALL")).toEqual([{ severity: "LOW", dueOn: "2026-12-01", seenOn }]);
    expect(await levelOf("L-MIDDLE")).toEqual([{ severity: "NORMAL", dueOn: "2026-11-27", seenOn }]);
    expect(await levelOf("L-LARGE")).toEqual([{ severity: "HIGH", dueOn: "2026-11-25", seenOn }]);
    expect(await levelOf("S-SMALL")).toEqual([{ severity: "NORMAL", dueOn: "2026-11-25", seenOn }]);
    expect(await levelOf("S-LARGE")).toEqual([{ severity: "CRITICAL", dueOn: "2026-11-23", seenOn }]);
  });

  it("of a channel of its own comes before that of a kind; items that are there keep what they promised", async () => {
    const { version: baseVersion, levels } = await getServiceLevels(reader);
    const wechat = { kind: null, direction: null, channel: "wechat", asset: null, fromMinor: 0n } as const;
    const asked = [...levels, { ...wechat, severity: "CRITICAL" as const, bankDays: 1 }];
    const input = { commandId: randomUUID(), baseVersion, levels: asked, reason: "it pays at once" };
    const { approvalNo } = accepted(await proposeServiceLevels(by(desk.people.lead), input));
    accepted(await decideAs(desk.people.lead2, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }));
    await reconcileDay({ lines: [{ orderNo: "L-LATER", amountMinor: 400n }] });
    expect(await levelOf("L-LATER")).toMatchObject([{ severity: "CRITICAL", dueOn: "2026-11-23" }]);
    expect(await levelOf("L-SMALL")).toMatchObject([{ severity: "LOW" }]);
  });

  it("is not the application's to change", async () => {
    await expect(desk.db.pool.query("UPDATE service_levels SET bank_days = 90")).rejects.toThrow(/permission denied/);
    await expect(desk.db.pool.query("UPDATE bank_days SET is_open = true")).rejects.toThrow(/permission denied/);
  });
});
