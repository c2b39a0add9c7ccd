import type { RuleSource } from "../rule";

/** Distribution of fund shares: subscribed on T, confirmed on T+1, redeemed by shares. */
export const FUNDS = [
  {
    event: "fund.subscribed",
    version: 1,
    group: "FUNDS",
    name: { en: "Fund subscribed", zh: "基金申购受理" },
    meaning: {
      en: "An investor has subscribed: the money leaves the available balance, and waits for the fund to confirm.",
      zh: "投资人提交申购：资金从可用余额转出，等待基金确认。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.02 of investor: subscribed", "credit 2202.12 of investor: subscribed"],
    example: { amounts: { subscribed: "10000.00" } },
  },
  {
    event: "fund.subscription_confirmed",
    version: 1,
    group: "FUNDS",
    name: { en: "Subscription confirmed", zh: "基金申购确认" },
    meaning: {
      en: "The fund has confirmed a subscription, in whole or in part: shares for what it took, and the rest of the money back.",
      zh: "基金确认申购（全部或部分）：确认部分登记份额，未确认部分退回投资人。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 2202.12 of investor: subscribed in cash",
      "credit 2202.13 of fund: confirmed in cash",
      "credit 2202.02 of investor: returned in cash",
      "debit 1321.02: shares in fund",
      "credit 2314.02 of investor: shares in fund",
    ],
    example: {
      amounts: { subscribed: "10000.00", confirmed: "6000.00", returned: "4000.00", shares: "5687.2038" },
      assets: { fund: "000831.OF" },
    },
  },
  {
    event: "fund.paid",
    version: 1,
    group: "FUNDS",
    name: { en: "Subscriptions paid to the fund", zh: "划付基金申购款" },
    meaning: {
      en: "The money of confirmed subscriptions has been paid to the fund.",
      zh: "已确认的申购款已划付基金。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.13 of fund: amount", "credit 1002 of bank: amount"],
    example: { amounts: { amount: "6000.00" } },
  },
  {
    event: "fund.redemption_confirmed",
    version: 1,
    group: "FUNDS",
    name: { en: "Redemption confirmed", zh: "基金赎回确认" },
    meaning: {
      en: "The fund has confirmed a redemption: the investor’s frozen shares are gone, and the fund owes their price.",
      zh: "基金确认赎回：投资人冻结的份额注销，基金应付赎回款。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 2314.02 of investor: shares in fund",
      "credit 1321.02: shares in fund",
      "debit 1321.03 of fund: proceeds in cash",
      "credit 2314.03 of investor: proceeds in cash",
    ],
    example: { amounts: { shares: "2000.0000", proceeds: "2131.60" }, assets: { fund: "000831.OF" } },
  },
  {
    event: "fund.redemption_paid",
    version: 1,
    group: "FUNDS",
    name: { en: "Redemption paid", zh: "赎回款到账" },
    meaning: {
      en: "The fund has paid a redemption, and the money is the investor’s to take.",
      zh: "基金赎回款到账，转入投资人可用余额。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 1002 of bank: proceeds",
      "credit 1321.03 of fund: proceeds",
      "debit 2314.03 of investor: proceeds",
      "credit 2202.02 of investor: proceeds",
    ],
    example: { amounts: { proceeds: "2131.60" } },
  },
] as const satisfies readonly RuleSource[];
