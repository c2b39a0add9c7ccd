import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { asSystem } from "@/tests/command-context";
import { accepted, type Desk, importBill, openDesk, orderLine, reconcileDay } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

const run = async (date: string) => accepted(await runReconciliation(asSystem(), { channel: "wechat", date }));

/** How many batches of the day joined the whole of it; the others read what one of these had set apart. */
async function countWholeDays(day: string): Promise<number> {
  const { rows } = await desk.db.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM batch_apart a JOIN batches b ON b.id = a.batch_id WHERE b.statement_on = $1",
    [day],
  );
  return rows[0]?.count ?? 0;
}

/** What the newest batch of the day found, without the numbers that are its own. */
async function found(day: string): Promise<unknown> {
  const { rows } = await desk.db.pool.query(
    `SELECT (SELECT jsonb_agg(to_jsonb(p) - 'batch_id' ORDER BY asset) FROM batch_plain p WHERE p.batch_id = b.id) AS plain,
            (SELECT jsonb_agg(to_jsonb(r) - 'batch_id' - 'id' ORDER BY item_kind, match_key, duplicate_no, outcome)
             FROM match_results r WHERE r.batch_id = b.id AND r.superseded_by IS NULL) AS results
     FROM batches b WHERE b.statement_on = $1 AND b.is_current`,
    [day],
  );
  return rows;
}

/** As if it had never been run: what is found by looking at everything. */
async function foundByAll(day: string): Promise<unknown> {
  await desk.db.ownerPool.query("ALTER TABLE batch_apart DISABLE TRIGGER USER");
  await desk.db.ownerPool.query("DELETE FROM batch_apart");
  await desk.db.ownerPool.query("ALTER TABLE batch_apart ENABLE TRIGGER USER");
  await run(day);
  return found(day);
}

const openMixedDay = (name: string) =>
  reconcileDay({
    orders: [1, 2, 3, 4, 5, 6].map((n) => ({ orderNo: `${name}-${n}`, cashMinor: BigInt(n) * 1_000n })),
    refunds: [
      // It carries the number of a payment that is plain, and no line lists it.
      { refundNo: `${name}-6`, orderNo: `${name}-2`, amountMinor: 500n },
      { refundNo: `${name}-R4`, orderNo: `${name}-4`, amountMinor: 400n },
    ],
    lines: [
      { orderNo: `${name}-1`, amountMinor: 1_000n },
      { orderNo: `${name}-2`, amountMinor: 2_000n },
      { orderNo: `${name}-3`, amountMinor: 3_050n },
      { orderNo: `${name}-4`, amountMinor: 4_000n },
      { orderNo: `${name}-4`, refundNo: `${name}-R4`, amountMinor: 400n },
      { orderNo: `${name}-6`, amountMinor: 6_000n },
      { orderNo: `${name}-X`, amountMinor: 700n },
      { orderNo: `${name}-1`, amountMinor: 1_000n },
    ],
  });

describe("a day that is run again", () => {
  it("reads what was set apart before where nothing has changed, and finds the same", async () => {
    const day = await openMixedDay("SAME");
    const first = await found(day);
    await run(day);
    await run(day);
    expect(await countWholeDays(day)).toBe(1);
    expect(await found(day)).toEqual(first);
    expect(await foundByAll(day)).toEqual(first);
  });

  it("is looked at as a whole after news that leaves its sums as they were", async () => {
    const day = await openMixedDay("SWAP");
    await desk.db.ownerPool.query(
      `UPDATE orders SET channel_minor = 5000 - channel_minor, due_minor = 5000 - due_minor
       WHERE order_no IN ('SWAP-1', 'SWAP-4')`,
    );
    await run(day);
    expect(await countWholeDays(day)).toBe(2);
    const now = await found(day);
    expect(await foundByAll(day)).toEqual(now);
  });

  it("is looked at as a whole after an order that comes late, and after a corrected file", async () => {
    const day = await openMixedDay("LATE");
    await takeOrders([orderLine({ orderNo: "LATE-X", cashMinor: 700n }, day)]);
    await run(day);
    expect(await countWholeDays(day)).toBe(2);
    const late = await found(day);
    await importBill(day, [{ orderNo: "LATE-3", amountMinor: 3_000n }]);
    await run(day);
    expect(await countWholeDays(day)).toBe(3);
    const corrected = await found(day);
    expect(corrected).not.toEqual(late);
    expect(await foundByAll(day)).toEqual(corrected);
  });

  it("is looked at as a whole where an earlier day knows other keys now", async () => {
    const before = await reconcileDay({ orders: [{ orderNo: "EARLY-0", cashMinor: 20n }], lines: [] });
    const day = await openMixedDay("EARLY");
    await importBill(before, [{ orderNo: "EARLY-4", amountMinor: 4_000n }]);
    await run(before);
    expect(await countWholeDays(day)).toBe(2);
    const now = await found(day);
    await run(before);
    expect(await countWholeDays(day)).toBe(2);
    expect(await found(day)).toEqual(now);
  });
});
