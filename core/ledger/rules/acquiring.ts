import type { RuleSource } from "../rule";

/** Payments and what is divided from them; see `../rule.ts` for what a rule is. Stored versions never change. */
export const ACQUIRING = [
  {
    event: "order.captured",
    version: 1,
    group: "ACQUIRING",
    name: { en: "Payment captured", zh: "收款入账" },
    meaning: {
      en: "A payer has paid an order: the channel owes us what it took, coupons come out of the accounts that fund them, and the merchant’s pending account grows by the whole order.",
      zh: "付款人已支付订单：渠道应付我方实收金额，优惠由出资方账户承担，商户待结算按订单全额增加。",
    },
    needsApproval: false,
    crossesFunds: false,
    // A capture is never refused: what the marketing account cannot cover comes out of the merchant's own pending.
    lines: [
      "debit 1122 of channel: cash",
      "debit 2202.03 of merchant: merchantCoupon",
      "debit 2202.01 of merchant: couponShortfall",
      "debit 2202.09: platformCoupon",
      "credit 2202.01 of merchant: gross",
    ],
    example: { amounts: { cash: "95.00", merchantCoupon: "3.00", platformCoupon: "2.00", gross: "100.00" } },
  },
  {
    event: "merchant_fee.charged",
    version: 1,
    group: "ACQUIRING",
    name: { en: "Merchant fee charged", zh: "收取商户手续费" },
    meaning: {
      en: "Clearing has found what a merchant’s orders cost it: our fee leaves its pending account and is income.",
      zh: "清分得出商户应付的手续费：从其待结算扣收，计入手续费收入。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 2202.01 of merchant: fee", "credit 6001: fee"],
    example: { amounts: { fee: "0.60" } },
  },
  {
    event: "profit_share.paid",
    version: 1,
    group: "ACQUIRING",
    name: { en: "Profit share paid", zh: "分润" },
    meaning: {
      en: "A part of a merchant’s orders belongs to somebody else by agreement and moves to that one’s pending account.",
      zh: "按约定，商户订单的一部分归他方所有，转入对方待结算账户。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.01 of payer: share", "credit 2202.01 of receiver: share"],
    example: { amounts: { share: "8.00" } },
  },
  {
    event: "channel_cost.charged",
    version: 1,
    group: "ACQUIRING",
    name: { en: "Channel cost charged", zh: "渠道扣收通道成本" },
    meaning: {
      en: "A channel that settles net has kept its price: what it owes us shrinks by the cost of the contract.",
      zh: "净额结算的渠道已扣收费用：应收渠道款按合同费率减少。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 6401 of channel: cost", "credit 1122 of channel: cost"],
    example: { amounts: { cost: "0.57" } },
  },
  {
    event: "channel_cost.returned",
    version: 1,
    group: "ACQUIRING",
    name: { en: "Channel cost returned", zh: "渠道退回通道成本" },
    meaning: {
      en: "A channel has given back its price for a payment that was refunded.",
      zh: "渠道因退款退回已扣收的通道成本。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 1122 of channel: cost", "credit 6401 of channel: cost"],
    example: { amounts: { cost: "0.34" } },
  },
  {
    event: "channel.remitted",
    version: 1,
    group: "ACQUIRING",
    name: { en: "Channel remittance received", zh: "渠道划款到账" },
    meaning: {
      en: "The money of a channel’s statement has arrived on the reserve bank account.",
      zh: "渠道账单对应的款项已划至备付金银行账户。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 1122 of channel: amount"],
    example: { amounts: { amount: "9943.00" } },
  },
] as const satisfies readonly RuleSource[];
