import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addDays } from "@/core/calendar/settlement-day";
import { cancelImport } from "@/server/commands/cancel-import";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted, openDesk } from "@/tests/desk-fixture";
import { importOf, send, storedOf, writeBill } from "@/tests/imports/import-desk";
import { runNextImport } from "./run-import";

const COMMAND = "00000000-0000-4000-8000-000000000002";
/** Enough that every step of an import takes a moment in which a process can die. */
const LINES = 12_000;

let db: TestDatabase;
let folder = "";
let day = "2026-06-01";
let worker: ChildProcess | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-killed-"));
  process.env.DESK_DATA_DIR = folder;
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  db = (await openDesk()).db;
});
afterEach(() => {
  worker?.kill("SIGKILL");
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

/** Starts a worker in a process of its own and waits until it looks for work. */
async function startWorker(more: Record<string, string> = {}): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "../../../tests/imports/work-imports.ts");
  const env = { ...process.env, DATABASE_URL: db.appUrl, DESK_LOG_LEVEL: "silent", ...more };
  const started = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", script], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  worker = started;
  await new Promise((resolve) => started.stdout.once("data", resolve));
  return started;
}

async function killed(process: ChildProcess): Promise<void> {
  if (process.exitCode === null) {
    const gone = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await gone;
  }
  // The server ends the session of a process that is gone, and with it what was not committed.
  await expect.poll(countSessionsAtWork, { timeout: 120_000, interval: 50 }).toBe(0);
}

async function countSessionsAtWork(): Promise<number> {
  const { rows } = await db.ownerPool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`,
  );
  return rows[0]?.count ?? 0;
}

async function loseLease(importNo: string): Promise<void> {
  await db.ownerPool.query(
    "UPDATE imports SET lease_until = clock_timestamp() - interval '1 second' WHERE import_no = $1 AND worker IS NOT NULL",
    [importNo],
  );
}

async function untilStatus(importNo: string, ...wanted: string[]): Promise<void> {
  const statusOf = async () => (await importOf(importNo)).status;
  await expect.poll(statusOf, { timeout: 120_000, interval: 5 }).toBeOneOf(wanted);
}

/** Milliseconds after the job was claimed, over the whole of what an import takes here and beyond it. */
const POINTS = [0, 60, 120, 180, 240, 300, 360, 420, 500, 600, 750, 1_000];

test.each(POINTS)(
  "a worker killed %i ms after it began leaves nothing half visible, and the next one ends the job",
  async (ms) => {
    day = addDays(day, 1);
    const { importNo } = await send(writeBill(day, LINES));
    const process = await startWorker();
    await untilStatus(importNo, "READING", "CHECKING", "PROMOTING", "DONE");
    await wait(ms);
    const before = (await importOf(importNo)).status;
    await killed(process);
    const left = await storedOf(day);
    expect([0, LINES]).toContain(left.lines);
    expect(left.statements).toBe(left.lines / LINES);
    await loseLease(importNo);
    await runNextImport();
    expect(await importOf(importNo), `killed at ${before}`).toMatchObject({
      status: "DONE",
      isDuplicate: false,
      version: 1,
    });
    expect(await storedOf(day)).toEqual({ statements: 1, lines: LINES, said: LINES });
  },
  60_000,
);

test("a worker whose database sessions end tries again, and stores the file once", async () => {
  day = addDays(day, 1);
  const { importNo } = await send(writeBill(day, LINES));
  await startWorker();
  await untilStatus(importNo, "READING", "CHECKING", "PROMOTING");
  await db.ownerPool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND query LIKE 'COPY%' AND pid <> pg_backend_pid()`,
  );
  await untilStatus(importNo, "DONE", "READING");
  if ((await importOf(importNo)).status !== "DONE") {
    await wait(100);
    await untilStatus(importNo, "DONE", "READING", "CHECKING");
  }
  await expect
    .poll(
      async () => {
        await runNextImport();
        return (await importOf(importNo)).status;
      },
      { timeout: 20_000, interval: 200 },
    )
    .toBe("DONE");
  expect(await storedOf(day)).toEqual({ statements: 1, lines: LINES, said: LINES });
});

test("a worker that reads slowly stops within seconds of being asked, and leaves nothing", async () => {
  day = addDays(day, 1);
  const { importNo } = await send(writeBill(day, LINES));
  await startWorker({ DESK_IMPORT_LINES_PER_SECOND: "500" });
  await expect.poll(async () => (await importOf(importNo)).lines, { timeout: 120_000 }).toBeGreaterThan(0);
  expect(await importOf(importNo)).toMatchObject({ status: "READING" });
  accepted(await cancelImport(asSystem(), { commandId: COMMAND, importNo }));
  await untilStatus(importNo, "CANCELLED");
  expect(await storedOf(day)).toMatchObject({ statements: 0, lines: 0 });
  expect(await reader.query("SELECT 1 FROM receipts WHERE name = 'statement.import' AND outcome IS NULL")).toEqual([]);
});
