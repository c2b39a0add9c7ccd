import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { reader } from "@/server/transact";
import { confirm, jobOf, openLongItems, prepare, rowsOf, seen } from "@/tests/bulk/bulk-desk";
import { accepted, type Desk, openDesk, suspenseDifferences } from "@/tests/desk-fixture";
import { runNextBulk } from "./run-bulk";

/** Enough that a process dies in the midst of them. */
const ITEMS = 150;

let desk: Desk;
let worker: ChildProcess | null = null;
beforeAll(async () => {
  desk = await openDesk();
});
afterEach(() => {
  worker?.kill("SIGKILL");
});
afterAll(() => desk.db.drop());

async function startWorker(): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "../../tests/bulk/work-bulk.ts");
  const env = { ...process.env, DATABASE_URL: desk.db.appUrl, DESK_LOG_LEVEL: "silent" };
  const started = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", script], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  worker = started;
  await new Promise((resolve) => started.stdout.once("data", resolve));
  return started;
}

async function killed(process: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => process.once("exit", resolve));
  process.kill("SIGKILL");
  await gone;
  // The server ends the session of a process that is gone, and with it what was not committed.
  const atWork = `SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`;
  const count = async () => (await desk.db.ownerPool.query(atWork)).rowCount;
  await expect.poll(count, { timeout: 120_000, interval: 50 }).toBe(0);
}

async function proposedOf(jobNo: string): Promise<number> {
  return (await rowsOf(jobNo)).filter((row) => row.state === "PROPOSED").length;
}

test.each([1, 20, 60, 100])(
  "a worker killed after row %i of 150: the next one goes on, and nothing is proposed twice",
  async (after) => {
    const itemNos = await openLongItems(`KILL${after}`, ITEMS);
    const job = await prepare(desk.people.maker, await seen(itemNos));
    accepted(await confirm(desk.people.maker, job));
    const process = await startWorker();
    await expect.poll(() => proposedOf(job.jobNo), { timeout: 120_000, interval: 3 }).toBeGreaterThanOrEqual(after);
    await killed(process);
    const left = await proposedOf(job.jobNo);
    expect(left).toBeLessThan(ITEMS);
    expect((await jobOf(job.jobNo)).status).toBe("RUNNING");
    expect(await runNextBulk()).toBe(0);
    await desk.db.ownerPool.query(
      "UPDATE bulk_jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE job_no = $1",
      [job.jobNo],
    );
    expect(await runNextBulk()).toBe(1);
    expect(await jobOf(job.jobNo)).toMatchObject({ status: "DONE" });
    const [asked] = await reader.query(
      `SELECT count(*)::int AS requests, count(DISTINCT object_no)::int AS items FROM approvals
       WHERE object_no = ANY ($1) AND status = 'PENDING'`,
      [itemNos],
    );
    expect(asked).toEqual({ requests: ITEMS, items: ITEMS });
    expect(await proposedOf(job.jobNo)).toBe(ITEMS);
    expect(await suspenseDifferences()).toEqual([]);
  },
  60_000,
);
