import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { openEmbedded } from "./embedded";

const FOLDER = resolve(import.meta.dirname, `../../.test-data/embedded-${process.pid}`);
/** `DESK_SOAK=1` kills as often as docs/proofs.md says. */
const KILLS = process.env.DESK_SOAK === "1" ? 50 : 3;
const RECOVERY_MS = 30_000;

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function postmasterPid(): number {
  return Number(readFileSync(join(FOLDER, "postgres/data/postmaster.pid"), "utf8").split("\n")[0]);
}

/** Inserts the next number until told to stop; a number counts as acknowledged only when the database has said so. */
async function insertUnderLoad(url: string, acknowledged: number[], ended: { value: boolean }): Promise<void> {
  for (let next = 1; !ended.value; ) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      for (; !ended.value; next += 1) {
        await client.query("INSERT INTO acknowledged VALUES ($1)", [next]);
        acknowledged.push(next);
      }
    } catch {
      // Killed in between: whether this one was written is open, so the next number follows.
      next += 1;
      await sleep(20);
    }
    await client.end().catch(() => undefined);
  }
}

test(
  `the database is killed ${KILLS} times under load: it comes back by itself, and nothing acknowledged is lost`,
  async () => {
    const first = await openEmbedded(FOLDER, { durable: true });
    const second = await openEmbedded(FOLDER, { durable: true });
    expect([first.started, second.started, second.port]).toEqual([true, false, first.port]);
    const owner = new pg.Client({ connectionString: first.ownerUrl });
    await owner.connect();
    owner.on("error", () => undefined);
    await owner.query("CREATE TABLE acknowledged (number int PRIMARY KEY)");
    const endSupervision = first.supervise(() => undefined);
    const acknowledged: number[] = [];
    const ended = { value: false };
    const load = insertUnderLoad(first.ownerUrl, acknowledged, ended);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length, { timeout: RECOVERY_MS }).toBeGreaterThan(before + 20);
      process.kill(postmasterPid(), "SIGKILL");
    }
    const killed = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: RECOVERY_MS }).toBeGreaterThan(killed + 20);
    ended.value = true;
    await load;
    await endSupervision();
    const reader = new pg.Client({ connectionString: first.ownerUrl });
    await reader.connect();
    const { rows } = await reader.query<{ number: number }>("SELECT number FROM acknowledged");
    await reader.end();
    const kept = new Set(rows.map((row) => row.number));
    expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);

    await first.release();
    expect(existsSync(join(FOLDER, "postgres/data/postmaster.pid")), "the other one still uses it").toBe(true);
    await second.release();
    expect(existsSync(join(FOLDER, "postgres/data/postmaster.pid")), "the last one stops it").toBe(false);
  },
  KILLS * RECOVERY_MS,
);
