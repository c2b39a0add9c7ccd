import "server-only";
import type { OrderStoryDto, StoryEventDto } from "@/contracts/order-views";
import { sumMinor } from "@/core/money/money";
import { decidePayerAnswer } from "@/core/orders/payer-answer";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";
import { listOrderNos } from "@/server/queries/list-orders";
import { buildTimeline } from "@/server/queries/order-story/build-timeline";
import {
  findLoneRefund,
  findOrderSubject,
  type MatchKey,
  type StorySubject,
  withoutRequest,
} from "@/server/queries/order-story/find-subject";
import {
  type LineNumbers,
  listStoryLines,
  listStoryResults,
  type StoryLine,
} from "@/server/queries/order-story/list-channel-side";
import { listStoryVouchers, type StoryObject } from "@/server/queries/order-story/list-story-vouchers";
import { listStoryApprovals, listStoryItems } from "@/server/queries/order-story/list-suspense-side";

/** `moved`: the number names an order that has a number of its own. `several`: it names more than one. */
export type FoundStory =
  | { readonly found: "story"; readonly story: OrderStoryDto }
  | { readonly found: "moved"; readonly orderNo: string }
  | { readonly found: "several" };

const NOBODY: StorySubject = { order: null, legs: [], refunds: [], keys: [], payerHint: null };

/**
 * The story that belongs to any number: an order's, a refund's, or the channel's for either. A number that only a
 * channel's statement knows has a story without an order. Null when nothing is known, or nothing that the actor may see.
 */
export async function findOrderStory(actor: Actor, no: string): Promise<FoundStory | null> {
  const direct = await findOrderSubject(actor, no);
  if (direct) return { found: "story", story: await tellStory(actor, no, direct) };
  const orderNos = await listVisible(actor, await listOrderNos(no));
  if (orderNos.length > 1) return { found: "several" };
  if (orderNos[0] !== undefined) return { found: "moved", orderNo: orderNos[0] };
  const refund = await findLoneRefund(actor, no);
  if (refund) return { found: "story", story: await tellStory(actor, no, refund) };
  // A line without an order belongs to nobody's merchant, so whoever is bound to some merchants does not see it.
  if (actor.scope !== null || !isPermitted(actor.roles, "statement.view")) return null;
  const story = await tellStory(actor, no, NOBODY);
  return (story.lines ?? []).length > 0 ? { found: "story", story } : null;
}

async function listVisible(actor: Actor, orderNos: readonly string[]): Promise<string[]> {
  const subjects = await Promise.all(orderNos.map((orderNo) => findOrderSubject(actor, orderNo)));
  return subjects.flatMap((subject) => (subject?.order ? [subject.order.orderNo] : []));
}

async function tellStory(actor: Actor, no: string, subject: StorySubject): Promise<OrderStoryDto> {
  const { order, legs } = subject;
  const isReader = isPermitted(actor.roles, "approval.view");
  const refunds = isReader ? subject.refunds : subject.refunds.map(withoutRequest);
  const lines = await listStoryLines(numbersOf(no, subject), subject.payerHint);
  const keys = unique([...subject.keys, ...lines.map((line) => line.key)]);
  const [results, items] = await Promise.all([listStoryResults(keys), listStoryItems(keys, order?.orderNo ?? null)]);
  const objects: StoryObject[] = [
    ...(order ? [{ type: "order", no: order.orderNo } as const] : []),
    ...refunds.map((refund) => ({ type: "refund", no: refund.refundNo }) as const),
    ...items.map((item) => ({ type: "suspense", no: item.itemNo }) as const),
  ];
  const [approvals, vouchers] = await Promise.all([
    listStoryApprovals(
      items.map((item) => item.itemNo),
      refunds.map((refund) => refund.refundNo),
    ),
    listStoryVouchers(objects),
  ]);
  const shown = {
    lines: only(
      actor,
      "statement.view",
      lines.map(({ key: _, ...line }) => line),
    ),
    results: only(actor, "reconciliation.view", results),
    items: only(actor, "suspense.view", items),
    approvals: only(actor, "approval.view", approvals),
    vouchers: only(actor, "ledger.view", vouchers),
  };
  const timeline = buildTimeline({
    order,
    refunds,
    lines: shown.lines ?? [],
    results: shown.results ?? [],
    items: shown.items ?? [],
    approvals: shown.approvals ?? [],
    // What happened does not depend on who reads; only the vouchers' numbers do.
    vouchers,
  });
  const hasOpenDifference = items.some((item) => item.isOpen);
  return {
    askedNo: no,
    order,
    legs,
    left: order && sumLeft(legs),
    refunds,
    ...shown,
    timeline: shown.vouchers ? timeline : withoutVouchers(timeline),
    answer: answer(subject, lines, hasOpenDifference),
  };
}

function sumLeft(legs: StorySubject["legs"]): OrderStoryDto["left"] {
  const left = legs.map((leg) => ({
    kind: leg.kind,
    minor: BigInt(leg.paidMinor) - BigInt(leg.refundedMinor) - BigInt(leg.disputedMinor),
  }));
  const cash = left.filter(({ kind }) => kind === "CHANNEL");
  const sum = (parts: typeof left) => `${sumMinor(parts.map(({ minor }) => minor))}`;
  return { allMinor: sum(left), cashMinor: sum(cash) };
}

/** A part that the actor's roles do not show is not sent at all. */
function only<Part>(actor: Actor, permission: Permission, part: readonly Part[]): readonly Part[] | null {
  return isPermitted(actor.roles, permission) ? part : null;
}

function withoutVouchers(timeline: readonly StoryEventDto[]): StoryEventDto[] {
  return timeline.filter((event) => event.event !== "voucherPosted").map((event) => ({ ...event, voucherNo: null }));
}

function numbersOf(no: string, { order, refunds }: StorySubject): LineNumbers {
  const isLineOnly = order === null && refunds.length === 0;
  const refundNos = refunds.map((refund) => refund.refundNo);
  const channelRefundNos = refunds.flatMap((refund) => refund.channelRefundNo ?? []);
  if (isLineOnly) return { orderNos: [no], tradeNos: [no], refundNos: [no], channelRefundNos: [no] };
  return {
    orderNos: order ? [order.orderNo] : [],
    tradeNos: order?.channelTradeNo ? [order.channelTradeNo] : [],
    refundNos,
    channelRefundNos,
  };
}

function unique(keys: readonly MatchKey[]): MatchKey[] {
  return [...new Map(keys.map((key) => [`${key.channelId} ${key.matchKey}`, key])).values()];
}

function answer(
  { order, refunds }: StorySubject,
  lines: readonly StoryLine[],
  hasOpenDifference: boolean,
): OrderStoryDto["answer"] {
  if (!order) return [];
  const sentences = decidePayerAnswer({
    status: order.status,
    channelMinor: BigInt(order.paidMinor),
    isCaptureReversed: order.captureReversedAt !== null,
    isListedAsPaid: lines.some(
      (line) => line.itemKind === "PAYMENT" && line.status === "SUCCEEDED" && !line.isSuperseded,
    ),
    hasOpenDifference,
    refunds: refunds.map(({ refundNo, status, channelMinor, route }) => ({
      refundNo,
      status,
      channelMinor: BigInt(channelMinor),
      isElsewhere: route === "B2C" || route === "BANK",
    })),
  });
  return sentences.map((sentence) => ({
    code: sentence.code,
    refundNo: "refundNo" in sentence ? sentence.refundNo : null,
  }));
}
