import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordBounce } from "@/server/commands/record-bounce";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, openPayoutDesk, type Said } from "@/tests/payout-fixture";

/** A desk with a payout in each state; then something about one of them is changed past every guard, and the proofs say so. */
let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
  const payees = await addPayees(desk, "M1", 8);
  const payOut = async (index: number, ...said: Said[]) => {
    const wish = { amountMinor: 1_000n + BigInt(index), payee: payees[index] ?? "" };
    const { payoutNo } = accepted(await askFor(desk.people.maker, wish));
    for (const one of said) await channelSays(desk, payoutNo, one);
    return payoutNo;
  };
  await payOut(0);
  await payOut(1, "NO_ANSWER");
  await payOut(2, "CHANNEL");
  await payOut(3, "PAYEE");
  await payOut(4, "SUCCEEDED");
  const bounced = await payOut(5, "SUCCEEDED");
  const { outNo } = await lastAttemptOf(bounced);
  accepted(await recordBounce(asSystem(), { outNo, on: "2026-11-20", reason: "closed" }));
  // The same once more: it waits for somebody to look.
  await payOut(0);
});
afterAll(() => desk.db.drop());

/** The statements run as the owner of the tables, who can switch the guards off, and are taken back afterwards. */
async function failedAfter(statements: readonly string[]): Promise<string[]> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const table of ["payouts", "money_attempts", "holds"]) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    for (const statement of statements) {
      const { rowCount } = await client.query(statement);
      expect(rowCount).toBeGreaterThan(0);
    }
    const { checks } = await verifyBooks({
      async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
        return (await client.query<Row>(sql, [...params])).rows;
      },
    });
    return checks.filter((check) => !check.ok).map((check) => check.name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const set = (change: string, status: string) => `UPDATE payouts SET ${change} WHERE status = '${status}'`;
const last = (change: string, status: string) =>
  `UPDATE money_attempts SET ${change} WHERE object_no = (SELECT payout_no FROM payouts WHERE status = '${status}')`;
const kept = (change: string) =>
  `UPDATE holds SET ${change} WHERE object_no = (SELECT payout_no FROM payouts WHERE status = 'ACCEPTED') AND status = 'ACTIVE'`;

describe("what is wrong with a payout is found", () => {
  test("nothing is wrong before, and nothing that was changed has stayed", async () => {
    expect(await failedAfter([])).toEqual([]);
  });

  test.each([
    [
      "another amount in transit",
      set("amount_minor = amount_minor + 1", "FAILED"),
      "payouts_attempted payouts_booked payouts_in_transit",
    ],
    ["failed and said to be given back", set("status = 'RETURNED'", "FAILED"), "payouts_booked payouts_in_transit"],
    [
      "bounced and said to have been paid",
      set("status = 'SUCCEEDED'", "BOUNCED"),
      "payouts_attempted payouts_booked payouts_in_transit",
    ],
    ["in doubt and said to have failed", set("status = 'FAILED'", "IN_DOUBT"), "payouts_attempted payouts_reserved"],
    [
      "under way and said to be refused",
      set("status = 'REFUSED'", "ACCEPTED"),
      "payouts_attempted payouts_booked payouts_in_transit payouts_reserved",
    ],
    [
      "requested and said to be under way",
      set("status = 'ACCEPTED'", "REQUESTED"),
      "payouts_attempted payouts_booked payouts_in_transit payouts_reserved",
    ],
    [
      "another merchant's",
      set("merchant_id = (SELECT id FROM merchants WHERE merchant_no = 'M2')", "SUCCEEDED"),
      "payouts_booked",
    ],
    ["an attempt of another amount", last("amount_minor = amount_minor + 1", "ACCEPTED"), "payouts_attempted"],
    ["an attempt to somebody else", last("payee_digest = repeat('0', 64)", "SUCCEEDED"), "payouts_attempted"],
    [
      "an attempt that paid what the payout does not know of",
      last("status = 'SUCCEEDED', fault = NULL", "FAILED"),
      "attempts_answered payouts_attempted",
    ],
    [
      "a hold of less than what is under way",
      kept("amount_minor = amount_minor - 1"),
      "holds_are_frozen holds_are_moves payouts_reserved",
    ],
    [
      "a hold that is gone",
      kept("status = 'RELEASED', released_minor = amount_minor, closed_at = now()"),
      "holds_are_frozen holds_are_moves payouts_reserved",
    ],
    [
      "a hold for nothing",
      "UPDATE holds SET object_no = 'PO0' WHERE status = 'ACTIVE' AND object_no = (SELECT payout_no FROM payouts WHERE status = 'ACCEPTED')",
      "payouts_reserved",
    ],
  ])("%s", async (_, statement, checks) => {
    expect((await failedAfter([statement])).sort().join(" ")).toBe(checks);
  });
});
