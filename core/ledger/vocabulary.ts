import type { AssetKind } from "@/core/money/assets";
import type { AccountDimension } from "./chart";

/** A text in the two languages of the desk. */
export type Words = { readonly en: string; readonly zh: string };

/**
 * The words of the rule language (see `parse-line.ts`), each with what people read for it. Words are added, and never
 * taken away or used for something else: old versions of rules go on being written in them.
 */

/** Whose account a line takes. `channel` and `bank` are what they say, `payingBank` is the other bank account where two are moved; all others are parties that we have a contract with. */
export const ROLES = {
  channel: { dimension: "CHANNEL", en: "the channel", zh: "渠道" },
  bank: { dimension: "BANK", en: "the bank account", zh: "银行账户" },
  payingBank: { dimension: "BANK", en: "the paying bank account", zh: "付款银行账户" },
  merchant: { dimension: "MERCHANT", en: "the merchant", zh: "商户" },
  payer: { dimension: "MERCHANT", en: "who pays", zh: "付方" },
  receiver: { dimension: "MERCHANT", en: "who receives", zh: "收方" },
  holder: { dimension: "MERCHANT", en: "the holder", zh: "持有人" },
  buyer: { dimension: "MERCHANT", en: "the buyer", zh: "买方" },
  seller: { dimension: "MERCHANT", en: "the seller", zh: "卖方" },
  investor: { dimension: "MERCHANT", en: "the investor", zh: "投资人" },
  fund: { dimension: "MERCHANT", en: "the fund", zh: "基金" },
  lender: { dimension: "MERCHANT", en: "the lender", zh: "出借人" },
  borrower: { dimension: "MERCHANT", en: "the borrower", zh: "借款人" },
} as const satisfies Record<string, Words & { readonly dimension: AccountDimension }>;
export type Role = keyof typeof ROLES;

/** Whether a role is somebody whom a voucher names besides its merchant, channel and bank account. */
export function isParty(role: Role): boolean {
  return ROLES[role].dimension === "MERCHANT" && role !== "merchant";
}

/** What an amount is counted in, where a voucher moves more than one asset. */
export const ASSET_WORDS = {
  cash: { kind: "CASH", en: "money", zh: "资金" },
  bond: { kind: "NON_CASH", en: "the bond", zh: "债券" },
  fund: { kind: "NON_CASH", en: "the fund", zh: "基金份额" },
} as const satisfies Record<string, Words & { readonly kind: AssetKind }>;
export type AssetWord = keyof typeof ASSET_WORDS;

/** Named amounts. None is ever negative. */
export const AMOUNTS = {
  amount: { en: "amount", zh: "金额" },
  cash: { en: "paid through the channel", zh: "渠道实付" },
  gross: { en: "order amount", zh: "订单金额" },
  merchantCoupon: { en: "merchant’s coupon", zh: "商户优惠" },
  platformCoupon: { en: "platform’s coupon", zh: "平台优惠" },
  couponShortfall: { en: "coupon that marketing could not cover", zh: "营销户不足部分" },
  fromPending: { en: "taken from pending", zh: "待结算承担" },
  fromDeposit: { en: "taken from the deposit", zh: "保证金承担" },
  fromSettlement: { en: "taken from settlement", zh: "结算户承担" },
  fromMarketing: { en: "taken from marketing", zh: "营销户承担" },
  cost: { en: "channel cost", zh: "通道成本" },
  fee: { en: "fee", zh: "手续费" },
  share: { en: "share", zh: "分润金额" },
  price: { en: "price", zh: "成交金额" },
  quantity: { en: "face value", zh: "券面数量" },
  subscribed: { en: "subscribed", zh: "申购金额" },
  confirmed: { en: "confirmed", zh: "确认金额" },
  returned: { en: "returned", zh: "退回金额" },
  shares: { en: "shares", zh: "份额" },
  proceeds: { en: "proceeds", zh: "赎回款" },
  principal: { en: "principal", zh: "本金" },
  interest: { en: "interest", zh: "利息" },
} as const satisfies Record<string, Words>;
export type AmountName = keyof typeof AMOUNTS;

/** The businesses that the catalogue is grouped by, in the order in which people read it. */
export const RULE_GROUPS = [
  "ACQUIRING",
  "REFUNDS",
  "SETTLEMENT",
  "PAYOUTS",
  "SUSPENSE",
  "OWN_FUNDS",
  "CORRECTIONS",
  "BONDS",
  "FUNDS",
  "LENDING",
] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];
