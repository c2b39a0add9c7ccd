import { randomUUID } from "node:crypto";
import type { AskRefundInput } from "@/contracts/refunds";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import type { Actor } from "@/core/permissions/actor";
import { askRefund } from "@/server/commands/ask-refund";
import { listAttempts } from "@/server/money-out/attempts";
import { hearAnswer } from "@/server/money-out/hear-answer";
import { reader } from "@/server/transact";
import { approveAs } from "./approval-fixture";
import { as } from "./command-context";
import { accepted, type FixtureOrder, orderLine } from "./desk-fixture";
import { takeOrders } from "./small-company";

type Wish = { orderNo: string; amountMinor: bigint } & Partial<Omit<AskRefundInput, "orderNo" | "amountMinor">>;
export const PAYEE = { holder: "张小三", bank: "ICBC", accountNo: "6222020200012345678" } as const;

/** Payments of yesterday or of `day`, taken in and booked. */
export async function takePaid(orders: readonly FixtureOrder[], day = "2026-11-19"): Promise<void> {
  await takeOrders(orders.map((order) => orderLine(order, day)));
}

export function askAs(actor: Actor, wish: Wish, commandId: string = randomUUID(), now?: Date) {
  const input = { commandId, asset: "CNY", route: null, payee: null, reason: "goods returned", ...wish };
  return askRefund(as(actor, commandId, now), input);
}

/** Asks and approves; amounts beyond what one signature allows are for the lead, too. */
export async function refundAs(maker: Actor, checkers: readonly Actor[], wish: Wish) {
  const asked = accepted(await askAs(maker, wish));
  for (const checker of checkers) accepted(await approveAs(checker, asked.approvalNo));
  return asked;
}

export async function refundRow(refundNo: string) {
  const [row] = await reader.query<{ status: string; route: string; expectedOn: string | null; version: number }>(
    `SELECT status, route, expected_on AS "expectedOn", version FROM refunds WHERE refund_no = $1`,
    [refundNo],
  );
  return row;
}

/** What the legs of an order hold for refunds, by leg. */
export async function refundedOf(orderNo: string): Promise<string[]> {
  const rows = await reader.query<{ minor: bigint }>(
    "SELECT refunded_minor AS minor FROM order_legs WHERE order_no = $1 ORDER BY leg_no",
    [orderNo],
  );
  return rows.map(({ minor }) => `${minor}`);
}

/** Marks the refund's attempt as sent, as the worker does before it calls. */
export async function sendRefund(refundNo: string): Promise<void> {
  await reader.query(
    `UPDATE money_attempts SET status = 'SENT', sends = sends + 1, version = version + 1, first_sent_at = now(),
       lease_token = nextval('attempt_leases') WHERE kind = 'REFUND' AND object_no = $1 AND status = 'WAITING'`,
    [refundNo],
  );
}

/** Says what the channel answered about the refund's newest attempt. */
export async function answerRefund(refundNo: string, outcome: ChannelOutcome) {
  const attempt = (await listAttempts(reader, "REFUND", refundNo)).at(-1);
  if (!attempt) throw new Error(`refund ${refundNo} has no attempt`);
  return accepted(await hearAnswer(attempt, { source: "RESPONSE", outcome }));
}

export const paid = (amountMinor: bigint, happenedAt = new Date("2026-11-20T12:05:00+08:00")): ChannelOutcome => ({
  kind: "SUCCEEDED",
  channelNo: "5030000001",
  amountMinor,
  asset: "CNY",
  happenedAt,
});
