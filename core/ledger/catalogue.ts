import type { AccountPlace, Side } from "./chart";

/** One line of a posting rule: which side of which place takes which named amount. */
export type PostingLine = { readonly side: Side; readonly place: AccountPlace; readonly amount: string };
export type PostingRule = { readonly needsApproval: boolean; readonly lines: readonly PostingLine[] };

function debit(place: AccountPlace, amount: string): PostingLine {
  return { side: "DEBIT", place, amount };
}
function credit(place: AccountPlace, amount: string): PostingLine {
  return { side: "CREDIT", place, amount };
}
function rule(...lines: PostingLine[]): PostingRule {
  return { needsApproval: false, lines };
}
function approvedRule(...lines: PostingLine[]): PostingRule {
  return { needsApproval: true, lines };
}

/**
 * The posting catalogue (记账规则): what each event posts. A line whose amount is zero is left out of the voucher.
 * `desk setup` copies which events need an approval into the database, which then refuses them without one.
 */
export const CATALOGUE = {
  "order.captured": rule(
    debit("CHANNEL_RECEIVABLE", "cash"),
    debit("MERCHANT_MARKETING", "merchantCoupon"),
    // A capture is never refused: what the marketing account cannot cover comes out of the merchant's own pending.
    debit("MERCHANT_PENDING", "couponShortfall"),
    debit("PLATFORM_MARKETING", "platformCoupon"),
    credit("MERCHANT_PENDING", "gross"),
  ),
  "refund.accepted": rule(
    debit("MERCHANT_PENDING", "fromPending"),
    debit("MERCHANT_SETTLEMENT", "fromSettlement"),
    debit("MERCHANT_MARKETING", "fromMarketing"),
    credit("REFUND_IN_TRANSIT", "cash"),
    credit("MERCHANT_MARKETING", "merchantCoupon"),
    credit("PLATFORM_MARKETING", "platformCoupon"),
  ),
  "refund.succeeded": rule(debit("REFUND_IN_TRANSIT", "cash"), credit("CHANNEL_RECEIVABLE", "cash")),
  "channel_cost.charged": rule(debit("CHANNEL_COST", "cost"), credit("CHANNEL_RECEIVABLE", "cost")),
  "channel_cost.returned": rule(debit("CHANNEL_RECEIVABLE", "cost"), credit("CHANNEL_COST", "cost")),
  "channel.remitted": rule(debit("RESERVE_BANK", "amount"), credit("CHANNEL_RECEIVABLE", "amount")),
  "reserve.covered": rule(debit("RESERVE_BANK", "amount"), credit("OWN_BANK", "amount")),
  "platform_marketing.prefunded": rule(
    debit("RESERVE_BANK", "amount"),
    debit("MARKETING_EXPENSE", "amount"),
    credit("OWN_BANK", "amount"),
    credit("PLATFORM_MARKETING", "amount"),
  ),
  "settlement.topped_up": rule(debit("RESERVE_BANK", "amount"), credit("MERCHANT_SETTLEMENT", "amount")),
  "marketing.topped_up": rule(debit("RESERVE_BANK", "amount"), credit("MERCHANT_MARKETING", "amount")),
  "deposit.topped_up": rule(debit("RESERVE_BANK", "amount"), credit("MERCHANT_DEPOSIT", "amount")),
  "suspense.long_opened": rule(debit("CHANNEL_RECEIVABLE", "amount"), credit("SUSPENSE_LONG", "amount")),
  "suspense.short_opened": rule(debit("SUSPENSE_SHORT", "amount"), credit("CHANNEL_RECEIVABLE", "amount")),
  "suspense.booked_to_order": approvedRule(
    debit("SUSPENSE_LONG", "cash"),
    debit("MERCHANT_MARKETING", "merchantCoupon"),
    debit("MERCHANT_PENDING", "couponShortfall"),
    debit("PLATFORM_MARKETING", "platformCoupon"),
    credit("MERCHANT_PENDING", "gross"),
  ),
  "suspense.refunded_to_payer": approvedRule(debit("SUSPENSE_LONG", "amount"), credit("REFUND_IN_TRANSIT", "amount")),
  "suspense.written_off_to_income": approvedRule(
    debit("SUSPENSE_LONG", "amount"),
    credit("NON_OPERATING_INCOME", "amount"),
  ),
  "suspense.capture_reversed": approvedRule(
    debit("MERCHANT_PENDING", "gross"),
    credit("SUSPENSE_SHORT", "cash"),
    credit("MERCHANT_MARKETING", "merchantCoupon"),
    credit("MERCHANT_PENDING", "couponShortfall"),
    credit("PLATFORM_MARKETING", "platformCoupon"),
  ),
  "suspense.claimed": approvedRule(debit("CLAIM_RECEIVABLE", "amount"), credit("SUSPENSE_SHORT", "amount")),
  "suspense.claim_recovered": approvedRule(debit("RESERVE_BANK", "amount"), credit("CLAIM_RECEIVABLE", "amount")),
  "suspense.charged_to_settlement": approvedRule(
    debit("MERCHANT_SETTLEMENT", "amount"),
    credit("SUSPENSE_SHORT", "amount"),
  ),
  "suspense.charged_to_deposit": approvedRule(debit("MERCHANT_DEPOSIT", "amount"), credit("SUSPENSE_SHORT", "amount")),
  "suspense.written_off_as_loss": approvedRule(
    debit("NON_OPERATING_LOSS", "amount"),
    credit("SUSPENSE_SHORT", "amount"),
  ),
  // Its lines are those of the voucher that it takes back, sides exchanged; the database writes them.
  "voucher.reversed": rule(),
} as const satisfies Record<string, PostingRule>;

export type PostingEvent = keyof typeof CATALOGUE;
