import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { DEMO_PASSWORD, DEMO_USERS } from "@/server/auth/demo-accounts";
import { verifyCredentials } from "@/server/auth/verify-credentials";
import { loadDayStates } from "@/server/bank/load-day-states";
import { listBankLines } from "@/server/queries/bank/list-bank-lines";
import { listApprovalAlarms } from "@/server/queries/list-approval-alarms";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { lastBusinessDays, seedDemo } from "./demo";
import { seedEmpty } from "./empty";

async function valuesOf(sql: string): Promise<string[]> {
  const rows = await reader.query<{ value: string }>(sql);
  return rows.map((row) => row.value);
}

describe("the demo company", () => {
  let db: TestDatabase;
  beforeAll(async () => {
    process.env.DESK_CLOCK = "2026-11-23T08:00:00+08:00";
    db = await openDeskDatabase();
    await seedDemo({ merchants: 12, ordersPerDay: 40 });
  });
  afterAll(() => db.drop());

  test("its books prove", async () => {
    const { ok, checks } = await verifyBooks(reader);
    expect(checks.filter((check) => !check.ok)).toEqual([]);
    expect(ok).toBe(true);
    expect(await valuesOf("SELECT ok::text AS value FROM proofs")).toEqual(["true"]);
  });

  test("settlements are in every state but paid, which the channel says; one carries a debt, some hold orders back", async () => {
    expect(await valuesOf("SELECT DISTINCT status AS value FROM settlements ORDER BY 1")).toEqual([
      "COMPUTED",
      "RELEASED",
      "REVIEWED",
    ]);
    expect(await valuesOf("SELECT DISTINCT reason AS value FROM settlement_hold_backs ORDER BY 1")).toEqual([
      "DISPUTE",
      "OPEN_BREAK",
    ]);
    expect(await valuesOf("SELECT (count(*) > 0)::text AS value FROM settlements WHERE carried_minor < 0")).toEqual([
      "true",
    ]);
  });

  test("nobody signs in the moment in which it is asked", async () => {
    const lead = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD" as const] };
    expect(await listApprovalAlarms(lead, new Date("2026-11-23T08:00:00+08:00"))).toEqual([]);
  });

  test("every one of its people can sign in with the password that the sign-in page shows", async () => {
    for (const { login } of DEMO_USERS) expect(await verifyCredentials(login, DEMO_PASSWORD)).not.toBeNull();
    expect(await valuesOf("SELECT login AS value FROM users WHERE NOT is_demo OR must_change_password")).toEqual([]);
  });

  test("three channels, five days each, and the last day's money still on its way", async () => {
    const days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
    expect(
      await valuesOf("SELECT statement_on::text AS value FROM batches WHERE is_current ORDER BY 1, batch_no"),
    ).toEqual(days.flatMap((day) => [day, day, day]));
    const received = await valuesOf(
      "SELECT c.code || ':' || d.settles_on AS value FROM bank_match_days d JOIN channels c ON c.id = d.channel_id ORDER BY 1",
    );
    const expected = ["alipay", "unionpay", "wechat"].flatMap((code) =>
      days.slice(0, -1).map((day) => `${code}:${day}`),
    );
    // Alipay has sent its third day's money short, and UnionPay has not sent its at all.
    expect(received).toEqual(expected.filter((day) => !["alipay:2026-11-18", "unionpay:2026-11-18"].includes(day)));
    const late = "SELECT statement_no AS value FROM statements WHERE imported_at > '2026-11-23T08:00:00+08:00'";
    expect(await valuesOf(late)).toEqual([]);
  });

  test("remittances come in every way, and each kind of bank break has its example", async () => {
    expect(await valuesOf("SELECT DISTINCT rule AS value FROM bank_matches ORDER BY 1")).toEqual([
      "COUNTERPARTY",
      "DAY",
      "DAYS",
      "PARTS",
    ]);
    const { rows } = await listBankLines(SYSTEM_ACTOR, { state: "open" }, { cursor: null, limit: 10 });
    expect(rows.map((line) => line.state).sort()).toEqual(["OTHER_AMOUNT", "UNBOOKED", "UNEXPECTED"]);
    const days = await loadDayStates(reader, {}, "2026-11-21");
    expect(days.filter((day) => day.state === "LATE").map((day) => `${day.channel} ${day.settlesOn}`)).toEqual([
      "unionpay 2026-11-18",
    ]);
  });

  test("every stage of the work has an example", async () => {
    expect(await valuesOf("SELECT DISTINCT status AS value FROM suspense_items ORDER BY 1")).toEqual([
      "ASSIGNED",
      "INVESTIGATING",
      "OPEN",
      "PROPOSED",
      "RESOLVED",
    ]);
    const requests = await valuesOf(
      "SELECT status || ' ' || cardinality(required_roles) AS value FROM approvals GROUP BY 1 ORDER BY 1",
    );
    expect(requests).toEqual(["EXECUTED 1", "PENDING 1", "PENDING 2", "REJECTED 1"]);
    expect((await valuesOf("SELECT body AS value FROM suspense_comments")).length).toBeGreaterThan(2);
  });

  test("money is asked to go out, and some of it waits for a second look", async () => {
    const settled = "SELECT status AS value FROM payouts WHERE source = 'SETTLEMENT'";
    expect(new Set(await valuesOf(settled))).toEqual(new Set(["ACCEPTED"]));
    const payouts = await valuesOf(
      "SELECT status AS value FROM payouts WHERE source <> 'SETTLEMENT' ORDER BY client_ref",
    );
    expect(payouts).toEqual(["ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED", "REQUESTED", "ACCEPTED"]);
    const refunds = "SELECT status AS value FROM refunds WHERE origin = 'DESK' ORDER BY requested_at";
    expect(await valuesOf(refunds)).toEqual(["ACCEPTED", "REQUESTED"]);
  });
});

describe("an empty company", () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openDeskDatabase();
  });
  afterAll(() => db.drop());

  test("has an administrator, whose password is shown once and has to be changed", async () => {
    const said: string[] = [];
    const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(`${text}`) > 0);
    await seedEmpty();
    stderr.mockRestore();
    const [, password = ""] = /sign in once with (\S+) /.exec(said.join("")) ?? [];
    expect(await verifyCredentials("admin", password)).not.toBeNull();
    expect(await reader.query("SELECT login, must_change_password, is_demo FROM users")).toEqual([
      { login: "admin", must_change_password: true, is_demo: false },
    ]);
  });
});

test("business days are Mondays to Fridays before today", () => {
  expect(lastBusinessDays("2026-11-23", 5)).toEqual([
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
  ]);
  expect(lastBusinessDays("2026-11-18", 3)).toEqual(["2026-11-13", "2026-11-16", "2026-11-17"]);
});
