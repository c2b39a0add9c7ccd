import { settlementDayOf } from "@/core/calendar/settlement-day";
import { feeOf } from "@/core/money/money";
import { type RefundableLeg, splitRefund } from "@/core/refunds/split-refund";
import { invariant } from "@/core/result";
import type { DemoCompany } from "../demo-company";
import type { ChannelConfig, MerchantConfig, OrderLine } from "../demo-types";
import { compareBreaks, type ExpectedBreak } from "../expected-breaks";
import { type RereadLine, rereadStatement } from "./reread-statement";

/** An item of ours as a channel's reconciliation sees it: its cash, and from which day on a line is expected. */
type OurItem = { signedMinor: bigint; isCounted: boolean; expectedOn: string | null };
type Refundable = { legs: RefundableLeg[]; policy: MerchantConfig["marketingPolicy"]; channel: string | null };
type Batch = { breaks: ExpectedBreak[]; ours: string[]; channel: string[]; released: string[] };

/**
 * Reconciles the demo company day by day in the simplest way that the rules allow, from what was written and not from
 * what was planted: the labels are right when this finds the same.
 */
export function replayReconciliation(company: DemoCompany, channel: ChannelConfig): Map<string, Batch> {
  const ourItems = collectOurItems(company, channel);
  const waiting = { ours: new Map<string, string>(), channel: new Map<string, { line: RereadLine; since: string }>() };
  const seenKeys = new Set<string>();
  const batches = new Map<string, Batch>();
  for (const { date, statements } of company.days) {
    const batch: Batch = { breaks: [], ours: [], channel: [], released: [] };
    for (const [key, item] of ourItems) if (item.isCounted && item.expectedOn === date) waiting.ours.set(key, date);
    const file = statements.find((statement) => statement.channel === channel.code);
    invariant(file, `${channel.code} has a statement of ${date}`);
    for (const [key, { line }] of waiting.channel) {
      if (!waiting.ours.delete(key)) continue;
      waiting.channel.delete(key);
      batch.released.push(key);
      batch.breaks.push(...compareItem(line, ourItems.get(key), channel));
    }
    for (const line of rereadStatement(file).lines) {
      const signedMinor = signedOf(line);
      if (seenKeys.has(line.key)) {
        batch.breaks.push({ kind: "DUPLICATE", key: line.key, deltaMinor: signedMinor, asset: line.asset });
        continue;
      }
      seenKeys.add(line.key);
      const item = ourItems.get(line.key);
      if (!item || (item.isCounted && !waiting.ours.has(line.key))) {
        waiting.channel.set(line.key, { line, since: date });
        continue;
      }
      const since = waiting.ours.get(line.key);
      if (since !== undefined && since < date) batch.released.push(line.key);
      waiting.ours.delete(line.key);
      batch.breaks.push(...compareItem(line, item, channel));
    }
    breakWhatWaitedTooLong(batch, waiting, ourItems, channel, date);
    batches.set(date, sorted(batch, waiting));
  }
  return batches;
}

function breakWhatWaitedTooLong(
  batch: Batch,
  waiting: { ours: Map<string, string>; channel: Map<string, { line: RereadLine; since: string }> },
  ourItems: Map<string, OurItem>,
  channel: ChannelConfig,
  date: string,
): void {
  const isDue = (since: string) => daysBetween(since, date) >= channel.bufferDays;
  const oneSided = (key: string, deltaMinor: bigint, asset: string) =>
    batch.breaks.push({ kind: deltaMinor > 0n ? "LONG" : "SHORT", key, deltaMinor, asset });
  for (const [key, since] of waiting.ours) {
    if (!isDue(since)) continue;
    oneSided(key, -(ourItems.get(key)?.signedMinor ?? 0n), "CNY");
    waiting.ours.delete(key);
  }
  for (const [key, { line, since }] of waiting.channel) {
    if (!isDue(since)) continue;
    oneSided(key, signedOf(line), line.asset);
    waiting.channel.delete(key);
  }
}

