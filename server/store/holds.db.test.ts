import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { accept } from "@/core/result";
import { expireHolds } from "@/server/commands/expire-holds";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setMerchants } from "@/server/commands/set-merchants";
import { captureHold, type Hold, holdAmount, isNotHeld, releaseHold } from "@/server/store/holds";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { type DbTransaction, reader, transact } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
let merchant = { id: 0n, no: "M1" };
let accountId = 0n;
beforeAll(async () => {
  db = await openDeskDatabase();
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
  const [found] = await reader.query<{ id: bigint }>("SELECT id FROM merchants");
  merchant = { id: found?.id ?? 0n, no: "M1" };
  const topUp = { event: "settlement.topped_up" as const, merchantNo: "M1", bankAccount: "reserve", asset: "CNY" };
  await recordTopUps(asSystem(), { topUps: [{ ...topUp, key: "money", amountMinor: 1_000n, paidInAt: NOON }] });
  const [account] = await reader.query<{ id: bigint }>("SELECT id FROM accounts WHERE account_no = 'M1-SETTLEMENT'");
  accountId = account?.id ?? 0n;
});
afterAll(() => db.drop());

async function run<T>(effect: (tx: DbTransaction) => Promise<T>): Promise<T> {
  const kept: T[] = [];
  const result = await transact("test.hold", asSystem(), {}, async (tx) => {
    kept.push(await effect(tx));
    return accept(null);
  });
  if (!result.ok) throw new Error(result.refusal.code);
  return kept[kept.length - 1] as T;
}

const payout = (key: string, amount: bigint) =>
  draftVoucher({
    event: "payout.accepted",
    key,
    amounts: { amount },
    asset: "CNY",
    owner: { merchant },
    on: "2026-11-20",
    occurredAt: NOON,
    objectType: "payout",
    objectNo: key,
  });
const request = (key: string, amountMinor: bigint, expiresAt?: Date) => ({
  ...{ key, accountId, amountMinor, objectType: "test", objectNo: key, reason: "asked for" },
  ...(expiresAt ? { expiresAt } : {}),
});
const hold = (key: string, amountMinor: bigint, expiresAt?: Date): Promise<Hold> =>
  run((tx) => holdAmount(tx, request(key, amountMinor, expiresAt)));

async function frozen(): Promise<bigint | undefined> {
  const [row] = await reader.query<{ minor: bigint }>(
    "SELECT frozen_minor AS minor FROM account_balances WHERE account_id = $1",
    [accountId],
  );
  return row?.minor;
}

describe("a hold", () => {
  test("keeps money from going out, once per key, and lets it go in parts", async () => {
    const held = await hold("first", 900n);
    expect(held).toMatchObject({ status: "ACTIVE", amountMinor: 900n, capturedMinor: 0n, releasedMinor: 0n });
    expect(await hold("first", 900n)).toEqual(held);
    await expect(hold("first", 901n)).rejects.toMatchObject({ code: "CD001" });
    expect(await frozen()).toBe(900n);
    await expect(run((tx) => postVouchers(tx, [payout("too much", 101n)]))).rejects.toThrow("balance_insufficient");
    await expect(hold("beyond", 101n)).rejects.toThrow("balance_insufficient");
    const part = { key: "part", holdId: held.id, amountMinor: 400n };
    expect(await run((tx) => releaseHold(tx, part))).toMatchObject({ status: "ACTIVE", releasedMinor: 400n });
    expect(await run((tx) => releaseHold(tx, part))).toMatchObject({ releasedMinor: 400n });
    expect(await run((tx) => releaseHold(tx, { key: "rest", holdId: held.id }))).toMatchObject({ status: "RELEASED" });
    expect(await frozen()).toBe(0n);
  });

  test("is captured by a voucher that takes the money out, once per key, and never beyond what it holds", async () => {
    const held = await hold("captured", 300n);
    const capture = (key: string, captured: bigint, amount: bigint) =>
      run((tx) => captureHold(tx, [{ holdId: held.id, amountMinor: captured }], payout(key, amount)));
    const first = await capture("pay-1", 200n, 200n);
    expect(first.existed).toBe(false);
    expect(await capture("pay-1", 200n, 200n)).toEqual({ ...first, existed: true });
    expect([await postedOf("M1-SETTLEMENT"), await frozen()]).toEqual([800n, 100n]);
    await expect(capture("pay-2", 101n, 101n)).rejects.toSatisfy(isNotHeld);
    await expect(capture("pay-3", 100n, 99n)).rejects.toSatisfy(isNotHeld);
    await capture("pay-4", 100n, 150n);
    expect([await postedOf("M1-SETTLEMENT"), await frozen()]).toEqual([650n, 0n]);
  });

  test("two races for the last of it: one gets it", async () => {
    const held = await hold("raced", 50n);
    const takers = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0
        ? run((tx) => releaseHold(tx, { key: `race-${index}`, holdId: held.id, amountMinor: 50n }))
        : run((tx) => captureHold(tx, [{ holdId: held.id, amountMinor: 50n }], payout(`race-${index}`, 50n))),
    );
    const outcomes = await Promise.allSettled(takers);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect(await frozen()).toBe(0n);
  });
});

test("holds whose time is over are released, each with a line in the trail, and no line when there is none", async () => {
  const early = new Date(NOON.getTime() - 1_000);
  const { holdNo } = await hold("expiring", 20n, early);
  await hold("staying", 10n, new Date(NOON.getTime() + 60_000));
  expect(await expireHolds(asSystem(), {})).toEqual({ ok: true, value: { expired: [holdNo] } });
  expect(await expireHolds(asSystem(), {})).toEqual({ ok: true, value: { expired: [] } });
  const lines = await reader.query("SELECT action, object_no, detail FROM audit_events WHERE stream = 'hold'");
  expect(lines).toEqual([
    { action: "hold.expired", object_no: holdNo, detail: { accountNo: "M1-SETTLEMENT", releasedMinor: "20" } },
  ]);
  expect(await frozen()).toBe(10n);
});
