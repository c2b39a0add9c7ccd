import type { Facts, StatementLine } from "../demo-types";
import { factsOf } from "../facts";
import { lineOfPayment, lineOfRefund, signedMinor } from "../statement-line";
import { buildDefectOrder, buildDefectRefund, type DefectSite, labelOf, nextStatementDay } from "./defect-site";

/** A payment's line stands twice in the same file. */
export function plantDuplicatePayment(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const line = lineOfPayment(order, site.channel);
  return factsOf({ orders: [order], lines: [line, line], labels: [surplusLabel(site, line, site.day)] });
}

/** A refund's line stands twice in the same file. */
export function plantDuplicateRefund(site: DefectSite): Facts {
  const order = buildDefectOrder(site);
  const refund = buildDefectRefund(site, order);
  const line = lineOfRefund(refund, site.channel);
  return factsOf({
    orders: [order],
    refunds: [refund],
    lines: [lineOfPayment(order, site.channel), line, line],
    labels: [surplusLabel(site, line, site.day)],
  });
}

/** Yesterday's line stands in today's file once more. Nothing on the last day, which has no next file. */
export function plantDuplicateNextDay(site: DefectSite): Facts {
  const nextDay = nextStatementDay(site);
  if (nextDay === null) return factsOf({});
  const order = buildDefectOrder(site);
  const line = lineOfPayment(order, site.channel);
  const again = { ...line, settlesOn: nextDay };
  return factsOf({ orders: [order], lines: [line, again], labels: [surplusLabel(site, again, nextDay)] });
}

function surplusLabel(site: DefectSite, line: StatementLine, day: string) {
  const note = day === site.day ? "the line stands twice in the file" : "the line stands again in the next day's file";
  return labelOf(site, line, { kind: "DUPLICATE", deltaMinor: signedMinor(line), brokenOn: day, seenOn: day, note });
}