function compareItem(line: RereadLine, item: OurItem | undefined, channel: ChannelConfig): ExpectedBreak[] {
  invariant(item, `${line.key} is ours too`);
  const { key, asset } = line;
  const theirsMinor = signedOf(line);
  if (asset !== "CNY") {
    return [
      { kind: "ASSET_MISMATCH", key, deltaMinor: -item.signedMinor, asset: "CNY" },
      { kind: "ASSET_MISMATCH", key, deltaMinor: theirsMinor, asset },
    ];
  }
  const breaks: ExpectedBreak[] = [];
  if (!item.isCounted) breaks.push({ kind: "STATUS_MISMATCH", key, deltaMinor: theirsMinor, asset });
  else if (theirsMinor !== item.signedMinor) {
    breaks.push({ kind: "AMOUNT_MISMATCH", key, deltaMinor: theirsMinor - item.signedMinor, asset });
  }
  const surplusFee = line.feeMinor - feeOf(theirsMinor, channel.costBps);
  if (surplusFee !== 0n) breaks.push({ kind: "FEE_MISMATCH", key, deltaMinor: -surplusFee, asset });
  return breaks;
}

function collectOurItems(company: DemoCompany, channel: ChannelConfig): Map<string, OurItem> {
  const policies = new Map(company.merchants.map((merchant) => [merchant.merchantNo, merchant.marketingPolicy]));
  const refundable = new Map<string, Refundable>();
  const items = new Map<string, OurItem>();
  for (const line of company.days.flatMap((day) => day.orders)) {
    if (line.type === "order") {
      const policy = policies.get(line.merchantNo);
      invariant(policy, `${line.merchantNo} is a merchant`);
      refundable.set(line.orderNo, { ...legsOf(line), policy });
    }
    const order = refundable.get(line.orderNo);
    invariant(order, `${line.orderNo} comes before its refunds`);
    const cashMinor = line.type === "order" ? (order.legs[0]?.paidMinor ?? 0n) : takeCash(order, line);
    if (order.channel !== channel.code || cashMinor === 0n) continue;
    const at = line.type === "order" ? line.paidAt : line.succeededAt;
    items.set(line.type === "order" ? line.orderNo : line.refundNo, {
      signedMinor: line.type === "order" ? cashMinor : -cashMinor,
      isCounted: at !== undefined,
      expectedOn: at === undefined ? null : settlementDayOf(new Date(at), channel.timezone, channel.cutoff),
    });
  }
  return items;
}

function legsOf(order: Extract<OrderLine, { type: "order" }>): Omit<Refundable, "policy"> {
  const legs = order.legs.map((leg): RefundableLeg => {
    const kind = leg.kind === "channel" ? "CHANNEL" : "MARKETING";
    return { kind, paidMinor: BigInt(leg.amountMinor), refundedMinor: 0n };
  });
  const [first] = order.legs;
  return { legs, channel: first?.kind === "channel" ? first.channel : null };
}

/** What of the refund goes back over the channel leg. A failed refund has never taken anything. */
function takeCash(order: Refundable, refund: Extract<OrderLine, { type: "refund" }>): bigint {
  if (refund.status === "FAILED") return 0n;
  const parts = splitRefund(BigInt(refund.amountMinor), order.legs, order.policy);
  order.legs = order.legs.map((leg, index) => ({ ...leg, refundedMinor: leg.refundedMinor + (parts[index] ?? 0n) }));
  return parts[0] ?? 0n;
}

function sorted(batch: Batch, waiting: { ours: Map<string, unknown>; channel: Map<string, unknown> }): Batch {
  return {
    breaks: batch.breaks.sort(compareBreaks),
    ours: [...waiting.ours.keys()].sort(),
    channel: [...waiting.channel.keys()].sort(),
    released: batch.released.sort(),
  };
}

function signedOf(line: RereadLine): bigint {
  return line.itemKind === "REFUND" ? -line.amountMinor : line.amountMinor;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
