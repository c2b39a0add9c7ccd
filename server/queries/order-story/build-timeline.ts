import "server-only";
import type {
  OrderDto,
  RefundDto,
  StoryApprovalDto,
  StoryEventDto,
  StoryItemDto,
  StoryLineDto,
  StoryResultDto,
  StoryVoucherDto,
} from "@/contracts/order-views";
import { tellAsking } from "@/server/queries/order-story/tell-asking";

export type StoryParts = {
  readonly order: OrderDto | null;
  readonly refunds: readonly RefundDto[];
  readonly lines: readonly StoryLineDto[];
  readonly results: readonly StoryResultDto[];
  readonly items: readonly StoryItemDto[];
  readonly approvals: readonly StoryApprovalDto[];
  readonly vouchers: readonly StoryVoucherDto[];
};

const PLAIN = { on: null, tone: "neutral", values: {}, amount: null, by: null, note: null, voucherNo: null } as const;

/**
 * Everything that happened to an order in one line of time. A voucher tells with the event that caused it; only those
 * that belong to none are told by themselves. What has a day and no hour (the order's birth) comes first.
 */
export function buildTimeline(parts: StoryParts): StoryEventDto[] {
  const { order, vouchers } = parts;
  const events = [
    ...(order ? tellOrder(order, vouchers) : []),
    ...parts.refunds.flatMap(tellAsking),
    ...parts.refunds.filter((refund) => !isAsked(refund)).flatMap((refund) => tellRefund(refund, parts)),
    ...parts.lines.map(tellLine),
    ...parts.results.filter((result) => result.isCurrent).map(tellResult),
    ...parts.items.flatMap(tellOpening),
    ...parts.approvals.flatMap((approval) => tellApproval(approval, parts.refunds)),
    // Accepted by the last signature, so told after it, though both have one instant.
    ...parts.refunds.filter(isAsked).flatMap((refund) => tellRefund(refund, parts)),
    ...parts.items.flatMap((item) => tellClosing(item, parts.approvals)),
  ];
  const told = new Set(events.map((event) => event.voucherNo));
  const untold = vouchers.filter((voucher) => !told.has(voucher.voucherNo)).map(tellVoucher);
  return [...events, ...untold]
    .map((event, index) => ({ event, index }))
    .sort((left, right) => compareTimes(left.event.at, right.event.at) || left.index - right.index)
    .map(({ event }) => event);
}

function isAsked({ requestedAt }: RefundDto): boolean {
  return requestedAt !== null;
}

function compareTimes(left: string | null, right: string | null): number {
  if (left === right) return 0;
  if (left === null) return -1;
  return right === null || left > right ? 1 : -1;
}

function findVoucher(vouchers: readonly StoryVoucherDto[], event: string, objectNo: string): StoryVoucherDto | null {
  return vouchers.find((voucher) => voucher.event === event && voucher.objectNo === objectNo) ?? null;
}

function tellOrder(order: OrderDto, vouchers: readonly StoryVoucherDto[]): StoryEventDto[] {
  const ordered: StoryEventDto = {
    ...PLAIN,
    key: "ordered",
    event: "ordered",
    at: null,
    on: order.orderedOn,
    values: { statuses: order.seenStatuses.join(",") },
    amount: { amountMinor: order.dueMinor, asset: order.asset },
  };
  if (order.paidAt === null) return [ordered];
  const capture = findVoucher(vouchers, "order.captured", order.orderNo);
  const paid: StoryEventDto = {
    ...PLAIN,
    key: "paid",
    event: order.channel === null ? "paidByCoupons" : "paid",
    at: order.paidAt,
    tone: "success",
    values: { channel: order.channelName ?? "", tradeNo: order.channelTradeNo ?? "" },
    amount: { amountMinor: order.channel === null ? order.dueMinor : order.paidMinor, asset: order.asset },
    voucherNo: capture?.voucherNo ?? null,
  };
  return [ordered, paid];
}

function tellRefund(refund: RefundDto, { vouchers, approvals }: StoryParts): StoryEventDto[] {
  const accepted = findVoucher(vouchers, "refund.accepted", refund.refundNo);
  const succeeded =
    findVoucher(vouchers, "refund.succeeded", refund.refundNo) ??
    findVoucher(vouchers, "refund.paid_by_bank", refund.refundNo);
  const reversed = findVoucher(vouchers, "voucher.reversed", refund.refundNo);
  const common = {
    ...PLAIN,
    values: { refundNo: refund.refundNo, channelRefundNo: refund.channelRefundNo ?? "" },
    amount: { amountMinor: refund.amountMinor, asset: refund.asset },
  };
  const events: StoryEventDto[] = [];
  // A refund that failed at once was never accepted: nothing was posted for it.
  if (accepted || refund.status === "ACCEPTED" || refund.origin === "SUSPENSE") {
    const decided = decidedAt(approvals, refund.refundNo);
    const at = latest([refund.closedAt, ...decided]) ?? accepted?.occurredAt ?? refund.receivedAt;
    const voucherNo = accepted?.voucherNo ?? null;
    events.push({
      ...common,
      key: `accepted-${refund.refundNo}`,
      event: "refundAccepted",
      at,
      tone: "info",
      voucherNo,
    });
  }
  const end = { ...common, key: `ended-${refund.refundNo}` };
  if (refund.status === "SUCCEEDED") {
    const voucherNo = succeeded?.voucherNo ?? null;
    events.push({ ...end, event: "refundSucceeded", at: refund.succeededAt, tone: "success", voucherNo });
  }
  if (refund.status === "FAILED") {
    const at = reversed?.occurredAt ?? refund.receivedAt;
    events.push({ ...end, event: "refundFailed", at, tone: "danger", voucherNo: reversed?.voucherNo ?? null });
  }
  // Where the desk itself asked the channel, its answers tell the doubt.
  if (refund.status === "UNKNOWN" && refund.attempts.length === 0) {
    events.push({ ...end, event: "refundUnknown", at: refund.receivedAt, tone: "warning" });
  }
  return events;
}

