import { addDays } from "@/core/calendar/settlement-day";
import { type ClearedOrder, clearOrder, giveBack } from "@/core/clearing/clear-order";
import { rateAt } from "@/core/clearing/fee-tiers";
import { sumMinor } from "@/core/money/money";
import { grossOf, type NumberedSet, type SetOrder } from "./data-set";

/** What the rule makes of a set's orders and refunds, in minor units; parts by the partner who gets them. */
export type Reckoned = {
  readonly grossMinor: bigint;
  readonly refundMinor: bigint;
  readonly feeMinor: bigint;
  /** Net of what refunds gave back. */
  readonly shareMinor: ReadonlyMap<string, bigint>;
  /** By number: what the item of each order and refund has to say. */
  readonly items: ReadonlyMap<string, { readonly feeMinor: bigint; readonly shareMinor: bigint }>;
};

/**
 * Reckons a set by the plain rule. `clearedOn`: the accounting date whose batch has the order, since rates by volume depend on
 * what was cleared in the month before it.
 */
export function reckonSet({ contract, orders }: NumberedSet, clearedOn: ReadonlyMap<string, string>): Reckoned {
  const items = new Map<string, { feeMinor: bigint; shareMinor: bigint }>();
  const shareMinor = new Map<string, bigint>();
  const totals = { grossMinor: 0n, refundMinor: 0n, feeMinor: 0n };
  const add = (no: string, feeMinor: bigint, shares: readonly bigint[]) => {
    items.set(no, { feeMinor, shareMinor: sumMinor(shares) });
    totals.feeMinor += feeMinor;
    for (const [index, minor] of shares.entries()) {
      const to = contract.shares[index]?.to ?? "";
      shareMinor.set(to, (shareMinor.get(to) ?? 0n) + minor);
    }
  };
  for (const order of orders) {
    const on = clearedOn.get(order.orderNo) ?? "";
    const feeBps = rateAt(contract.feeBps, contract.feeTiers, volumeBefore(on, orders, clearedOn));
    const cleared = clearOrder(grossOf(order), { ...contract, feeBps });
    totals.grossMinor += grossOf(order);
    add(order.orderNo, cleared.feeMinor, cleared.shareMinors);
    totals.refundMinor += giveBackAll(order, cleared, contract.feeReturn, add);
  }
  return { ...totals, shareMinor, items };
}

/** Answers what was refunded. */
function giveBackAll(
  { refunds }: SetOrder,
  cleared: ClearedOrder,
  feeReturn: "NONE" | "PROPORTIONAL",
  add: (no: string, feeMinor: bigint, shares: readonly bigint[]) => void,
): bigint {
  let beforeMinor = 0n;
  for (const { refundNo, amountMinor } of refunds) {
    const back = giveBack(cleared, { beforeMinor, amountMinor }, feeReturn);
    add(
      refundNo,
      -back.feeMinor,
      back.shareMinors.map((minor) => -minor),
    );
    beforeMinor += amountMinor;
  }
  return beforeMinor;
}

function volumeBefore(on: string, orders: readonly SetOrder[], clearedOn: ReadonlyMap<string, string>): bigint {
  const monthBegan = addDays(`${on.slice(0, 7)}-01`, 0);
  return sumMinor(
    orders.map((order) => {
      const day = clearedOn.get(order.orderNo) ?? "";
      return day >= monthBegan && day < on ? grossOf(order) : 0n;
    }),
  );
}
