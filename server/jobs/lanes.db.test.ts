import { afterAll, beforeAll, expect, test } from "vitest";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { runDueJobs } from "@/server/jobs/run";
import { takeTurn } from "@/server/jobs/take-turn";
import { reader } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
});
afterAll(() => db.drop());

test("folding does not wait for a proof of everything that takes its time", async () => {
  await setAccountBuffering(asSystem(), { accountNo: "1122-wechat", isBuffered: true });
  const topUp = { event: "settlement.topped_up" as const, merchantNo: "M1", bankAccount: "reserve", asset: "CNY" };
  await recordTopUps(asSystem(), { topUps: [{ ...topUp, key: "first", amountMinor: 10n, paidInAt: NOON }] });
  await setAccountBuffering(asSystem(), { accountNo: "1002-reserve", isBuffered: true });
  await recordTopUps(asSystem(), { topUps: [{ ...topUp, key: "waits", amountMinor: 10n, paidInAt: NOON }] });
  const holder = await db.ownerPool.connect();
  let isProved = false;
  try {
    await holder.query("BEGIN; LOCK TABLE statements IN ACCESS EXCLUSIVE MODE");
    const proving = runDueJobs("nightly").then(() => {
      isProved = true;
    });
    expect(await runDueJobs("folding")).toBe(1);
    expect(await reader.query("SELECT 1 FROM buffered_entries")).toEqual([]);
    expect(isProved).toBe(false);
    await holder.query("ROLLBACK");
    await proving;
  } finally {
    holder.release();
  }
  expect(
    await reader.query("SELECT kind, status FROM jobs WHERE kind LIKE '%.fold' OR kind = 'books.prove' ORDER BY kind"),
  ).toEqual([
    { kind: "books.prove", status: "DONE" },
    { kind: "ledger.fold", status: "DONE" },
  ]);
});

test("a job of seconds runs again after them, one of the day once after its time has come", async () => {
  let ran = 0;
  const run = async () => {
    ran += 1;
    return null;
  };
  const often = { kind: "often", every: { seconds: 60 }, run };
  const daily = { kind: "daily", every: { dailyAt: "03:30" }, run };
  for (const job of [often, daily]) {
    expect([await takeTurn(job), await takeTurn(job)]).toEqual([true, false]);
  }
  const startedAt = (kind: string, at: string) =>
    db.ownerPool.query(`UPDATE jobs SET started_at = ${at} WHERE kind = $1`, [kind]);
  await startedAt("often", "now() - interval '61 seconds'");
  expect([await takeTurn(often), await takeTurn(often)]).toEqual([true, false]);
  const time = `(date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai' - interval '3:30') + interval '3:30') AT TIME ZONE 'Asia/Shanghai'`;
  await startedAt("daily", time);
  expect(await takeTurn(daily)).toBe(false);
  await startedAt("daily", `${time} - interval '1 second'`);
  expect([await takeTurn(daily), await takeTurn(daily)]).toEqual([true, false]);
  expect(ran).toBe(4);
});

test("a job that fails is told of and the others of its lane run all the same", async () => {
  await db.ownerPool.query("ALTER FUNCTION ledger_expire_holds RENAME TO ledger_expire_holds_gone");
  await runDueJobs("housekeeping");
  const jobs = await reader.query<{ kind: string; status: string }>(
    "SELECT kind, status FROM jobs WHERE kind IN ('approvals.expire', 'holds.expire', 'audit.anchor') ORDER BY kind",
  );
  expect(jobs).toEqual([
    { kind: "approvals.expire", status: "DONE" },
    { kind: "audit.anchor", status: "DONE" },
    { kind: "holds.expire", status: "FAILED" },
  ]);
});
