import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { foldBuffered } from "@/server/store/fold-buffered";
import { reader } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";
import { ENTRY_CHECKS } from "./check-entries";
import { findHorizon } from "./find-horizon";
import { proveAtOnce } from "./prove-at-once";
import { proveIncrement } from "./prove-increment";
import { proveAndKeep } from "./verify-books";
import { VOUCHERS_COMPLETE } from "./voucher-checks";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
  await topUp("cover", 1_000_000n, "reserve.covered");
});
afterAll(() => db.drop());

async function topUp(
  key: string,
  amountMinor: bigint,
  event: "reserve.covered" | "settlement.topped_up" = "settlement.topped_up",
) {
  const whose = event === "reserve.covered" ? { event } : { event, merchantNo: "M1" };
  const given = { key, bankAccount: "reserve", asset: "CNY", amountMinor, paidInAt: NOON };
  expect(await recordTopUps(asSystem(), { topUps: [{ ...whose, ...given }] })).toMatchObject({ ok: true });
}

const failedOf = ({ checks }: { checks: { name: string; ok: boolean }[] }) =>
  checks.flatMap((check) => (check.ok ? [] : [check.name])).sort();

async function readMark() {
  const [mark] = await reader.query<{ voucher_id: bigint; seen_voucher_id: bigint; vouchers: bigint }>(
    "SELECT * FROM proof_marks",
  );
  return mark;
}
async function openAlarms(): Promise<bigint> {
  const [row] = await reader.query<{ n: bigint }>("SELECT count(*) AS n FROM proof_alarms WHERE cleared_at IS NULL");
  return row?.n ?? 0n;
}

describe("increments", () => {
  test("the first proves everything and seals every account", async () => {
    expect(failedOf(await proveIncrement())).toEqual([]);
    const [last] = await reader.query<{ id: bigint }>("SELECT max(id) AS id FROM vouchers");
    expect((await readMark())?.voucher_id).toBeGreaterThanOrEqual(last?.id ?? 1n);
    const open = await reader.query(
      "SELECT 1 FROM account_balances b LEFT JOIN account_seals s USING (account_id) WHERE b.entry_seq > 0 AND (s.entry_seq, s.posted_minor) IS DISTINCT FROM (b.entry_seq, b.posted_minor)",
    );
    expect(open).toEqual([]);
    expect(await reader.query("SELECT kind FROM proofs")).toEqual([{ kind: "FULL" }]);
  });

  test("the next proves only what is new, in direct and in buffered accounts, and keeps no row while all holds", async () => {
    await topUp("one", 10n);
    await setAccountBuffering(asSystem(), { accountNo: "1002-reserve", isBuffered: true });
    await topUp("two", 20n);
    await foldBuffered();
    await topUp("three", 30n);
    expect(failedOf(await proveIncrement())).toEqual([]);
    expect((await readMark())?.vouchers).toBe(3n);
    // What waited over the mark is compared with its entry when it has its place.
    await foldBuffered();
    expect(failedOf(await proveIncrement())).toEqual([]);
    expect((await readMark())?.vouchers).toBe(0n);
    expect(await reader.query("SELECT kind FROM proofs")).toEqual([{ kind: "FULL" }]);
  });
});

test("where the mark stayed behind, what is sealed already is told from what came since", async () => {
  expect(failedOf(await proveIncrement())).toEqual([]);
  await topUp("since", 7n);
  // As after an import that went on for longer than the horizon waited: all vouchers are read again, the seals stand.
  await db.ownerPool.query("UPDATE proof_marks SET voucher_id = 0");
  const answers = await proveAtOnce(reader, {
    voucherId: 0n,
    seenVoucherId: (await readMark())?.seen_voucher_id ?? 0n,
  });
  expect([...ENTRY_CHECKS, VOUCHERS_COMPLETE].filter((name) => !answers.checks.has(name))).toEqual([]);
  expect(failedOf(await proveIncrement())).toEqual([]);
  expect((await readMark())?.vouchers).toBeGreaterThan(1n);
});

test("several that prove at once do not disturb one another", async () => {
  for (let round = 0; round < 3; round += 1) {
    await topUp(`at once ${round}`, 10n);
    const proofs = await Promise.all([proveIncrement(), proveIncrement(), proveIncrement()]);
    expect(proofs.flatMap(failedOf)).toEqual([]);
  }
});

