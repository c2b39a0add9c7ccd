import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addBusinessDays } from "@/core/calendar/business-calendar";
import { accept } from "@/core/result";
import { getCalendarPage, listCalendarAlarms } from "@/server/queries/calendar";
import { getOtherApproval } from "@/server/queries/get-other-approval";
import { readRequest } from "@/server/queries/read-request";
import { listCalendarYears, loadCalendar, loadCalendarFinder } from "@/server/store/calendars";
import { reader, transact } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs, openDesk } from "@/tests/desk-fixture";
import { loadCalendarYear } from "./load-calendar";
import { proposeCalendar } from "./propose-calendar";
import { readCalendarYear } from "./read-calendar-year";

const TODAY = "2026-11-20";
const NEXT_YEAR = "date,kind,name\n2027-01-01,HOLIDAY,元旦\n2027-01-02,HOLIDAY,元旦\n2027-01-09,WORKDAY,元旦\n";
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

type Asked = Partial<{ calendar: string; year: number; text: string; baseVersion: number; who: keyof Desk["people"] }>;

function propose({ calendar = "CN", year = 2027, text = NEXT_YEAR, baseVersion = 1, who = "lead" }: Asked = {}) {
  const input = { commandId: randomUUID(), calendar, year, text, baseVersion, reason: "notice 2026/7" };
  return proposeCalendar(by(desk.people[who]), input);
}

function approve(who: keyof Desk["people"], approvalNo: string) {
  return decideAs(desk.people[who], { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });
}

async function dueAfter(day: string, days: number): Promise<string | undefined> {
  const [row] = await reader.query<{ due: string }>("SELECT bank_day_after($1, $2) AS due", [day, days]);
  return row?.due;
}

describe("what is refused", () => {
  it.each<[string, Asked, string]>([
    ["who may not", { who: "finance" }, "not_permitted"],
    [
      "a year after one that is missing",
      { year: 2028, text: "date,kind,name\n2028-01-01,HOLIDAY,x" },
      "calendar_year_gap",
    ],
    ["the days of another year", { year: 2026 }, "calendar_year_other"],
    ["a file that is none", { text: "hello" }, "calendar_file_unreadable"],
    ["a calendar of nobody", { calendar: "channel:nobody", baseVersion: 0 }, "calendar_unknown"],
    ["another's version", { baseVersion: 7 }, "calendar_changed"],
    [
      "one's own days of a year that China has not",
      { calendar: "channel:wechat", baseVersion: 0 },
      "calendar_year_gap",
    ],
  ])("%s", async (_, asked, code) => expect(await propose(asked)).toMatchObject({ refusal: { code } }));

  it("is not the own days of a reserve bank that has sent no statement yet", async () => {
    const { choices } = await getCalendarPage({ calendar: null, year: null }, TODAY);
    expect(choices.map(({ code }) => code)).toContain("bank:reserve");
    const text = "date,kind,name\n2026-12-24,HOLIDAY,closed";
    const read = await readCalendarYear(reader, { calendar: "bank:reserve", year: 2026, text });
    expect(read).toMatchObject({ ok: true, value: { before: [], version: 0 } });
  });

  it("a person who would load it without a checker", async () => {
    const input = { calendar: "CN", year: 2027, text: NEXT_YEAR };
    expect(await loadCalendarYear(by(desk.people.lead), input)).toMatchObject({ ok: false });
  });
});

