import "server-only";
import type { Previewed } from "@/contracts/action-result";
import type { RefundPreviewDto } from "@/contracts/refund-views";
import type { Actor } from "@/core/permissions/actor";
import { decideRefund } from "@/core/refunds/decide-refund";
import type { RefundRoute } from "@/core/refunds/route";
import { leftOf, withoutDisputed } from "@/core/refunds/split-refund";
import { getClock } from "@/server/clock";
import { foretellRule } from "@/server/queries/asking-rule";
import { loadRefundFacts, orderUnknown } from "@/server/refunds/load-refund-facts";
import { reader } from "@/server/transact";

/** What asking for a refund of so much would reserve, and by which route it would go; or why it cannot be. Changes nothing. */
export async function previewRefund(
  actor: Actor,
  orderNo: string,
  wish: { readonly amountMinor: bigint; readonly route?: RefundRoute | undefined },
): Promise<Previewed<RefundPreviewDto>> {
  const subject = await loadRefundFacts(reader, actor.scope, orderNo);
  if (!subject) return orderUnknown(orderNo);
  const { amountMinor, route = null } = wish;
  const { asset, channel, channelName, merchant, legs } = subject;
  // Whose account the money goes to is typed after the route is known.
  const decided = decideRefund(subject, { amountMinor, asset, route, hasPayee: true }, getClock().now());
  if (!decided.ok) return decided;
  const plan = decided.value;
  const amount = { amountMinor, asset };
  const weight = {
    ruledAct: "MANUAL_REFUND",
    amount,
    payee: `payer of ${orderNo}`,
    merchantId: merchant.id,
    editorIds: [],
  } as const;
  return {
    ok: true,
    preview: {
      asset,
      route: plan.route,
      routes: plan.routes,
      reason: plan.reason,
      windowDays: channel?.refundWindowDays ?? null,
      channelName,
      parts: legs.map((leg, index) => ({
        kind: leg.kind,
        funder: leg.funder,
        leftMinor: `${leftOf(withoutDisputed(leg))}`,
        amountMinor: `${plan.parts[index] ?? 0n}`,
      })),
      rule: await foretellRule(reader, weight),
    },
  };
}
