import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makePool } from "@/server/db";
import { listDurabilityRisks } from "@/server/durability";
import { brokenLaws } from "@/tests/book-laws";
import { postedOf } from "@/tests/command-context";
import { LIMITS } from "@/tests/database";
import { killServer } from "@/tests/kill-server";
import { startStandby } from "@/tests/standby";
import { LOAD_MINOR, startVoucherLoad } from "@/tests/voucher-load";
import { migrate } from "../migrate";
import { openEmbedded } from "./embedded";
import { APP_ROLE } from "./roles";

const FOLDER = resolve(import.meta.dirname, `../../.test-data/failover-${process.pid}`);
const FIRST = join(FOLDER, "first");
const WRITERS = 8;
const PATIENCE_MS = 120_000;

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test("the first server dies for good while 8 post; the standby that every commit waited for has all that was acknowledged, once", async () => {
  const first = await openEmbedded(FIRST, { durable: true });
  await migrate(first.ownerUrl, APP_ROLE);
  const firstPool = makePool(first.appUrl, { ...LIMITS, DESK_POOL_MAX: WRITERS });
  expect(await listDurabilityRisks(firstPool)).toEqual([expect.stringContaining("synchronous_standby_names")]);
  const standby = await startStandby(FIRST, first, join(FOLDER, "standby"));
  await expect.poll(() => listDurabilityRisks(firstPool), { timeout: PATIENCE_MS }).toEqual([]);

  process.env.DATABASE_URL = first.appUrl;
  globalThis.deskPool = firstPool;
  const load = startVoucherLoad(WRITERS);
  const more = () => {
    const before = load.acknowledged.size;
    return expect.poll(() => load.acknowledged.size, { timeout: PATIENCE_MS }).toBeGreaterThan(before + 100);
  };
  await more();
  killServer(FIRST);
  await standby.promote();
  const pool = makePool(standby.addressOf(first.appUrl), { ...LIMITS, DESK_POOL_MAX: WRITERS });
  globalThis.deskPool = pool;
  await more();
  await load.end();

  const { rows } = await pool.query<{ key: string; no: string }>(
    "SELECT idempotency_key AS key, voucher_no AS no FROM vouchers",
  );
  expect(new Map(rows.map(({ key, no }) => [key, no]))).toEqual(load.acknowledged);
  expect(await postedOf("1002-reserve")).toBe(LOAD_MINOR * BigInt(load.acknowledged.size));
  expect(await brokenLaws(pool)).toEqual([]);
  await Promise.all([firstPool.end(), pool.end()]);
  globalThis.deskPool = undefined;
  standby.stop();
  await first.release();
});
