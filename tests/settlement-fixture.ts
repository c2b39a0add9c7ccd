import { randomUUID } from "node:crypto";
import { runClearing } from "@/server/commands/run-clearing";
import { runSettlement } from "@/server/commands/run-settlement";
import type { SettlementReport } from "@/server/settlement/settlement-report";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "./command-context";
import { accepted, orderLine } from "./desk-fixture";
import { takeOrders } from "./small-company";

/** Late enough for every day of these stories to be over, and within the calendar that the desk begins with. */
export const LATER = new Date("2026-12-30T12:00:00+08:00");
const system = () => asSystem(randomUUID(), LATER);

export const clearDay = async (date: string) => accepted(await runClearing(system(), { date }));
export const settleDay = async (date: string): Promise<SettlementReport> =>
  accepted(await runSettlement(system(), { date }));
export async function refusalOfSettling(date: string, now = LATER): Promise<string> {
  const result = await runSettlement(asSystem(randomUUID(), now), { date });
  return result.ok ? "accepted" : result.refusal.code;
}

export type Sale = {
  readonly orderNo: string;
  readonly merchantNo: string;
  readonly cashMinor: bigint;
  readonly merchantCoupon?: bigint;
};
export const sell = (day: string, ...sales: readonly Sale[]) => takeOrders(sales.map((sale) => orderLine(sale, day)));
export const giveBack = (day: string, orderNo: string, amountMinor: bigint, refundNo = `R-${orderNo}`) =>
  takeOrders([
    {
      type: "refund",
      refundNo,
      orderNo,
      amountMinor: `${amountMinor}`,
      status: "SUCCEEDED",
      succeededAt: `${day}T13:00:00+08:00`,
    },
  ]);

export type Found = {
  no: string;
  status: string;
  version: number;
  opening: bigint;
  net: bigint;
  deposit: bigint;
  settled: bigint;
  held: bigint;
  carried: bigint;
  payoutNo: string | null;
  paid: bigint;
};

/** A merchant's last settlement. */
export async function lastOf(merchantNo: string): Promise<Found> {
  const [row] = await reader.query<Found>(
    `SELECT s.settlement_no AS no, s.status, s.version, s.opening_minor AS opening, s.deposit_minor AS deposit, s.settled_minor AS settled,
            s.captured_minor - s.refunded_minor - s.fee_minor - s.share_minor + s.received_minor + s.adjustment_minor AS net,
            s.held_minor AS held, s.carried_minor AS carried, s.payout_no AS "payoutNo", s.paid_minor AS paid
     FROM settlements s JOIN merchants m ON m.id = s.merchant_id WHERE m.merchant_no = $1 ORDER BY s.id DESC LIMIT 1`,
    [merchantNo],
  );
  if (!row) throw new Error(`${merchantNo} was never settled`);
  return row;
}

/** What is wrong with the books: nothing. */
export async function findFaults() {
  const { checks } = await verifyBooks(reader);
  return checks.filter((check) => !check.ok);
}
