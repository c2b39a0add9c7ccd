import type { Facts, OrderStatus, StatementLine } from "../demo-types";
import { factsOf } from "../facts";
import { lineOfPayment, lineOfRefund, signedMinor, withAmount } from "../statement-line";
import { buildDefectOrder, buildDefectRefund, type DefectSite, labelOf } from "./defect-site";

const UNPAID = ["CREATED", "UNKNOWN", "CLOSED"] as const satisfies readonly OrderStatus[];

/** The channel's amount is higher or lower than ours, and its fee is right for its own amount. */
export function plantPaymentAmount(site: DefectSite, direction: "higher" | "lower"): Facts {
  const order = buildDefectOrder(site);
  const differenceMinor = site.random.minorBetween(1n, order.cashMinor / 3n);
  const channelMinor = order.cashMinor + (direction === "higher" ? differenceMinor : -differenceMinor);
  const line = withAmount(lineOfPayment(order, site.channel), channelMinor, site.channel);
  const label = labelOf(site, line, {
    kind: "AMOUNT_MISMATCH",
    deltaMinor: channelMinor - order.cashMinor,
    note: `the channel's amount is ${direction}`,
  });
  return factsOf({ orders: [order], lines: [line], labels: [label] });
}

/** The channel gave back less than we booked. */
export function plantRefundAmount(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const refund = buildDefectRefund(site, order);
  const channelMinor = refund.cashMinor - site.random.minorBetween(1n, refund.cashMinor / 3n);
  const line = withAmount(lineOfRefund(refund, site.channel), channelMinor, site.channel);
  const label = labelOf(site, line, {
    kind: "AMOUNT_MISMATCH",
    deltaMinor: refund.cashMinor - channelMinor,
    note: "the channel refunded less",
  });
  const lines = [lineOfPayment(order, site.channel), line];
  return factsOf({ orders: [order], refunds: [refund], lines, labels: [label] });
}

/** The payer has paid, and we have not noticed: the call-back was lost, or came after we closed the order. */
export function plantPaymentStatus(site: DefectSite, turn: number): Facts {
  const status = UNPAID[turn % UNPAID.length] ?? "CREATED";
  const order = { ...buildDefectOrder(site), status };
  const line = lineOfPayment(order, site.channel);
  const label = labelOf(site, line, {
    kind: "STATUS_MISMATCH",
    deltaMinor: line.amountMinor,
    note: `ours is ${status}, the channel's SUCCESS`,
  });
  return factsOf({ orders: [order], lines: [line], labels: [label] });
}

/** The channel has refunded, and we never got its answer. */
export function plantRefundStatus(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const refund = buildDefectRefund(site, order, "UNKNOWN");
  const line = lineOfRefund(refund, site.channel);
  const label = labelOf(site, line, {
    kind: "STATUS_MISMATCH",
    deltaMinor: -line.amountMinor,
    note: "our refund is UNKNOWN, the channel's SUCCESS",
  });
  const lines = [lineOfPayment(order, site.channel), line];
  return factsOf({ orders: [order], refunds: [refund], lines, labels: [label] });
}

export function plantPaymentFee(site: DefectSite, direction: "more" | "less"): Facts {
  const order = buildDefectOrder(site);
  const contract = lineOfPayment(order, site.channel);
  const differenceMinor = site.random.minorBetween(1n, contract.feeMinor);
  const feeMinor = contract.feeMinor + (direction === "more" ? differenceMinor : -differenceMinor);
  return factsOf({ orders: [order], ...feeFacts(site, contract, feeMinor, `the channel charged ${direction}`) });
}

/** The channel keeps a part of the fee that the contract gives back with a refund. */
export function plantRefundFee(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const refund = buildDefectRefund(site, order);
  const contract = lineOfRefund(refund, site.channel);
  const feeMinor = contract.feeMinor + site.random.minorBetween(1n, -contract.feeMinor);
  const planted = feeFacts(site, contract, feeMinor, "the channel gave back less fee");
  planted.lines.push(lineOfPayment(order, site.channel));
  return factsOf({ orders: [order], refunds: [refund], ...planted });
}

/** Ours is in CNY, the channel's line says USD: one amount is missing, another one is too many. */
export function plantAsset(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const line = { ...lineOfPayment(order, site.channel), asset: "USD" };
  const common = { kind: "ASSET_MISMATCH", note: "ours is in CNY, the channel's in USD" } as const;
  return factsOf({
    orders: [order],
    lines: [line],
    labels: [
      labelOf(site, line, { ...common, deltaMinor: -order.cashMinor }),
      labelOf(site, line, { ...common, deltaMinor: signedMinor(line), asset: "USD" }),
    ],
  });
}

function feeFacts(site: DefectSite, contract: StatementLine, feeMinor: bigint, note: string) {
  const line = { ...contract, feeMinor };
  const deltaMinor = -(feeMinor - contract.feeMinor);
  return { lines: [line], labels: [labelOf(site, line, { kind: "FEE_MISMATCH", deltaMinor, note })] };
}
