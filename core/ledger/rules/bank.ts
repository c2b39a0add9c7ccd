import type { RuleSource } from "../rule";

/**
 * What happens at banks alone. What a bank's statement says and nothing of ours explains. The books take it at once, so that bank and book are one
 * balance; the voucher is reversed when a match or a later booking explains the line.
 */
export const BANK = [
  {
    event: "bank.unexplained_received",
    version: 1,
    group: "SUSPENSE",
    name: { en: "Unexplained money received by the bank", zh: "银行来账待查" },
    meaning: {
      en: "The bank account has received money that nobody has announced, or another amount than announced: it is ours to keep and not yet known whose.",
      zh: "银行账户收到未预期的款项，或金额与应收划款不符：资金已到账，归属待查。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 2241 of bank: amount"],
    example: { amounts: { amount: "380.00" } },
  },
  {
    event: "bank.unexplained_paid",
    version: 1,
    group: "SUSPENSE",
    name: { en: "Unexplained money paid by the bank", zh: "银行去账待查" },
    meaning: {
      en: "The bank has taken money from the account that we have booked nowhere: it is gone from the account, and the reason is unknown.",
      zh: "银行账户转出我方未入账的款项：资金已减少，原因待查。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1901 of bank: amount", "credit 1002 of bank: amount"],
    example: { amounts: { amount: "12.00" } },
  },
  {
    event: "reserve.transferred",
    version: 1,
    group: "SETTLEMENT",
    name: { en: "Transfer between reserve banks", zh: "备付金账户间调拨" },
    meaning: {
      en: "Customers’ money is moved from one reserve bank account to another, so that this one can pay: it stays customers’ money, and all of it stays at our banks.",
      zh: "将客户资金从一个备付金账户调往另一个备付金账户以备付款：资金性质不变，仍全部在备付金账户内。",
    },
    needsApproval: true,
    crossesFunds: false,
    lines: ["debit 1002 of bank: amount", "credit 1002 of payingBank: amount"],
    example: { amounts: { amount: "250000.00" } },
  },
] as const satisfies readonly RuleSource[];
