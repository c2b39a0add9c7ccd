import type { RuleSource } from "../rule";

/** Between customers' money and our own: the bank transfers of the allow-list. */
export const OWN_FUNDS = [
  {
    event: "reserve.covered",
    version: 1,
    group: "OWN_FUNDS",
    name: { en: "Reserve topped up from own funds", zh: "自有资金补足备付金" },
    meaning: {
      en: "We have paid our own money in to the reserve bank account, to cover what is missing there.",
      zh: "以自有资金转入备付金账户，补足缺口。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 1002 of bank: amount", "credit 1012: amount"],
    example: { amounts: { amount: "20000.00" } },
  },
  {
    event: "platform_marketing.prefunded",
    version: 1,
    group: "OWN_FUNDS",
    name: { en: "Platform marketing prefunded", zh: "平台营销预充" },
    meaning: {
      en: "We have paid our own money in for coupons that we fund: it is spent for us, and set aside for payers.",
      zh: "以自有资金预充平台优惠：我方计入营销费用，资金进入备付金专户待用。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 1002 of bank: amount", "debit 6601: amount", "credit 1012: amount", "credit 2202.09: amount"],
    example: { amounts: { amount: "3000.00" } },
  },
  {
    event: "fees.swept",
    version: 1,
    group: "OWN_FUNDS",
    name: { en: "Fees swept to own funds", zh: "手续费收入划转自有资金" },
    meaning: {
      en: "Fees that we have earned leave the reserve bank account for our own.",
      zh: "已实现的手续费收入由备付金账户划转至自有资金账户。",
    },
    needsApproval: true,
    crossesFunds: true,
    lines: ["debit 1012: amount", "credit 1002 of bank: amount"],
    example: { amounts: { amount: "860.00" } },
  },
] as const satisfies readonly RuleSource[];
