import type { RuleSource } from "../rule";

/** What becomes a merchant's to take, and what it pays in. */
export const SETTLEMENT = [
  {
    event: "merchant.settled",
    version: 1,
    group: "SETTLEMENT",
    name: { en: "Settled to the merchant", zh: "商户结算" },
    meaning: {
      en: "The settlement day of a merchant’s orders has come: what was pending is now its available balance.",
      zh: "商户订单到达结算日：待结算资金转为可用余额。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.01 of merchant: amount", "credit 2202.02 of merchant: amount"],
    example: { amounts: { amount: "91.40" } },
  },
  {
    event: "settlement.topped_up",
    version: 1,
    group: "SETTLEMENT",
    name: { en: "Settlement account topped up", zh: "结算账户充值" },
    meaning: {
      en: "A merchant has paid money in to its settlement account.",
      zh: "商户向结算账户充值。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 2202.02 of merchant: amount"],
    example: { amounts: { amount: "5000.00" } },
  },
  {
    event: "marketing.topped_up",
    version: 1,
    group: "SETTLEMENT",
    name: { en: "Marketing account topped up", zh: "营销账户充值" },
    meaning: {
      en: "A merchant has paid money in for its own coupons.",
      zh: "商户为自有优惠活动充值营销资金。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 2202.03 of merchant: amount"],
    example: { amounts: { amount: "2000.00" } },
  },
  {
    event: "deposit.topped_up",
    version: 1,
    group: "SETTLEMENT",
    name: { en: "Deposit paid in", zh: "缴存保证金" },
    meaning: {
      en: "A merchant has paid in margin against refunds and losses.",
      zh: "商户缴存保证金，用于退款及损失准备。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 2202.04 of merchant: amount"],
    example: { amounts: { amount: "10000.00" } },
  },
  {
    event: "deposit.taken",
    version: 1,
    group: "SETTLEMENT",
    name: { en: "Taken from the deposit", zh: "保证金抵扣" },
    meaning: {
      en: "A merchant owes more than its orders bring: by approval its deposit covers what is missing.",
      zh: "商户结算净额为负，经复核由其保证金抵补待结算户的欠款。",
    },
    needsApproval: true,
    crossesFunds: false,
    lines: ["debit 2202.04 of merchant: amount", "credit 2202.01 of merchant: amount"],
    example: { amounts: { amount: "60.00" } },
  },
] as const satisfies readonly RuleSource[];