describe("the horizon", () => {
  test("a posting that took its id and has not ended keeps the mark below it, and is proved when it ends", async () => {
    const client = new pg.Client({ connectionString: db.ownerUrl });
    await client.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT pg_advisory_xact_lock_shared(7233, 1), nextval('vouchers_id_seq')");
      await topUp("overtaking", 5n);
      expect(await findHorizon(reader, 100)).toBeNull();
      await client.query("COMMIT");
    } finally {
      await client.end();
    }
    const [last] = await reader.query<{ id: bigint }>("SELECT max(id) AS id FROM vouchers");
    expect(await findHorizon(reader, 100)).toBe(last?.id);
    expect(failedOf(await proveIncrement())).toEqual([]);
  });
});

const accountOf = (no: string) => `(SELECT id FROM accounts WHERE account_no = '${no}')`;
const free = (table: string, what: string) =>
  `ALTER TABLE ${table} DISABLE TRIGGER USER; ${what}; ALTER TABLE ${table} ENABLE TRIGGER USER`;
const newest = "(SELECT max(id) FROM vouchers)";
const swap = (table: string, column: string, where: string, by: string) => ({
  does: free(table, `UPDATE ${table} SET ${column} = ${column} + ${by} WHERE ${where}`),
  undo: free(table, `UPDATE ${table} SET ${column} = ${column} - ${by} WHERE ${where}`),
});

const moveSeal = (no: string, by: string) => {
  const seal = `posted_minors[array_position(account_ids, ${accountOf(no)})]`;
  return `UPDATE account_seal_blocks SET ${seal} = ${seal} ${by} WHERE ${accountOf(no)} = ANY(account_ids)`;
};

describe("every increment has been seen failing", () => {
  beforeEach(async () => {
    await topUp(`new-${Math.random()}`, 40n);
    await foldBuffered();
  });
  test.each([
    [
      "balances_are_entries trial_balance",
      "a balance",
      swap("account_balances", "posted_minor", `account_id = ${accountOf("M1-SETTLEMENT")}`, "1"),
    ],
    [
      "vouchers_balanced entries_chained",
      "a new amount",
      swap("entries", "amount_minor", `voucher_id = ${newest} AND line_no = 1`, "1"),
    ],
    [
      "entries_chained",
      "a new number",
      swap("entries", "account_seq", `voucher_id = ${newest} AND account_seq IS NOT NULL`, "1"),
    ],
    [
      "balances_are_entries entries_chained waiting_once",
      "a new position",
      swap("entry_positions", "balance_before_minor", `voucher_id = ${newest}`, "1"),
    ],
    ["vouchers_complete", "a new voucher's day", swap("vouchers", "accounting_on", `id = ${newest}`, "1")],
    [
      "holds_are_frozen",
      "what is frozen",
      swap("account_balances", "frozen_minor", `account_id = ${accountOf("M1-SETTLEMENT")}`, "1"),
    ],
    [
      "balances_are_entries entries_chained",
      "a seal",
      { does: moveSeal("M1-SETTLEMENT", "+ 1"), undo: moveSeal("M1-SETTLEMENT", "- 1") },
    ],
  ])("%s: %s", async (checks, _, { does, undo }) => {
    const before = await readMark();
    await db.ownerPool.query(does);
    expect(failedOf(await proveIncrement())).toEqual(checks.split(" ").sort());
    expect(await readMark()).toEqual(before);
    expect(await openAlarms()).toBe(1n);
    await db.ownerPool.query(undo);
    expect(failedOf(await proveIncrement())).toEqual([]);
    // Only a full proof clears the alarm.
    expect(await openAlarms()).toBe(1n);
    expect(failedOf(await proveAndKeep(NOON))).toEqual([]);
    expect(await openAlarms()).toBe(0n);
  });
});

test("a full proof that began before the alarm does not clear it", async () => {
  await db.ownerPool.query("INSERT INTO proofs (ok, checks) VALUES (false, '[]')");
  await db.ownerPool.query("INSERT INTO proofs (ok, checks, began_at) VALUES (true, '[]', now() - interval '1 hour')");
  expect(await openAlarms()).toBe(1n);
  await proveAndKeep(NOON);
  expect(await openAlarms()).toBe(0n);
});
