import { randomUUID } from "node:crypto";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { releaseSettlements, reviewSettlements } from "@/server/commands/move-settlements";
import { noteDispute } from "@/server/commands/note-dispute";
import { runSettlement } from "@/server/commands/run-settlement";
import { getEnv } from "@/server/env";
import { type CommandContext, reader } from "@/server/transact";
import type { DemoCompany } from "./demo-company";
import type { LegLine, OrderLine } from "./demo-types";
import { acceptedValue, systemAt } from "./load-company";

type People = ReadonlyMap<string, Actor>;

/** Settles these dates in their order, each at noon of it. */
export async function settleDates(dates: readonly string[], now: Date): Promise<void> {
  for (const date of dates) acceptedValue(await runSettlement(systemAt(before(now, date, "11:30")), { date }));
}

/**
 * A sale that vouchers of ours paid on the second day is given back on the fourth, on which its merchant sells less: that day
 * comes to less than nothing, and its settlement carries a debt. No channel has to do with it.
 */
export function giftOf({ days, merchants }: DemoCompany, date: string): OrderLine[] {
  const [, second, , fourth] = days;
  invariant(second && fourth, "the demo has five days");
  const soldBy = (no: string) =>
    fourth.orders.reduce(
      (sum, line) => (line.type === "order" && line.merchantNo === no ? sum + BigInt(line.dueMinor) : sum),
      0n,
    );
  const [merchant] = merchants
    .filter((one) => one.settlementCycle === "T+1" && !one.test)
    .map(({ merchantNo }) => ({ merchantNo, soldMinor: soldBy(merchantNo) }))
    .sort((left, right) => (left.soldMinor < right.soldMinor ? -1 : 1));
  if (!merchant) return [];
  const { merchantNo, soldMinor } = merchant;
  const [orderNo, amountMinor] = [`GIFT-${merchantNo}`, `${soldMinor + 15_000n}`];
  if (date === fourth.date) {
    return [
      {
        type: "refund",
        refundNo: `R-${orderNo}`,
        orderNo,
        amountMinor,
        status: "SUCCEEDED",
        succeededAt: `${date}T20:00:00+08:00`,
      },
    ];
  }
  if (date !== second.date) return [];
  const legs: LegLine[] = [{ kind: "marketing", funder: "platform", campaign: "SPRING-FAIR", amountMinor }];
  const sale = { orderNo, merchantNo, asset: "CNY", dueMinor: amountMinor, legs, payer: { hint: "gift" } };
  return [{ type: "order", ...sale, status: "PAID", paidAt: `${date}T12:00:00+08:00` }];
}

/** A payer has gone to the channel about a payment that would be settled on this day. */
export async function disputeOne(people: People, soldOn: string, now: Date): Promise<void> {
  const [order] = await reader.query<{ orderNo: string; minor: bigint }>(
    `SELECT o.order_no AS "orderNo", o.channel_minor AS minor FROM orders o JOIN merchants m ON m.id = o.merchant_id AND m.settlement_days = 1
     WHERE o.ordered_on = $1 AND o.status = 'PAID' AND o.asset = 'CNY' AND o.channel_minor > 1000 AND NOT m.is_test
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_no = o.order_no)
       AND NOT EXISTS (SELECT 1 FROM suspense_items i WHERE i.order_no = o.order_no)
     ORDER BY o.channel_minor DESC, o.order_no LIMIT 1`,
    [soldOn],
  );
  if (!order) return;
  const context = as(people, "service", now);
  const input = {
    orderNo: order.orderNo,
    amountMinor: order.minor,
    channelCaseNo: "WX-20931",
    reason: "付款人称未收到商品。",
  };
  acceptedValue(await noteDispute(context, { commandId: context.commandId, ...input }));
}

/** Of the oldest settlements some are let go, some only looked over, and one above the limit waits for others to sign. */
export async function letSettlementsGo(people: People, now: Date): Promise<void> {
  if (getEnv().DESK_CHANNELS_FILE !== undefined) return;
  const small = await findComputed(false, 4);
  const large = await findComputed(true, 1);
  await moveAll(people, "operator", now, reviewSettlements, [...small, ...large]);
  const reviewed = [...small.slice(0, 2), ...large].map((one) => ({
    ...one,
    expectedVersion: one.expectedVersion + 1,
  }));
  await moveAll(people, "finance", now, releaseSettlements, reviewed);
}

type Seen = { settlementNo: string; expectedVersion: number };

function findComputed(isLarge: boolean, count: number): Promise<Seen[]> {
  return reader.query<Seen>(
    `SELECT s.settlement_no AS "settlementNo", s.version AS "expectedVersion"
     FROM settlements s JOIN settlement_batches b ON b.id = s.batch_id JOIN merchants m ON m.id = s.merchant_id
     WHERE s.status = 'COMPUTED' AND s.settled_minor > 0 AND s.asset = 'CNY' AND NOT m.is_test AND (s.settled_minor > b.release_limit_minor) = $1
     ORDER BY s.id LIMIT $2`,
    [isLarge, count],
  );
}

async function moveAll(
  people: People,
  login: string,
  now: Date,
  move: typeof reviewSettlements,
  settlements: readonly Seen[],
): Promise<void> {
  const context = as(people, login, now);
  const { rows } = acceptedValue(await move(context, { commandId: context.commandId, settlements: [...settlements] }));
  const refused = rows.find(({ refusal }) => refusal !== null);
  invariant(!refused, `${refused?.settlementNo}: ${refused?.refusal?.message}`);
}

function as(people: People, login: string, now: Date): CommandContext {
  const actor = people.get(login);
  invariant(actor, `${login} is a demo user`);
  return { actor, commandId: randomUUID(), now };
}

/** The company's history ends now, at whatever hour it is loaded. */
function before(now: Date, day: string, clock: string): Date {
  const instant = new Date(`${day}T${clock}:00+08:00`);
  return instant < now ? instant : now;
}
