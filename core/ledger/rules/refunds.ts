import type { RuleSource } from "../rule";

/** Money on its way back to payers. A refund that failed for good reverses its acceptance. */
export const REFUNDS = [
  {
    event: "refund.accepted",
    version: 1,
    group: "REFUNDS",
    name: { en: "Refund accepted", zh: "受理退款" },
    meaning: {
      en: "A refund is promised: the merchant’s accounts give the money at once, the payer’s part waits in transit, and coupon parts return to who funded them.",
      zh: "退款已受理：商户账户即时扣款，应退付款人部分转入在途，优惠部分退回出资方账户。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 2202.01 of merchant: fromPending",
      "debit 2202.02 of merchant: fromSettlement",
      "debit 2202.03 of merchant: fromMarketing",
      "credit 2243: cash",
      "credit 2202.03 of merchant: merchantCoupon",
      "credit 2202.09: platformCoupon",
    ],
    example: { amounts: { fromPending: "40.00", fromSettlement: "20.00", cash: "57.00", merchantCoupon: "3.00" } },
  },
  {
    event: "refund.succeeded",
    version: 1,
    group: "REFUNDS",
    name: { en: "Refund paid back", zh: "原路退款成功" },
    meaning: {
      en: "The channel has paid the refund back by the original route and will settle that much less to us.",
      zh: "渠道已原路退款给付款人，相应减少对我方的结算款。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2243: cash", "credit 1122 of channel: cash"],
    example: { amounts: { cash: "57.00" } },
  },
  {
    event: "refund.paid_by_bank",
    version: 1,
    group: "REFUNDS",
    name: { en: "Refund paid by bank", zh: "银行代付退款成功" },
    meaning: {
      en: "The original route was closed: the refund has been paid from the reserve bank account by transfer.",
      zh: "原路退回不可用：退款已由备付金银行账户转账支付。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2243: cash", "credit 1002 of bank: cash"],
    example: { amounts: { cash: "57.00" } },
  },
  {
    event: "refund.returned_to_suspense",
    version: 1,
    group: "REFUNDS",
    name: { en: "Refund failed, back into suspense", zh: "退款失败转回挂账" },
    meaning: {
      en: "Suspense money was to go back to its payer, and its channel has refused it for good: it is in suspense again.",
      zh: "长款退还付款人时渠道最终拒绝：款项转回长款挂账。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2243: amount", "credit 2241 of channel: amount"],
    example: { amounts: { amount: "700.00" } },
  },
  {
    event: "merchant_fee.returned",
    version: 1,
    group: "REFUNDS",
    name: { en: "Merchant fee returned", zh: "退还商户手续费" },
    meaning: {
      en: "By policy our fee on a refunded order goes back to the merchant’s pending account.",
      zh: "按政策，已退款订单的手续费退还商户待结算账户。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 6001: fee", "credit 2202.01 of merchant: fee"],
    example: { amounts: { fee: "0.36" } },
  },
] as const satisfies readonly RuleSource[];
