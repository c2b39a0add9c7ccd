import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { invariant } from "@/core/result";
import { stopMoneyOut } from "@/server/commands/stop-money-out";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { postedOf } from "@/tests/command-context";
import { accepted, by, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, openPayoutDesk, type Wish } from "@/tests/payout-fixture";

/** Payouts that are asked for at one moment share a transaction; each has its own command, answer and trail. */
let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

let since = 0n;
beforeEach(async () => {
  since = (await reader.query<{ id: bigint }>("SELECT coalesce(max(id), 0) AS id FROM payouts"))[0]?.id ?? 0n;
});
afterEach(async () => {
  delete process.env.FAILPOINT;
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

const ask = (wish: Wish, commandId?: string) => askFor(desk.people.maker, wish, commandId);
const wishes = async (count: number, amountMinor = 7n): Promise<Wish[]> =>
  (await addPayees(desk, "M1", count)).map((payee) => ({ payee, amountMinor }));
/** How many payouts there are since the test began, and of how many transactions they are. */
async function countNew() {
  const [row] = await reader.query<{ payouts: number; transactions: number }>(
    "SELECT count(*)::int AS payouts, count(DISTINCT xmin::text)::int AS transactions FROM payouts WHERE id > $1",
    [since],
  );
  return row;
}
function the<T>(value: T | undefined): T {
  invariant(value !== undefined, "the test has made it");
  return value;
}
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? "ok" : result.refusal?.code);

describe("payouts of one moment", () => {
  test("are one transaction, and each is its own command with its own voucher, hold, attempt and line in the trail", async () => {
    const all = (await wishes(40)).map((wish) => ({ wish, commandId: randomUUID() }));
    const answers = await Promise.all(all.map(({ wish, commandId }) => ask(wish, commandId)));
    expect(await countNew()).toEqual({ payouts: 40, transactions: 1 });
    const rows = await reader.query<{ command: string; outcome: unknown; trail: number; held: bigint }>(
      `SELECT p.command_id::text AS command, r.outcome, (SELECT count(*)::int FROM audit_events e WHERE e.command_id = p.command_id) AS trail,
         (SELECT sum(h.amount_minor)::bigint FROM holds h WHERE h.command_id = p.command_id) AS held
       FROM payouts p JOIN receipts r ON r.command_id = p.command_id JOIN vouchers v ON v.command_id = p.command_id
       JOIN money_attempts a ON a.command_id = p.command_id AND a.object_no = p.payout_no WHERE p.id > $1`,
      [since],
    );
    expect(rows).toHaveLength(40);
    const found = new Map(rows.map((row) => [row.command, row]));
    for (const [place, { commandId }] of all.entries()) {
      const answer = accepted(the(answers[place]));
      expect(found.get(commandId)).toMatchObject({ outcome: answer, trail: 1, held: 7n });
    }
  });

  test("are answered each by itself: what speaks against one undoes no other", async () => {
    const [plain, over, poor, twin, named, again] = await wishes(6);
    await desk.db.ownerPool.query("UPDATE merchants SET payout_limit_minor = 50000 WHERE merchant_no = 'M2'");
    const [large = ""] = await addPayees(desk, "M2", 1);
    const commandId = randomUUID();
    const answers = await Promise.all([
      ask({ ...the(plain), amountMinor: 8n }),
      ask({ merchantNo: "M2", payee: large, amountMinor: 50_001n }),
      ask({ ...the(poor), amountMinor: 10_000_000n }),
      ask({ ...the(over), payee: "BA99999999" }),
      ask({ ...the(plain), merchantNo: "M9" }),
      ask({ ...the(twin), amountMinor: 9n }),
      ask({ ...the(twin), amountMinor: 9n }),
      ask({ ...the(named), clientRef: "REF-1" }),
      ask({ ...the(named), clientRef: "REF-1", amountMinor: 10n }),
      ask({ ...the(again), amountMinor: 11n }, commandId),
      ask({ ...the(again), amountMinor: 11n }, commandId),
      ask({ ...the(again), amountMinor: 12n }, commandId),
      askFor(desk.people.auditor, { ...the(plain), amountMinor: 13n }),
    ]);
    expect(answers.map(codeOf)).toEqual([
      "ok",
      "ok",
      "payout_balance_short",
      "payout_payee_missing",
      "merchant_unknown",
      "ok",
      "ok",
      "ok",
      "payout_reference_used",
      "ok",
      "ok",
      "command_id_reused",
      "not_permitted",
    ]);
    const [, limited, , , , first, second, , , once, replayed] = answers;
    expect(accepted(the(limited))).toMatchObject({ status: "REQUESTED", looks: ["OVER_LIMIT"] });
    expect([accepted(the(first)).status, accepted(the(second)).status].sort()).toEqual(["ACCEPTED", "REQUESTED"]);
    expect(replayed).toEqual(once);
    expect(await countNew()).toMatchObject({ payouts: 6 });
  });

  test("are held within the merchant's money and its limit of a day together", async () => {
    await desk.db.ownerPool.query(
      "UPDATE merchants SET payout_limit_minor = NULL, payout_day_limit_minor = 51000 WHERE merchant_no = 'M2'",
    );
    const payees = await addPayees(desk, "M2", 12);
    // 50,001 of that day wait for a checker already.
    const answers = await Promise.all(payees.map((payee) => ask({ merchantNo: "M2", payee, amountMinor: 300n })));
    await desk.db.ownerPool.query("UPDATE merchants SET payout_day_limit_minor = NULL, payout_limit_minor = NULL");
    const statuses = answers.map((one) => accepted(one).status);
    expect(statuses.filter((status) => status === "ACCEPTED")).toHaveLength(3);
    const left = await postedOf("M1-SETTLEMENT");
    const many = await Promise.all((await wishes(8, left / 5n)).map((wish) => ask(wish)));
    expect(many.map(codeOf).filter((code) => code === "ok")).toHaveLength(5);
    expect(await postedOf("M1-SETTLEMENT")).toBe(left % 5n);
  });
});

describe("a batch that comes to nothing", () => {
  const M2 = async (count: number, amountMinor: bigint): Promise<Wish[]> =>
    (await addPayees(desk, "M2", count)).map((payee) => ({ merchantNo: "M2", payee, amountMinor }));

  test("before its commit leaves nothing, and each is asked for by itself", async () => {
    const all = await M2(8, 21n);
    process.env.FAILPOINT = "attempt.prepared:throw";
    const answers = await Promise.all(all.map((wish) => ask(wish)));
    expect(answers.map(codeOf)).toEqual(all.map(() => "ok"));
    expect(await countNew()).toEqual({ payouts: 8, transactions: 8 });
  });

  test("while money is stopped refuses each of them, and nothing has moved", async () => {
    const all = await M2(4, 23n);
    const before = await postedOf("M2-SETTLEMENT");
    accepted(await stopMoneyOut(by(desk.people.maker), { commandId: randomUUID(), reason: "The bank called." }));
    const answers = await Promise.all(all.map((wish) => ask(wish)));
    expect(answers.map(codeOf)).toEqual(all.map(() => "money_out_stopped"));
    await desk.db.ownerPool.query(
      `ALTER TABLE money_stops DISABLE TRIGGER lawful; UPDATE money_stops SET resumed_at = now();
       ALTER TABLE money_stops ENABLE TRIGGER lawful`,
    );
    expect(await postedOf("M2-SETTLEMENT")).toBe(before);
    expect(await countNew()).toMatchObject({ payouts: 0 });
  });
});
