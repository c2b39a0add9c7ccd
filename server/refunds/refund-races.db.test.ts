import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { accept, refuse } from "@/core/result";
import { reserveLegs } from "@/server/refunds/reserve-legs";
import { reader, transact } from "@/server/transact";
import { addUser, asSystem } from "@/tests/command-context";
import { type Desk, openDesk } from "@/tests/desk-fixture";
import { askAs, refundedOf, takePaid } from "@/tests/refund-fixture";

/** Refunds that race for what an order has left. What the naive way of asking would do stands beside it. */
let desk: Desk;
let service: Actor;
beforeAll(async () => {
  desk = await openDesk();
  service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
  await desk.db.ownerPool.query(
    "CREATE TABLE naive_payments (no int PRIMARY KEY, paid bigint); CREATE TABLE naive_refunds (no int, minor bigint)",
  );
});
afterAll(() => desk.db.drop());

const PAID = 10_000n;
const ROUNDS_AT_ONCE = 6;

async function inBatches<T>(rounds: readonly T[], work: (round: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < rounds.length; from += ROUNDS_AT_ONCE) {
    await Promise.all(rounds.slice(from, from + ROUNDS_AT_ONCE).map(work));
  }
}

/** Asks `racers` times at once for 60 of 100, in each of so many rounds with a payment of its own. */
async function hammer(prefix: string, rounds: number, racers: number) {
  const orders = Array.from({ length: rounds }, (_, nth) => `${prefix}${nth}`);
  await takePaid(orders.map((orderNo) => ({ orderNo, cashMinor: PAID - 500n, merchantCoupon: 500n })));
  const codes = new Map<string, number>();
  await inBatches(orders, async (orderNo) => {
    const asked = await Promise.all(
      Array.from({ length: racers }, () => askAs(service, { orderNo, amountMinor: 6_000n }, randomUUID())),
    );
    for (const result of asked) {
      const code = result.ok ? "asked" : result.refusal.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  });
  const over = await reader.query<{ no: string }>(
    `SELECT l.order_no AS no FROM order_legs l WHERE l.order_no LIKE $1 AND (l.refunded_minor > l.paid_minor OR l.refunded_minor <> (
       SELECT coalesce(sum(r.leg_amounts[l.leg_no]), 0) FROM refunds r WHERE r.order_no = l.order_no AND r.status <> 'REFUSED'))`,
    [`${prefix}%`],
  );
  return { over: over.length, codes: Object.fromEntries(codes) };
}

it("two at once for more than the rest together: 300 payments, none refunded too far", async () => {
  expect(await hammer("TWO", 300, 2)).toEqual({ over: 0, codes: { asked: 300, refund_exceeds_paid: 300 } });
});

it("twenty at once: 50 payments, none refunded too far", async () => {
  expect(await hammer("TWENTY", 50, 20)).toEqual({ over: 0, codes: { asked: 50, refund_exceeds_paid: 950 } });
});

it("as many small ones as fit, whatever the order in which they come", async () => {
  await takePaid([{ orderNo: "SMALL", cashMinor: 9_500n, merchantCoupon: 500n }]);
  const asked = await Promise.all(
    Array.from({ length: 14 }, () => askAs(service, { orderNo: "SMALL", amountMinor: 999n }, randomUUID())),
  );
  expect(asked.filter(({ ok }) => ok)).toHaveLength(10);
  const last = await askAs(service, { orderNo: "SMALL", amountMinor: 10n });
  expect(last.ok).toBe(true);
  expect(
    await reader.query("SELECT paid_minor - refunded_minor AS left FROM order_legs WHERE order_no = 'SMALL'"),
  ).toEqual([{ left: 0n }, { left: 0n }]);
});

it("the one statement holds by itself, where nobody has locked the order", async () => {
  await takePaid([{ orderNo: "ALONE", cashMinor: PAID }]);
  const taken = await Promise.all(
    Array.from({ length: 20 }, () =>
      transact("test.reserve", asSystem(), {}, async (tx) =>
        (await reserveLegs(tx, "ALONE", [3_000n])) ? accept(null) : refuse("taken", "nothing left"),
      ),
    ),
  );
  expect(taken.filter(({ ok }) => ok)).toHaveLength(3);
  expect(await refundedOf("ALONE")).toEqual(["9000"]);
});

/** Read what is left, decide, insert: each of two sees all of it, as in systems that lock nothing. */
async function naiveRound(no: number): Promise<boolean> {
  const { pool, ownerPool } = desk.db;
  await ownerPool.query("INSERT INTO naive_payments VALUES ($1, $2)", [no, PAID]);
  let seen = 0;
  let release: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  const refund = async () => {
    const client = await ownerPool.connect();
    try {
      await client.query("BEGIN");
      const { rows } = await client.query<{ left: string }>(
        `SELECT p.paid - coalesce((SELECT sum(minor) FROM naive_refunds r WHERE r.no = p.no), 0) AS left
         FROM naive_payments p WHERE p.no = $1`,
        [no],
      );
      seen += 1;
      if (seen === 2) release();
      await both;
      if (BigInt(rows[0]?.left ?? 0) >= 6_000n) {
        await client.query("INSERT INTO naive_refunds VALUES ($1, $2)", [no, 6_000n]);
      }
      await client.query("COMMIT");
    } finally {
      client.release();
    }
  };
  await Promise.all([refund(), refund()]);
  const { rows } = await pool.query<{ over: boolean }>(
    "SELECT sum(minor) > $2 AS over FROM naive_refunds WHERE no = $1",
    [no, PAID],
  );
  return rows[0]?.over === true;
}

it("the naive way refunds too far every time", async () => {
  await desk.db.ownerPool.query("GRANT SELECT ON naive_refunds TO PUBLIC");
  let over = 0;
  for (let no = 0; no < 300; no += 1) if (await naiveRound(no)) over += 1;
  expect(over).toBe(300);
});
