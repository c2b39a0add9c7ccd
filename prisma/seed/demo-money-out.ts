import { randomUUID } from "node:crypto";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { askRefund } from "@/server/commands/ask-refund";
import { decideApproval } from "@/server/commands/decide-approval";
import { requestPayoutOnPage } from "@/server/commands/request-payout";
import { getEnv } from "@/server/env";
import { type CommandContext, reader } from "@/server/transact";
import { acceptedValue } from "./load-company";

type People = ReadonlyMap<string, Actor>;
type Wish = { merchantNo: string; amountMinor: bigint; clientRef: string; note: string };

const READING_MS = 7 * 60_000;
/** The fourth merchant's bank account is frozen and the fifth one's bank is down, as the simulator knows. */
const WISHES: readonly Wish[] = [
  { merchantNo: "M0001", amountMinor: 1_288_000n, clientRef: "PAY-1101", note: "" },
  { merchantNo: "M0002", amountMinor: 356_050n, clientRef: "SUP-2207", note: "供应商货款" },
  { merchantNo: "M0003", amountMinor: 80_000n, clientRef: "W-0093", note: "" },
  { merchantNo: "M0004", amountMinor: 120_000n, clientRef: "NOV-20", note: "" },
  { merchantNo: "M0005", amountMinor: 264_900n, clientRef: "0005-31", note: "周结货款" },
  // The same again: somebody has to look whether the merchant means it.
  { merchantNo: "M0002", amountMinor: 356_050n, clientRef: "SUP-2208", note: "第二批货款，金额相同" },
];

/**
 * Money that is asked to go out: payouts and two refunds. The worker sends what is accepted as soon as it runs, and the
 * simulator answers. Nothing is asked for where other channels are configured: those might be real ones.
 */
export async function askForMoneyOut(people: People, now: Date): Promise<void> {
  if (getEnv().DESK_CHANNELS_FILE !== undefined) return;
  for (const { amountMinor, ...wish } of WISHES) {
    const input = { ...wish, asset: "CNY", amountMinor, payee: null, channel: null };
    const context = as(people, "operator", now);
    acceptedValue(await requestPayoutOnPage(context, { commandId: context.commandId, ...input }));
  }
  const [sent, waiting] = await findRefundable();
  const asked = new Date(now.getTime() - READING_MS);
  if (sent) await approve(people, now, await refundHalf(people, asked, sent, "顾客退回一件商品，商户同意退款。"));
  if (waiting) await refundHalf(people, now, waiting, "多付一份，商户同意退还。");
}

type Refundable = { orderNo: string; channelMinor: bigint };

/** The last payment of each of two channels that is of an ordinary amount, whole, and in nobody's queue. */
function findRefundable(): Promise<Refundable[]> {
  return reader.query<Refundable>(
    `SELECT DISTINCT ON (c.code) o.order_no AS "orderNo", o.channel_minor AS "channelMinor"
     FROM orders o JOIN channels c ON c.id = o.channel_id AND c.code IN ('alipay', 'wechat')
     WHERE o.status = 'PAID' AND o.asset = 'CNY' AND o.channel_trade_no IS NOT NULL AND o.channel_minor BETWEEN 1_000 AND 100_000
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_no = o.order_no)
       AND NOT EXISTS (SELECT 1 FROM suspense_items i WHERE i.order_no = o.order_no)
     ORDER BY c.code, o.paid_at DESC, o.order_no`,
  );
}

async function refundHalf(people: People, now: Date, { orderNo, channelMinor }: Refundable, reason: string) {
  const context = as(people, "service", now);
  const wish = { orderNo, amountMinor: channelMinor / 2n, asset: "CNY", route: null, payee: null, reason };
  return acceptedValue(await askRefund(context, { commandId: context.commandId, ...wish })).approvalNo;
}

async function approve(people: People, now: Date, approvalNo: string): Promise<void> {
  const [request] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  invariant(request, `${approvalNo} was just made`);
  const context = as(people, "finance", now);
  const note = "已与商户核实。";
  const decision = { approvalNo, expectedVersion: request.version, verdict: "APPROVE" as const, note };
  acceptedValue(await decideApproval(context, { commandId: context.commandId, ...decision }));
}

function as(people: People, login: string, now: Date): CommandContext {
  const actor = people.get(login);
  invariant(actor, `${login} is a demo user`);
  return { actor, commandId: randomUUID(), now };
}
