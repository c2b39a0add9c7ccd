import { addDays } from "@/core/calendar/settlement-day";
import type { Facts } from "../demo-types";
import { factsOf } from "../facts";
import { type Moment, momentAfter, secondOfCutoff, settlementDayOf } from "../moment";
import { lineOfPayment } from "../statement-line";
import { buildDefectOrder, type DefectSite, isNextDayCovered, labelOf } from "./defect-site";

/**
 * A payment seconds around the cut-off, which the two clocks put on different settlement days. It is no break: the first
 * day's batch buffers it, the next day's releases it. `ours-first`: we expect it a day before the channel lists it.
 */
export function plantDayCut(site: DefectSite, order: "ours-first" | "channel-first"): Facts {
  if (!isNextDayCovered(site)) return factsOf({});
  const cutoff: Moment = { day: site.day, second: secondOfCutoff(site.channel.cutoff) };
  const before = momentAfter(cutoff, -site.random.intBetween(1, 15));
  const after = momentAfter(cutoff, site.random.intBetween(0, 15));
  const [ours, theirs] = order === "ours-first" ? [before, after] : [after, before];
  // The channel makes its number by its own clock.
  const tradeNo = site.world.numbering.nextTradeNo(site.channel.code, theirs);
  const payment = { ...buildDefectOrder(site, ours), tradeNo };
  const line = lineOfPayment(payment, site.channel, theirs);
  const label = labelOf(site, line, {
    kind: "DAY_CUT",
    deltaMinor: 0n,
    brokenOn: null,
    bufferedSide: order === "ours-first" ? "OURS" : "CHANNEL",
    releasedOn: addDays(site.day, 1),
    note: `ours settles on ${settlementDayOf(ours, site.channel.cutoff)}, the channel's line on ${line.settlesOn}`,
  });
  return factsOf({ orders: [payment], lines: [line], labels: [label] });
}
