import type { RuleSource } from "../rule";

/** Peer-to-peer lending: between the accounts of persons; the platform brings them together and lends nothing. */
export const LENDING = [
  {
    event: "lending.collected",
    version: 1,
    group: "LENDING",
    name: { en: "Money collected", zh: "资金代收" },
    meaning: {
      en: "A person’s money has been collected to the available balance, to be lent or to repay with.",
      zh: "代收个人资金至其可用余额，用于出借或还款。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 2202.02 of payer: amount"],
    example: { amounts: { amount: "8000.00" } },
  },
  {
    event: "lending.lent",
    version: 1,
    group: "LENDING",
    name: { en: "Loan made", zh: "出借放款" },
    meaning: {
      en: "A loan moves from the lender’s balance to the borrower’s, and the borrower owes the principal.",
      zh: "出借资金由出借人划转至借款人，形成借款本金。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 2202.02 of lender: principal",
      "credit 2202.02 of borrower: principal",
      "debit 1321.04 of borrower: principal",
      "credit 2314.04 of lender: principal",
    ],
    example: { amounts: { principal: "8000.00" } },
  },
  {
    event: "lending.fee_charged",
    version: 1,
    group: "LENDING",
    name: { en: "Service fee charged", zh: "收取借款服务费" },
    meaning: {
      en: "Our fee for bringing the two together leaves the borrower’s balance and is income.",
      zh: "向借款人收取撮合服务费，计入手续费收入。",
    },
    needsApproval: false,
    crossesFunds: true,
    lines: ["debit 2202.02 of borrower: fee", "credit 6001: fee"],
    example: { amounts: { fee: "160.00" } },
  },
  {
    event: "lending.paid_out",
    version: 1,
    group: "LENDING",
    name: { en: "Loan paid out", zh: "借款提现" },
    meaning: {
      en: "The borrower’s money has been paid to the borrower’s bank.",
      zh: "借款已付至借款人银行账户。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.02 of borrower: amount", "credit 1002 of bank: amount"],
    example: { amounts: { amount: "7840.00" } },
  },
  {
    event: "lending.repaid",
    version: 1,
    group: "LENDING",
    name: { en: "Loan repaid", zh: "还款" },
    meaning: {
      en: "The borrower has repaid: principal and interest to the lender’s balance, and that much less is owed.",
      zh: "借款人还款：本金及利息转入出借人可用余额，借款本金相应减少。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 2202.02 of borrower: principal",
      "debit 2202.02 of borrower: interest",
      "credit 2202.02 of lender: principal",
      "credit 2202.02 of lender: interest",
      "debit 2314.04 of lender: principal",
      "credit 1321.04 of borrower: principal",
    ],
    example: { amounts: { principal: "4000.00", interest: "40.00" } },
  },
] as const satisfies readonly RuleSource[];
