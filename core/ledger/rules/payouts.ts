import type { RuleSource } from "../rule";

/**
 * Money from a merchant's settlement account to its bank. A failure that is the channel's fault posts nothing: the money
 * stays in transit, and a new attempt is made.
 */
export const PAYOUTS = [
  {
    event: "payout.accepted",
    version: 1,
    group: "PAYOUTS",
    name: { en: "Payout accepted", zh: "受理代付" },
    meaning: {
      en: "A payout is promised: the merchant’s balance gives the money before anything is sent to a bank.",
      zh: "代付已受理：先扣减商户可用余额，再向银行发出指令。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.02 of merchant: amount", "credit 2242: amount"],
    example: { amounts: { amount: "1000.00" } },
  },
  {
    event: "payout.succeeded",
    version: 1,
    group: "PAYOUTS",
    name: { en: "Payout succeeded", zh: "代付成功" },
    meaning: {
      en: "The bank has paid the payee from the reserve bank account.",
      zh: "银行已从备付金账户付款至收款人。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2242: amount", "credit 1002 of bank: amount"],
    example: { amounts: { amount: "1000.00" } },
  },
  {
    event: "payout.returned",
    version: 1,
    group: "PAYOUTS",
    name: { en: "Payout returned to the merchant", zh: "代付失败退回商户" },
    meaning: {
      en: "The payout failed for a reason on the payee’s side, or bounced for good: the money is the merchant’s again.",
      zh: "因收款方原因代付失败或退票：资金退回商户可用余额。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2242: amount", "credit 2202.02 of merchant: amount"],
    example: { amounts: { amount: "1000.00" } },
  },
  {
    event: "payout.bounced",
    version: 1,
    group: "PAYOUTS",
    name: { en: "Payout bounced", zh: "代付退票" },
    meaning: {
      en: "A payout that had succeeded has come back to the reserve bank account, and is in transit once more.",
      zh: "已成功的代付被退票，资金退回备付金账户，重新转入在途。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 2242: amount"],
    example: { amounts: { amount: "1000.00" } },
  },
  {
    event: "payout.late_charged",
    version: 1,
    group: "PAYOUTS",
    name: { en: "Second payment charged to the merchant", zh: "重复代付向商户扣收" },
    meaning: {
      en: "A channel paid after it had called the payment failed, when the payout had been paid or given back otherwise: the merchant has the money twice and gives one of them, from its balance, then from its deposit.",
      zh: "渠道先称失败后又出款，而该笔代付已另行支付或已退回：商户重复收款，先从可用余额、再从保证金扣收。",
    },
    needsApproval: true,
    crossesFunds: false,
    lines: [
      "debit 2202.02 of merchant: fromSettlement",
      "debit 2202.04 of merchant: fromDeposit",
      "credit 1002 of bank: amount",
    ],
    example: { amounts: { fromSettlement: "700.00", fromDeposit: "300.00", amount: "1000.00" } },
  },
] as const satisfies readonly RuleSource[];
