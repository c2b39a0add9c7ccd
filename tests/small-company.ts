import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { feeOf } from "@/core/money/money";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importOrders } from "@/server/commands/import-orders";
import { importStatement } from "@/server/commands/import-statement";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { asSystem } from "./command-context";

export const PAYER = "o2RWk5Yb1Qz8xJ3mN7pL0sT4vAcD";

/**
 * Two merchants, one channel, two reconciled days, and one of each: O1 of M1 is paid and partly refunded (R1), O2 of M2
 * is paid but the channel does not know it (short), O3 of M1 is not paid, X9 is known to the channel alone (long).
 */
export async function openSmallCompany(): Promise<void> {
  const merchants = [
    {
      merchantNo: "M1",
      name: "Lantern Books",
      payee: { name: "张小三", bank: "ICBC", account: "6222020200012345678" },
    },
    { merchantNo: "M2", name: "Harbour Tea", settlementCycle: "T+2" },
    { merchantNo: "MTEST", name: "Probe", test: true },
  ];
  const channel = { code: "wechat", name: "WeChat Pay", format: "wechat-trade", costBps: 60, bufferDays: 1 };
  await done(setChannels(asSystem(), { channels: [channelInput.parse(channel)] }));
  await done(setMerchants(asSystem(), { merchants: merchants.map((merchant) => merchantInput.parse(merchant)) }));
  await takeOrders([
    order("O1", "M1", 9_500n, { dueMinor: "10000", coupon: 500n }),
    order("O2", "M2", 5_000n),
    order("O3", "M1", 2_000n, { status: "CREATED" }),
    {
      type: "refund",
      refundNo: "R1",
      orderNo: "O1",
      amountMinor: "6000",
      status: "SUCCEEDED",
      succeededAt: "2026-11-19T13:00:00+08:00",
      channelRefundNo: "CR1",
    },
  ]);
  await takeBill("2026-11-19", [
    { orderNo: "O1", tradeNo: "T-O1", amountMinor: 9_500n },
    { orderNo: "O1", tradeNo: "T-O1", amountMinor: 5_700n, refundNo: "R1", channelRefundNo: "CR1" },
    { orderNo: "X9", tradeNo: "T-X9", amountMinor: 700n },
  ]);
  await done(runReconciliation(asSystem(), { channel: "wechat", date: "2026-11-19" }));
  await takeBill("2026-11-20", []);
  await done(runReconciliation(asSystem(), { channel: "wechat", date: "2026-11-20" }));
}

export async function takeOrders(lines: readonly object[]): Promise<void> {
  const numbered = lines.map((line, index) => ({ lineNo: index + 1, line: ordersFileLine.parse(line) }));
  const { refused } = await done(importOrders(asSystem(), { lines: numbered }));
  if (refused[0]) throw new Error(refused[0].message);
}

export function order(
  orderNo: string,
  merchantNo: string,
  cashMinor: bigint,
  more: { dueMinor?: string; coupon?: bigint; status?: string; day?: string } = {},
): object {
  const { coupon, status = "PAID", day = "2026-11-19" } = more;
  const at = `${day}T12:00:00+08:00`;
  const paid = status === "PAID" ? { channelTradeNo: `T-${orderNo}` } : {};
  const legs: object[] = [{ kind: "channel", channel: "wechat", amountMinor: `${cashMinor}`, ...paid }];
  if (coupon) legs.push({ kind: "marketing", funder: "merchant", amountMinor: `${coupon}`, campaign: "SPRING" });
  return {
    type: "order",
    orderNo,
    merchantNo,
    asset: "CNY",
    dueMinor: more.dueMinor ?? `${cashMinor}`,
    legs,
    status,
    ...(status === "PAID" ? { paidAt: at } : { createdAt: at }),
    payer: { hint: PAYER },
  };
}

type BillLine = Pick<WechatFixtureLine, "orderNo" | "tradeNo" | "amountMinor" | "refundNo" | "channelRefundNo">;

async function takeBill(day: string, lines: readonly BillLine[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "desk-bill-"));
  try {
    const path = join(folder, "bill.csv");
    const written = lines.map((line): WechatFixtureLine => {
      const fee = feeOf(line.amountMinor, 60) * (line.refundNo ? -1n : 1n);
      return { ...line, status: line.refundNo ? "REFUND" : "SUCCESS", at: `${day} 12:00:00`, feeE5: fee * 1_000n };
    });
    await writeFile(path, writeWechatBill("ALL", written));
    await done(importStatement(asSystem(), { path, fileName: "bill.csv", channel: "wechat", settlesOn: day }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function done<T>(
  outcome: Promise<{ ok: true; value: T } | { ok: false; refusal: { message: string } }>,
): Promise<T> {
  const result = await outcome;
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}
