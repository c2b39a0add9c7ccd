import type { Facts } from "../demo-types";
import { factsOf } from "../facts";
import { lineOfPayment, lineOfRefund } from "../statement-line";
import { brokenAfterBuffer, buildDefectOrder, buildDefectRefund, type DefectSite, labelOf } from "./defect-site";

/** The channel took a payment that we never had an order for. */
export function plantLongPayment(site: DefectSite): Facts {
  const line = lineOfPayment(buildDefectOrder(site), site.channel);
  const label = labelOf(site, line, {
    kind: "LONG",
    orderNo: null,
    deltaMinor: line.amountMinor,
    brokenOn: brokenAfterBuffer(site),
    bufferedSide: "CHANNEL",
    note: "a payment that only the channel has",
  });
  return factsOf({ lines: [line], labels: [label] });
}

/** We count an order as paid that the channel never lists. */
export function plantShortPayment(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const label = labelOf(site, lineOfPayment(order, site.channel), {
    kind: "SHORT",
    deltaMinor: -order.cashMinor,
    brokenOn: brokenAfterBuffer(site),
    bufferedSide: "OURS",
    note: "a payment that only we have",
  });
  return factsOf({ orders: [order], labels: [label] });
}

/** The channel gave money back that we know nothing of: short, though the line is the channel's. */
export function plantShortRefund(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const line = lineOfRefund(buildDefectRefund(site, order), site.channel);
  const label = labelOf(site, line, {
    kind: "SHORT",
    deltaMinor: -line.amountMinor,
    brokenOn: brokenAfterBuffer(site),
    bufferedSide: "CHANNEL",
    note: "a refund that only the channel has, made in the channel's own console",
  });
  return factsOf({ orders: [order], lines: [lineOfPayment(order, site.channel), line], labels: [label] });
}

/** We count a refund as done that the channel never made: long, though the record is ours. */
export function plantLongRefund(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const refund = buildDefectRefund(site, order);
  const label = labelOf(site, lineOfRefund(refund, site.channel), {
    kind: "LONG",
    deltaMinor: refund.cashMinor,
    brokenOn: brokenAfterBuffer(site),
    bufferedSide: "OURS",
    note: "a refund that only we have",
  });
  return factsOf({
    orders: [order],
    refunds: [refund],
    lines: [lineOfPayment(order, site.channel)],
    labels: [label],
  });
}
