import { accept, type Refusal, type Result, refuse } from "@/core/result";

/** Why a payout needs a checker; in the order in which people read them. */
export const SECOND_LOOKS = ["OVER_LIMIT", "OVER_DAY_LIMIT", "LOOKS_DOUBLE"] as const;
export type SecondLook = (typeof SECOND_LOOKS)[number];

/** All amounts in minor units of `asset`. */
export type PayoutFacts = {
  readonly merchantNo: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  /** Money out is stopped, by a person or by a proof of the books that failed. */
  readonly isStopped: boolean;
  /** The merchant's limits are of the yuan; null: none. */
  readonly limitMinor: bigint | null;
  readonly dayLimitMinor: bigint | null;
  /** Null: there is none by that reference, or the merchant has none that can be paid to. */
  readonly payee: {
    readonly accountRef: string;
    readonly merchantNo: string;
    readonly asset: string;
    readonly isOpen: boolean;
    readonly isPayable: boolean;
  } | null;
  /** Null: no such channel. `reserveMinor`: what its reserve bank has and nobody else's payout is waiting for. */
  readonly channel: { readonly code: string; readonly reserveMinor: bigint } | null;
  /** What the merchant can take from its settlement account. */
  readonly settlementMinor: bigint;
  /** What was asked for that day besides, and has not come to nothing. */
  readonly sameDayMinor: bigint;
  /** Payouts of that day to the same payee of the same amount that have not come to nothing. */
  readonly twinNos: readonly string[];
};

export type PayoutRefusal = Refusal<
  | "money_out_stopped"
  | "payout_payee_missing"
  | "payout_payee_foreign"
  | "payout_asset_differs"
  | "payout_payee_closed"
  | "payout_payee_cooling"
  | "channel_unknown"
  | "payout_balance_short"
  | "payout_reserve_short"
>;

/**
 * Whether a payout may leave, and whether somebody has to look at it before. Empty `looks`: it is accepted at once, since
 * the payee, the limits and the fees have been approved already.
 */
export function decidePayout(facts: PayoutFacts): Result<{ readonly looks: readonly SecondLook[] }, PayoutRefusal> {
  const refusal = refusePayee(facts) ?? refuseMoney(facts);
  if (refusal) return refusal;
  return accept({ looks: findLooks(facts) });
}

function refusePayee({ isStopped, merchantNo, asset, payee }: PayoutFacts) {
  if (isStopped) {
    return refuse("money_out_stopped", "No money is sent out at present; see the page Money out. Nothing was changed.");
  }
  if (!payee) {
    const message = `${merchantNo} has no bank account in ${asset} that can be paid to now. Add one, or wait until it may be used.`;
    return refuse("payout_payee_missing", message, { merchant: merchantNo, asset });
  }
  const params = { account: payee.accountRef, merchant: merchantNo, asset };
  if (payee.merchantNo !== merchantNo) {
    return refuse("payout_payee_foreign", `${payee.accountRef} is no bank account of ${merchantNo}.`, params);
  }
  if (payee.asset !== asset) {
    return refuse("payout_asset_differs", `${payee.accountRef} takes ${payee.asset}, not ${asset}.`, {
      ...params,
      takes: payee.asset,
    });
  }
  if (!payee.isOpen) {
    return refuse("payout_payee_closed", `${payee.accountRef} is closed. Choose another bank account.`, params);
  }
  if (!payee.isPayable) {
    const message = `${payee.accountRef} is new and cannot be paid to yet; its page says from when on.`;
    return refuse("payout_payee_cooling", message, params);
  }
  return null;
}

function refuseMoney({ merchantNo, asset, amountMinor, channel, settlementMinor }: PayoutFacts) {
  if (!channel) return refuse("channel_unknown", "This channel is not set up; nothing was changed.");
  if (settlementMinor < amountMinor) {
    const message = `${merchantNo} has ${settlementMinor} minor units of ${asset} to pay out, less than ${amountMinor}. Nothing was changed.`;
    const amounts = { available: `${settlementMinor}`, amount: `${amountMinor}` };
    return refuse("payout_balance_short", message, { merchant: merchantNo, asset, ...amounts });
  }
  if (channel.reserveMinor < amountMinor) {
    const message = `The reserve bank of ${channel.code} has ${channel.reserveMinor} minor units of ${asset} that no other payment waits for, less than ${amountMinor}. Choose another channel, or wait for money to come in.`;
    const amounts = { available: `${channel.reserveMinor}`, amount: `${amountMinor}` };
    return refuse("payout_reserve_short", message, { channel: channel.code, asset, ...amounts });
  }
  return null;
}

/** Limits are written in yuan; what another currency is worth is unknown here, so where one is limited somebody looks. */
function findLooks({
  asset,
  amountMinor,
  limitMinor,
  dayLimitMinor,
  sameDayMinor,
  twinNos,
}: PayoutFacts): SecondLook[] {
  const isOver = (limit: bigint | null, minor: bigint) => limit !== null && (asset !== "CNY" || minor > limit);
  const found: Readonly<Record<SecondLook, boolean>> = {
    OVER_LIMIT: isOver(limitMinor, amountMinor),
    OVER_DAY_LIMIT: isOver(dayLimitMinor, sameDayMinor + amountMinor),
    LOOKS_DOUBLE: twinNos.length > 0,
  };
  return SECOND_LOOKS.filter((look) => found[look]);
}

export type ChannelReserve = { readonly code: string; readonly reserveMinor: bigint };

/**
 * The channel that a payout goes by where nobody has named one: whose reserve bank has most, so that none is drained while
 * another is full; of equals the first by code. Null where there is no channel at all.
 */
export function pickChannel<C extends ChannelReserve>(channels: readonly C[]): C | null {
  const sorted = [...channels].sort((left, right) => {
    if (left.reserveMinor !== right.reserveMinor) return left.reserveMinor > right.reserveMinor ? -1 : 1;
    return left.code < right.code ? -1 : 1;
  });
  return sorted[0] ?? null;
}
