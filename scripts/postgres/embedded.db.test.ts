import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { accept, invariant } from "@/core/result";
import { makePool } from "@/server/db";
import { postGathered } from "@/server/store/post-gathered";
import { postVouchers } from "@/server/store/post-vouchers";
import { transact } from "@/server/transact";
import { brokenLaws } from "@/tests/book-laws";
import { asSystem, NOON, postedOf } from "@/tests/command-context";
import { migrate } from "../migrate";
import { openEmbedded } from "./embedded";
import { APP_ROLE } from "./roles";

const FOLDER = resolve(import.meta.dirname, `../../.test-data/embedded-${process.pid}`);
/** `DESK_KILLS=20` kills more often; docs/proofs.md tells what was run. */
const KILLS = Number(process.env.DESK_KILLS ?? 3);
const WRITERS = 8;
const LIMITS = {
  DESK_POOL_MAX: WRITERS,
  DESK_STATEMENT_TIMEOUT_MS: 30_000,
  DESK_LOCK_TIMEOUT_MS: 10_000,
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 30_000,
  DESK_TRANSACTION_TIMEOUT_MS: 60_000,
};
const RECOVERY_MS = 30_000;

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function postmasterPid(): number {
  return Number(readFileSync(join(FOLDER, "postgres/data/postmaster.pid"), "utf8").split("\n")[0]);
}

type Load = { readonly acknowledged: Map<string, string>; attempts: number; isEnding: boolean };

/** Posts voucher after voucher; one counts as acknowledged only when the book has said so, and is asked for until then. */
async function postUnderLoad(load: Load, isGathered: boolean): Promise<void> {
  while (!load.isEnding) {
    const key = randomUUID();
    for (let voucherNo: string | null = null; voucherNo === null; load.attempts += 1) {
      voucherNo = await postOnce(key, isGathered).catch(() => null);
      if (voucherNo === null) await sleep(20);
      else load.acknowledged.set(key, voucherNo);
    }
  }
}

async function postOnce(key: string, isGathered: boolean): Promise<string> {
  const context = asSystem(key);
  const facts = { objectType: "test", objectNo: key, on: "2026-11-20", occurredAt: NOON } as const;
  const draft = {
    event: "reserve.covered",
    key,
    amounts: { amount: 3n },
    asset: "CNY",
    owner: { bankAccount: "reserve" },
    ...facts,
  } as const;
  const result = isGathered
    ? await postGathered({ name: "test.gathered", context, input: {}, draft })
    : await transact("test.kill", context, {}, async (tx) => {
        const [posted] = await postVouchers(tx, [draft]);
        return accept({ voucherNo: posted?.voucherNo ?? "" });
      });
  invariant(result.ok, "nothing refuses it");
  return result.value.voucherNo;
}

test(
  `the database is killed ${KILLS} times while ${WRITERS} post: it comes back by itself, nothing acknowledged is lost, and nothing is doubled`,
  async () => {
    const first = await openEmbedded(FOLDER, { durable: true });
    const second = await openEmbedded(FOLDER, { durable: true });
    expect([first.started, second.started, second.port]).toEqual([true, false, first.port]);
    await migrate(first.ownerUrl, APP_ROLE);
    const pool = makePool(first.appUrl, LIMITS);
    process.env.DATABASE_URL = first.appUrl;
    globalThis.deskPool = pool;
    const endSupervision = first.supervise(() => undefined);
    const load: Load = { acknowledged: new Map(), attempts: 0, isEnding: false };
    const writers = Array.from({ length: WRITERS }, (_, writer) => postUnderLoad(load, writer % 2 === 0));
    for (let kill = 0; kill <= KILLS; kill += 1) {
      const before = load.acknowledged.size;
      await expect.poll(() => load.acknowledged.size, { timeout: RECOVERY_MS }).toBeGreaterThan(before + 20);
      if (kill < KILLS) process.kill(postmasterPid(), "SIGKILL");
    }
    load.isEnding = true;
    await Promise.all(writers);
    await endSupervision();

    const { rows } = await pool.query<{ key: string; no: string }>(
      "SELECT idempotency_key AS key, voucher_no AS no FROM vouchers",
    );
    expect(new Map(rows.map(({ key, no }) => [key, no]))).toEqual(load.acknowledged);
    expect(await postedOf("1002-reserve")).toBe(3n * BigInt(load.acknowledged.size));
    expect(await brokenLaws(pool)).toEqual([]);
    if (KILLS > 3)
      process.stdout.write(`${KILLS} kills: ${load.acknowledged.size} vouchers in ${load.attempts} attempts\n`);
    await pool.end();
    globalThis.deskPool = undefined;

    await first.release();
    expect(existsSync(join(FOLDER, "postgres/data/postmaster.pid")), "the other one still uses it").toBe(true);
    await second.release();
    expect(existsSync(join(FOLDER, "postgres/data/postmaster.pid")), "the last one stops it").toBe(false);
  },
  KILLS * RECOVERY_MS,
);
