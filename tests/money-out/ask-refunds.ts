import { accept, type Result } from "@/core/result";
import { approveAs } from "../approval-fixture";
import { accepted, type DeskPeople, orderLine } from "../desk-fixture";
import { askAs, PAYEE } from "../refund-fixture";
import type { TestSandbox } from "../sandbox-fixture";
import { takeOrders } from "../small-company";

/** The day of the payments that are still refunded as they came, and one so long ago that a transfer is the only way. */
export const PAID_ON = "2026-11-19";
const LONG_AGO = "2025-09-01";

export type PaidOrder = { readonly orderNo: string; readonly channel: string; readonly cashMinor: bigint };
export type RefundWish = { readonly orderNo: string; readonly amountMinor: bigint; readonly byBank: boolean };

/** Payments that the channels and the desk both know. */
export async function takePaidOrders(sandbox: TestSandbox, orders: readonly PaidOrder[]): Promise<void> {
  const paidAt = new Date(`${PAID_ON}T12:00:00+08:00`);
  await sandbox.addOrders(...orders.map(({ cashMinor: amountMinor, ...order }) => ({ ...order, amountMinor, paidAt })));
  await takeOrders(orders.map((order) => orderLine(order, PAID_ON)));
}

/** Payments of which the channels have long stopped to take refunds. */
export async function takeOldOrders(orders: readonly PaidOrder[]): Promise<void> {
  await takeOrders(orders.map((order) => orderLine(order, LONG_AGO)));
}

type Askers = Pick<DeskPeople, "maker" | "finance">;

/** Asks for a refund and has it approved; refused where the order has less left than that. */
export async function refundOnce({ maker, finance }: Askers, wish: RefundWish): Promise<Result<{ refundNo: string }>> {
  const { orderNo, amountMinor, byBank } = wish;
  const way = byBank ? ({ route: "BANK", payee: PAYEE } as const) : {};
  const asked = await askAs(maker, { orderNo, amountMinor, ...way });
  if (!asked.ok) return asked;
  accepted(await approveAs(finance, asked.value.approvalNo));
  return accept({ refundNo: asked.value.refundNo });
}
