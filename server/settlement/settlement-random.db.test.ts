import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { addBusinessDays } from "@/core/calendar/business-calendar";
import { addDays } from "@/core/calendar/settlement-day";
import { closeDispute } from "@/server/commands/close-dispute";
import { importOrders } from "@/server/commands/import-orders";
import { noteDispute } from "@/server/commands/note-dispute";
import { setMerchants } from "@/server/commands/set-merchants";
import { loadCalendar } from "@/server/store/calendars";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import { accepted, by, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { type Random, randomOf } from "@/tests/random";
import { clearDay, findFaults, settleDay } from "@/tests/settlement-fixture";

/** Forty merchants of every kind trade at random over a holiday's end: what is settled is what the items and the calendar say. */
let desk: Desk;
const MERCHANTS = Array.from({ length: 40 }, (_, nth) => ({
  merchantNo: `G${nth}`,
  name: `Group ${nth}`,
  settlementCycle: `T+${nth % 5}`,
  feeBps: nth % 3 === 0 ? 60 : 0,
  ...(nth % 4 === 0 ? { shares: [{ merchantNo: `G${(nth + 1) % 40}`, bps: 1_500 }] } : {}),
}));
beforeAll(async () => {
  desk = await openDesk();
  accepted(await setMerchants(asSystem(), { merchants: MERCHANTS.map((one) => merchantInput.parse(one)) }));
});
afterAll(() => desk.db.drop());

const FIRST = "2026-10-06";
const DAYS = 9;
type Sold = { readonly orderNo: string; left: bigint };

/**
 * A day's trade: sales with and without coupons, and refunds of earlier ones; what cannot be refunded is refused. The next
 * day's sales may be there before the refunds are heard of, so that a day can come to less than nothing.
 */
async function trade(random: Random, day: string, sold: Sold[], isLast: boolean): Promise<void> {
  const lines: object[] = [];
  const refunded = sold.filter(({ left }) => left > 0n && random.once(8));
  for (const saleDay of isLast ? [day] : [day, addDays(day, 1)]) {
    for (const { merchantNo } of MERCHANTS) {
      for (let nth = random.below(3); nth > 0; nth -= 1) {
        const orderNo = `${merchantNo}-${day}-${saleDay}-${nth}`;
        const cashMinor = BigInt(1 + random.below(50_000));
        const merchantCoupon = random.once(6) ? BigInt(1 + random.below(500)) : 0n;
        lines.push(orderLine({ orderNo, merchantNo, cashMinor, merchantCoupon }, saleDay));
        if (saleDay === day) sold.push({ orderNo, left: cashMinor + merchantCoupon });
      }
    }
  }
  for (const one of refunded) {
    const amount = random.once(2) ? one.left : 1n + BigInt(random.below(Number(one.left)));
    one.left -= amount;
    const refundNo = `R-${one.orderNo}-${day}`;
    const times = { status: "SUCCEEDED", succeededAt: `${day}T13:00:00+08:00` };
    lines.push({ type: "refund", refundNo, orderNo: one.orderNo, amountMinor: `${amount}`, ...times });
  }
  const numbered = lines.map((line, index) => ({ lineNo: index + 1, line: ordersFileLine.parse(line) }));
  accepted(await importOrders(asSystem(), { lines: numbered }));
}

async function dispute(random: Random, sold: readonly Sold[], open: string[]): Promise<void> {
  const { maker } = desk.people;
  for (const { orderNo } of sold) {
    if (!random.once(40)) continue;
    const commandId = randomUUID();
    const input = { commandId, orderNo, amountMinor: 1n, channelCaseNo: null, reason: "at random" };
    const noted = await noteDispute(by(maker, commandId), input);
    if (noted.ok) open.push(noted.value.disputeNo);
  }
  for (const disputeNo of open.splice(0, random.below(open.length + 1))) {
    const commandId = randomUUID();
    accepted(await closeDispute(by(maker, commandId), { commandId, disputeNo, outcome: "WON", reason: "at random" }));
  }
}

/** By merchant: what all items come to, and what of them is due by `on`, each by its own day and the calendar. */
async function netsBy(on: string): Promise<Map<string, { all: bigint; due: bigint }>> {
  const calendar = await loadCalendar(reader);
  const rows = await reader.query<{ no: string; cycle: number; day: string; net: bigint }>(
    `SELECT m.merchant_no AS no, m.settlement_days::int AS cycle, b.accounting_on AS day, sum(x.net)::bigint AS net
     FROM (SELECT batch_id, merchant_id, gross_minor - refund_minor - fee_minor - share_minor + adjustment_minor AS net FROM clearing_items
           UNION ALL SELECT batch_id, receiver_id, share_minor FROM clearing_shares) AS x
     JOIN clearing_batches b ON b.id = x.batch_id JOIN merchants m ON m.id = x.merchant_id GROUP BY 1, 2, 3`,
  );
  const nets = new Map<string, { all: bigint; due: bigint }>();
  for (const { no, cycle, day, net } of rows) {
    const due = addBusinessDays(calendar, day, cycle);
    const before = nets.get(no) ?? { all: 0n, due: 0n };
    nets.set(no, { all: before.all + net, due: before.due + (due.ok && due.value <= on ? net : 0n) });
  }
  return nets;
}

test.each([20_261_001, 7])(
  "whatever is traded (%s): settled + held + carried is what is due, and the ledger is the rest",
  async (seed) => {
    const random = randomOf(seed);
    // The second seed goes on where the first one ended.
    const first = seed === 7 ? addDays(FIRST, DAYS + 3) : FIRST;
    const sold: Sold[] = [];
    const open: string[] = [];
    let last = first;
    for (let nth = 0; nth < DAYS; nth += 1) {
      const day = addDays(first, nth);
      await trade(random, day, sold, nth === DAYS - 1);
      await clearDay(day);
      await dispute(random, sold, open);
      last = addDays(day, 1);
      await settleDay(last);
      const nets = await netsBy(last);
      const rows = await reader.query<{ no: string; settled: bigint; kept: bigint; pending: bigint; frozen: bigint }>(
        `SELECT m.merchant_no AS no, sum(s.settled_minor)::bigint AS settled, (array_agg(s.held_minor + s.carried_minor ORDER BY s.id DESC))[1] AS kept,
              p.posted_minor AS pending, f.frozen_minor AS frozen
       FROM settlements s JOIN merchants m ON m.id = s.merchant_id
       JOIN accounts ap ON ap.merchant_id = m.id AND ap.gl_code = '2202.01' AND ap.asset = s.asset JOIN account_balances p ON p.account_id = ap.id
       JOIN accounts af ON af.merchant_id = m.id AND af.gl_code = '2202.02' AND af.asset = s.asset JOIN account_balances f ON f.account_id = af.id
       WHERE m.merchant_no LIKE 'G%' GROUP BY 1, 4, 5`,
      );
      for (const { no, settled, kept, pending, frozen } of rows) {
        const { all = 0n, due = 0n } = nets.get(no) ?? {};
        expect([no, last, settled + kept]).toEqual([no, last, due]);
        if (nth === DAYS - 1) expect([no, pending, frozen]).toEqual([no, all - settled, settled]);
      }
    }
    const seen = await reader.query<{ kind: string; count: number }>(
      `SELECT 'held' AS kind, count(*)::int AS count FROM settlement_hold_backs UNION ALL
     SELECT 'let go', count(*)::int FROM settlement_hold_backs WHERE released_by IS NOT NULL UNION ALL
     SELECT 'owing', count(*)::int FROM settlements WHERE carried_minor < 0 UNION ALL
     SELECT 'coupons', count(*)::int FROM coupon_shortfalls`,
    );
    expect(seen.filter(({ count }) => count === 0)).toEqual([]);
    expect(await findFaults()).toEqual([]);
  },
  120_000,
);
