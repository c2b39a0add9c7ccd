import { describe, expect, test } from "vitest";
import type { OrderDto, RefundDto, StoryApprovalDto, StoryItemDto, StoryVoucherDto } from "@/contracts/order-views";
import { buildTimeline, type StoryParts } from "./build-timeline";

const ORDER: OrderDto = {
  orderNo: "O1",
  orderedOn: "2026-11-19",
  receivedAt: "2026-11-19T16:00:00.000Z",
  paidAt: "2026-11-19T04:00:00.000Z",
  expectedOn: "2026-11-19",
  merchantNo: "M1",
  merchantName: "Lantern Books",
  isTest: false,
  channel: "wechat",
  channelName: "WeChat Pay",
  channelTradeNo: "T1",
  status: "PAID",
  seenStatuses: ["CREATED", "PAID"],
  bookedBy: "ARRIVAL",
  captureReversedAt: null,
  payer: null,
  asset: "CNY",
  dueMinor: "10000",
  paidMinor: "9500",
};
const NOTHING: StoryParts = {
  order: null,
  refunds: [],
  lines: [],
  results: [],
  items: [],
  approvals: [],
  vouchers: [],
};

function voucher(voucherNo: string, event: string, objectNo: string, at: string): StoryVoucherDto {
  const common = { accountingOn: "2026-11-19", objectType: "order", reversesVoucherNo: null, entries: [] };
  return { ...common, voucherNo, event, objectNo, occurredAt: at, createdAt: at };
}

function refund(status: RefundDto["status"]): RefundDto {
  return {
    refundNo: "R1",
    orderNo: "O1",
    status,
    origin: "ARRIVAL",
    route: null,
    reason: "",
    requestedAt: null,
    requestedBy: null,
    approvalNo: null,
    closedAt: null,
    attempts: [],
    asset: "CNY",
    amountMinor: "6000",
    channelMinor: "5700",
    parts: ["5700", "300"],
    channelRefundNo: null,
    receivedAt: "2026-11-20T01:00:00.000Z",
    succeededAt: status === "SUCCEEDED" ? "2026-11-20T02:00:00.000Z" : null,
  };
}

function tell(parts: Partial<StoryParts>): string[] {
  return buildTimeline({ ...NOTHING, ...parts }).map(({ event, voucherNo }) => [event, voucherNo].join(" ").trim());
}

describe("an order", () => {
  test("is born first, though only its day is known, and its capture tells with the payment", () => {
    const capture = voucher("V1", "order.captured", "O1", "2026-11-19T04:00:00.000Z");
    expect(tell({ order: ORDER, vouchers: [capture] })).toEqual(["ordered", "paid V1"]);
  });

  test("paid by coupons alone has its due amount as what was paid", () => {
    const [, paid] = buildTimeline({
      ...NOTHING,
      order: { ...ORDER, channel: null, channelName: null, paidMinor: "0" },
    });
    expect(paid).toMatchObject({ event: "paidByCoupons", amount: { amountMinor: "10000" } });
  });

  test("that is not paid was only ordered", () => {
    expect(tell({ order: { ...ORDER, status: "CREATED", paidAt: null } })).toEqual(["ordered"]);
  });
});

describe("a refund", () => {
  const accepted = voucher("V2", "refund.accepted", "R1", "2026-11-20T01:00:00.000Z");
  const succeeded = voucher("V3", "refund.succeeded", "R1", "2026-11-20T02:00:00.000Z");
  const reversed = voucher("V4", "voucher.reversed", "R1", "2026-11-20T03:00:00.000Z");

  test.each<[RefundDto["status"], StoryVoucherDto[], string[]]>([
    ["ACCEPTED", [accepted], ["refundAccepted V2"]],
    ["SUCCEEDED", [accepted, succeeded], ["refundAccepted V2", "refundSucceeded V3"]],
    ["FAILED", [accepted, reversed], ["refundAccepted V2", "refundFailed V4"]],
    ["FAILED", [], ["refundFailed"]],
    ["UNKNOWN", [accepted], ["refundAccepted V2", "refundUnknown"]],
  ])("%s with %#", (status, vouchers, expected) => {
    expect(tell({ refunds: [refund(status)], vouchers })).toEqual(expected);
  });
});

test("a suspense item is told from opening to resolution, with who asked and who agreed", () => {
  const item: StoryItemDto = {
    itemNo: "SU1",
    kind: "SHORT",
    itemKind: "PAYMENT",
    direction: "SHORT",
    status: "RESOLVED",
    isOpen: false,
    amountMinor: "9500",
    asset: "CNY",
    openedOn: "2026-11-20",
    createdAt: "2026-11-20T01:00:00.000Z",
    openedVoucherNo: "V5",
    assignee: null,
    resolution: "REVERSE_CAPTURE",
    // Stamped when the last checker pressed the button, a moment before the decision is.
    resolvedAt: "2026-11-21T02:29:59.000Z",
    resolvedVoucherNo: "V6",
    comments: [{ at: "2026-11-20T02:00:00.000Z", author: "Chen", body: "asked the channel" }],
  };
  const approval: StoryApprovalDto = {
    approvalNo: "AP1",
    objectNo: "SU1",
    status: "EXECUTED",
    amountMinor: "9500",
    asset: "CNY",
    reason: "never taken",
    maker: "Chen",
    createdAt: "2026-11-21T01:00:00.000Z",
    closedAt: "2026-11-21T03:00:00.000Z",
    decisions: [
      { checker: "Lin", asRole: "FINANCE_LEAD", verdict: "REJECT", note: "why?", at: "2026-11-21T02:00:00.000Z" },
      { checker: "Wu", asRole: "FINANCE", verdict: "APPROVE", note: "", at: "2026-11-21T02:30:00.000Z" },
    ],
  };
  const stray = voucher("V9", "suspense.claimed", "SU1", "2026-11-22T00:00:00.000Z");
  const opening = voucher("V5", "suspense.short_opened", "SU1", "2026-11-20T01:00:00.000Z");
  expect(tell({ items: [item], approvals: [approval], vouchers: [opening, stray] })).toEqual([
    "itemOpened V5",
    "commented",
    "approvalAsked",
    "approvalRejected",
    "approvalGranted",
    "itemResolved V6",
    "voucherPosted V9",
  ]);
});
