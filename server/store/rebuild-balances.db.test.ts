import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { foldBuffered } from "@/server/store/fold-buffered";
import { findRebuildDifferences, rebuildBalances } from "@/server/store/rebuild-balances";
import { reader } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
  await topUp("direct", 900n);
  await setAccountBuffering(asSystem(), { accountNo: "1002-reserve", isBuffered: true });
  for (const key of ["a", "b", "c"]) await topUp(key, 100n);
  await foldBuffered();
  await topUp("waits", 50n);
  const account = "(SELECT id FROM accounts WHERE account_no = 'M1-SETTLEMENT')";
  await db.ownerPool.query(
    `BEGIN; INSERT INTO receipts (command_id, name, input_hash) VALUES ('00000000-0000-4000-8000-000000000001', 'test', '');
     SELECT ledger_hold('00000000-0000-4000-8000-000000000001', 'h', ${account}, 70, 'test', '1', 'test', NULL);
     UPDATE receipts SET outcome = '{}' WHERE outcome IS NULL; COMMIT`,
  );
});
afterAll(() => db.drop());

async function topUp(key: string, amountMinor: bigint): Promise<void> {
  const topUp = { event: "settlement.topped_up" as const, merchantNo: "M1", bankAccount: "reserve", asset: "CNY" };
  expect(await recordTopUps(asSystem(), { topUps: [{ ...topUp, key, amountMinor, paidInAt: NOON }] })).toMatchObject({
    ok: true,
  });
}

/** Everything that a rebuild may write, byte for byte. */
async function readDerived() {
  const [balances, positions, waiting] = await Promise.all([
    reader.query("SELECT * FROM account_balances ORDER BY account_id"),
    reader.query("SELECT * FROM entry_positions ORDER BY account_id, account_seq"),
    reader.query(
      "SELECT account_id, voucher_id, line_no, accounting_on, change_minor FROM buffered_entries ORDER BY voucher_id, line_no",
    ),
  ]);
  return { balances, positions, waiting };
}

async function rebuild() {
  const owner = await db.ownerPool.connect();
  try {
    return await rebuildBalances(owner);
  } finally {
    owner.release();
  }
}

test("a sound book has nothing to rebuild, and rebuilding leaves the same bytes", async () => {
  const before = await readDerived();
  expect(before.positions).toHaveLength(3);
  expect(before.waiting).toHaveLength(1);
  expect(await findRebuildDifferences(reader)).toEqual([]);
  expect(await rebuild()).toEqual({ ok: true, value: { changed: 0n } });
  expect(await readDerived()).toEqual(before);
});

describe("whatever was derived wrongly comes back to the same bytes", () => {
  test.each([
    [
      "balances",
      "UPDATE account_balances SET posted_minor = posted_minor + 7, frozen_minor = 0, entry_seq = entry_seq + 1",
    ],
    ["positions", "UPDATE entry_positions SET balance_before_minor = 0, balance_after_minor = 0"],
    ["a lost waiting entry", "DELETE FROM buffered_entries"],
    [
      "waiting twice",
      "INSERT INTO buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor) SELECT account_id, voucher_id, line_no, accounting_on, change_minor FROM buffered_entries",
    ],
    ["waiting with another amount", "UPDATE buffered_entries SET change_minor = change_minor + 1"],
    [
      "waiting although it has its place",
      "INSERT INTO buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor) SELECT account_id, voucher_id, line_no, accounting_on, 100 FROM entry_positions",
    ],
  ])("%s", async (_, damage) => {
    const before = await readDerived();
    await db.ownerPool.query(
      `ALTER TABLE entry_positions DISABLE TRIGGER USER; ${damage}; ALTER TABLE entry_positions ENABLE TRIGGER USER`,
    );
    expect(await findRebuildDifferences(reader)).not.toEqual([]);
    expect(await rebuild()).toMatchObject({ ok: true });
    expect(await readDerived()).toEqual(before);
    expect(await findRebuildDifferences(reader)).toEqual([]);
  });
});

test("the app's role is refused, and every rebuild stands in the trail", async () => {
  const app = await db.pool.connect();
  try {
    expect(await rebuildBalances(app)).toMatchObject({ ok: false, refusal: { code: "owner_needed" } });
    await expect(app.query("SELECT ledger_rebuild()")).rejects.toMatchObject({ code: "42501" });
  } finally {
    app.release();
  }
  expect(await reader.query("SELECT action FROM audit_events WHERE stream = 'books'")).toHaveLength(7);
});
