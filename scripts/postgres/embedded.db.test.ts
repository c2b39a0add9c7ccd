import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makePool } from "@/server/db";
import { brokenLaws } from "@/tests/book-laws";
import { postedOf } from "@/tests/command-context";
import { LIMITS } from "@/tests/database";
import { killServer } from "@/tests/kill-server";
import { LOAD_MINOR, startVoucherLoad } from "@/tests/voucher-load";
import { migrate } from "../migrate";
import { openEmbedded } from "./embedded";
import { APP_ROLE } from "./roles";

const FOLDER = resolve(import.meta.dirname, `../../.test-data/embedded-${process.pid}`);
/** `DESK_KILLS=20` kills more often; docs/proofs.md tells what was run. */
const KILLS = Number(process.env.DESK_KILLS ?? 3);
const WRITERS = 8;
const RECOVERY_MS = 30_000;

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test(
  `the database is killed ${KILLS} times while ${WRITERS} post: it comes back by itself, nothing acknowledged is lost, and nothing is doubled`,
  async () => {
    const first = await openEmbedded(FOLDER, { durable: true });
    const second = await openEmbedded(FOLDER, { durable: true });
    expect([first.started, second.started, second.port]).toEqual([true, false, first.port]);
    await migrate(first.ownerUrl, APP_ROLE);
    const pool = makePool(first.appUrl, { ...LIMITS, DESK_POOL_MAX: WRITERS });
    process.env.DATABASE_URL = first.appUrl;
    globalThis.deskPool = pool;
    const endSupervision = first.supervise(() => undefined);
    const load = startVoucherLoad(WRITERS);
    for (let kill = 0; kill <= KILLS; kill += 1) {
      const before = load.acknowledged.size;
      await expect.poll(() => load.acknowledged.size, { timeout: RECOVERY_MS }).toBeGreaterThan(before + 20);
      if (kill < KILLS) killServer(FOLDER);
    }
    await load.end();
    await endSupervision();

    const { rows } = await pool.query<{ key: string; no: string }>(
      "SELECT idempotency_key AS key, voucher_no AS no FROM vouchers",
    );
    expect(new Map(rows.map(({ key, no }) => [key, no]))).toEqual(load.acknowledged);
    expect(await postedOf("1002-reserve")).toBe(LOAD_MINOR * BigInt(load.acknowledged.size));
    expect(await brokenLaws(pool)).toEqual([]);
    if (KILLS > 3)
      process.stdout.write(`${KILLS} kills: ${load.acknowledged.size} vouchers in ${load.attempts()} attempts\n`);
    await pool.end();
    globalThis.deskPool = undefined;

    await first.release();
    expect(existsSync(join(FOLDER, "postgres/data/postmaster.pid")), "the other one still uses it").toBe(true);
    await second.release();
    expect(existsSync(join(FOLDER, "postgres/data/postmaster.pid")), "the last one stops it").toBe(false);
  },
  KILLS * RECOVERY_MS,
);