function tellLine(line: StoryLineDto): StoryEventDto {
  return {
    ...PLAIN,
    key: `line-${line.statementNo}-${line.lineNo}`,
    event: "listed",
    at: line.importedAt,
    tone: line.isSuperseded ? "neutral" : line.status === "SUCCEEDED" ? "info" : "warning",
    values: {
      channel: line.channelName,
      statementNo: line.statementNo,
      settlesOn: line.settlesOn,
      lineNo: line.lineNo,
      itemKind: line.itemKind,
      status: line.status,
      isSuperseded: `${line.isSuperseded}`,
    },
    amount: { amountMinor: line.signedMinor, asset: line.asset },
  };
}

function tellResult(result: StoryResultDto): StoryEventDto {
  const waits = result.outcome.startsWith("BUFFERED");
  const tone = result.outcome === "MATCHED" ? "success" : waits ? "info" : toneOfDelta(result.deltaMinor);
  return {
    ...PLAIN,
    key: `result-${result.id}`,
    event: "compared",
    at: result.runAt,
    tone,
    values: { batchNo: result.batchNo, outcome: result.outcome, itemKind: result.itemKind },
    amount: result.deltaMinor === "0" ? null : { amountMinor: result.deltaMinor, asset: result.asset },
  };
}

/** Money missing weighs more than money too many. */
function toneOfDelta(deltaMinor: string): "danger" | "warning" {
  return deltaMinor.startsWith("-") ? "danger" : "warning";
}

function tellOpening(item: StoryItemDto): StoryEventDto[] {
  const values = { itemNo: item.itemNo, kind: item.kind };
  return [
    {
      ...PLAIN,
      key: `opened-${item.itemNo}`,
      event: "itemOpened",
      at: item.createdAt,
      tone: item.direction === "SHORT" ? "danger" : "warning",
      values,
      amount: { amountMinor: item.amountMinor, asset: item.asset },
      voucherNo: item.openedVoucherNo,
    },
    ...item.comments.map(
      (comment, index): StoryEventDto => ({
        ...PLAIN,
        key: `comment-${item.itemNo}-${index}`,
        event: "commented",
        at: comment.at,
        values,
        by: comment.author,
        note: comment.body,
      }),
    ),
  ];
}

function decidedAt(approvals: readonly StoryApprovalDto[], objectNo: string): string[] {
  return approvals
    .filter((approval) => approval.objectNo === objectNo && approval.status === "EXECUTED")
    .flatMap((approval) => approval.decisions.map((decision) => decision.at));
}

function latest(times: readonly (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null
  );
}

/** The last decision and what it does are one transaction, but each is stamped by itself: the effect never comes first. */
function tellClosing(item: StoryItemDto, approvals: readonly StoryApprovalDto[]): StoryEventDto[] {
  if (item.isOpen || item.resolvedAt === null) return [];
  const closing: StoryEventDto = {
    ...PLAIN,
    key: `closed-${item.itemNo}`,
    event: item.status === "AUTO_RESOLVED" ? "itemExplained" : "itemResolved",
    at: latest([item.resolvedAt, ...decidedAt(approvals, item.itemNo)]),
    tone: "success",
    values: { itemNo: item.itemNo, resolution: item.resolution ?? "" },
    amount: { amountMinor: item.amountMinor, asset: item.asset },
    voucherNo: item.resolvedVoucherNo,
  };
  return [closing];
}

/** A refund's asking is told with the refund, whoever may see requests. */
function tellApproval(approval: StoryApprovalDto, refunds: readonly RefundDto[]): StoryEventDto[] {
  const isOfRefund = refunds.some(({ refundNo }) => refundNo === approval.objectNo);
  const values = { approvalNo: approval.approvalNo, ...(isOfRefund ? {} : { itemNo: approval.objectNo }) };
  const asked: StoryEventDto = {
    ...PLAIN,
    key: `asked-${approval.approvalNo}`,
    event: "approvalAsked",
    at: approval.createdAt,
    tone: "info",
    values,
    amount: { amountMinor: approval.amountMinor, asset: approval.asset },
    by: approval.maker,
    note: approval.reason,
  };
  const decided = approval.decisions.map((decision): StoryEventDto => {
    const granted = decision.verdict === "APPROVE";
    return {
      ...PLAIN,
      key: `decided-${approval.approvalNo}-${decision.asRole}`,
      event: granted ? "approvalGranted" : "approvalRejected",
      at: decision.at,
      tone: granted ? "success" : "danger",
      values: { ...values, role: decision.asRole },
      by: decision.checker,
      note: decision.note === "" ? null : decision.note,
    };
  });
  return isOfRefund ? decided : [asked, ...decided];
}

function tellVoucher(voucher: StoryVoucherDto): StoryEventDto {
  return {
    ...PLAIN,
    key: `voucher-${voucher.voucherNo}`,
    event: "voucherPosted",
    at: voucher.occurredAt,
    values: { event: voucher.event, reverses: voucher.reversesVoucherNo ?? "" },
    voucherNo: voucher.voucherNo,
  };
}