describe("the next year", () => {
  let approvalNo = "";
  it("waits for somebody else, who sees its days", async () => {
    expect(await listCalendarAlarms(TODAY)).toEqual([{ calendar: "CN", through: "2026-12-31", days: 41 }]);
    expect(await listCalendarAlarms("2026-10-31")).toEqual([]);
    approvalNo = accepted(await propose()).approvalNo;
    expect(await propose()).toMatchObject({ refusal: { code: "approval_waits_already" } });
    expect(await getCalendarPage({ calendar: "CN", year: null }, TODAY)).toMatchObject({
      waitingNo: approvalNo,
      through: "2026-12-31",
      isGiven: true,
    });
    const request = await readRequest(desk.people.lead2, approvalNo);
    const page = request && (await getOtherApproval(desk.people.lead2, request));
    expect(page?.description?.changes).toEqual([
      { field: "holidays", before: null, after: { kind: "text", text: "2027-01-01 – 2027-01-02 元旦" } },
      { field: "workdays", before: null, after: { kind: "text", text: "2027-01-09 元旦" } },
    ]);
    expect(await approve("lead", approvalNo)).toMatchObject({ refusal: { code: "checker_is_maker" } });
    expect(await approve("finance", approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });
  });

  it("is counted once it is signed, by the database and by core alike", async () => {
    expect(accepted(await approve("lead2", approvalNo)).outcome).toBe("EXECUTED");
    expect(await dueAfter("2026-12-31", 1)).toBe("2027-01-04");
    const calendar = await loadCalendar(reader);
    for (const days of [1, 5, 6, 30]) {
      expect(addBusinessDays(calendar, "2026-12-30", days)).toEqual(accept(await dueAfter("2026-12-30", days)));
    }
    expect(await dueAfter("2027-01-08", 1)).toBe("2027-01-09");
    expect(await listCalendarAlarms(TODAY)).toEqual([]);
    const page = await getCalendarPage({ calendar: "CN", year: 2027 }, TODAY);
    expect(page).toMatchObject({ year: 2027, through: "2027-12-31", waitingNo: null, isGiven: false });
    expect(page.history[0]).toMatchObject({ version: 2, madeBy: "lead", checkedBy: "lead2", approvalNo });
    expect(await propose({ baseVersion: 2 })).toMatchObject({ refusal: { code: "calendar_unchanged" } });
  });

  it("takes the place of what was given, too", async () => {
    const text = "date,kind,name\n2026-12-30,HOLIDAY,x\n";
    const no = accepted(await propose({ year: 2026, text, baseVersion: 2 })).approvalNo;
    expect(accepted(await approve("lead2", no)).outcome).toBe("EXECUTED");
    expect(await dueAfter("2026-12-29", 1)).toBe("2026-12-31");
    expect(await dueAfter("2026-09-30", 1)).toBe("2026-10-01");
  });
});

describe("days of one's own", () => {
  it("lie over China's for that channel alone, and end by themselves", async () => {
    const text = "date,kind,name\n2026-12-24,HOLIDAY,own\n";
    const loaded = await loadCalendarYear(asSystem(), { calendar: "channel:wechat", year: 2026, text });
    expect(accepted(loaded)).toEqual({ version: 1 });
    const find = await loadCalendarFinder(reader);
    expect(addBusinessDays(find({ channel: "wechat" }), "2026-12-23", 1)).toEqual(accept("2026-12-25"));
    expect(addBusinessDays(find({ channel: "other" }), "2026-12-23", 1)).toEqual(accept("2026-12-24"));
    expect(await dueAfter("2026-12-23", 1)).toBe("2026-12-24");
    const page = await getCalendarPage({ calendar: "channel:wechat", year: 2026 }, TODAY);
    expect(page.through).toBe("2026-12-31");
    expect(page.days.filter((day) => day.isDifferent).map(({ on }) => on)).toEqual(["2026-12-24"]);
    expect(await listCalendarAlarms(TODAY)).toEqual([{ calendar: "channel:wechat", through: "2026-12-31", days: 41 }]);
    const { checks } = await verifyBooks(reader);
    expect(checks.filter((check) => !check.ok)).toEqual([]);
  });
});

describe("the database", () => {
  it("takes no year that nobody approved, and changes none", async () => {
    const forged = transact("test.forge", by(desk.people.lead), {}, async (tx) => {
      await tx.query(
        `INSERT INTO calendar_versions (calendar, version, year, days, reason, command_id)
         VALUES ('CN', 9, 2027, '[]', 'x', $1)`,
        [tx.context.commandId],
      );
      return accept(null);
    });
    await expect(forged).rejects.toMatchObject({ code: "CD051" });
    const changed = desk.db.ownerPool.query("UPDATE calendar_versions SET reason = 'y'");
    await expect(changed).rejects.toThrow();
    const unsorted = desk.db.ownerPool.query(
      `INSERT INTO calendar_versions (calendar, version, year, days, reason)
       VALUES ('CN', 9, 2027, '[{"on": "2026-01-01", "kind": "HOLIDAY", "name": "x"}]', 'x')`,
    );
    await expect(unsorted).rejects.toMatchObject({ constraint: "days_of_the_year" });
    expect((await listCalendarYears(reader, "CN")).map(({ year, version }) => [year, version])).toEqual([
      [2026, 3],
      [2027, 2],
    ]);
  });
});
