import type { RuleSource } from "../rule";

/** What people compose, and what takes a voucher back. */
export const CORRECTIONS = [
  {
    event: "adjustment",
    version: 1,
    group: "CORRECTIONS",
    name: { en: "Adjustment", zh: "调账" },
    meaning: {
      en: "People have composed a balanced voucher, and others have approved exactly these lines.",
      zh: "人工编制借贷相等的分录，经复核后按原样记账。",
    },
    needsApproval: true,
    // Whoever composes lines freely may not move anything between the funds: that is for the listed events alone.
    crossesFunds: false,
    lines: ["as approved"],
    example: { lines: ["debit 2202.02 of merchant: 30.00", "credit 2202.04 of merchant: 30.00"] },
  },
  {
    event: "voucher.reversed",
    version: 1,
    group: "CORRECTIONS",
    name: { en: "Voucher reversed", zh: "红冲" },
    meaning: {
      en: "A voucher is taken back: its own lines with their sides exchanged, once and for ever.",
      zh: "冲销原凭证：原分录借贷互换，每张凭证仅可红冲一次。",
    },
    needsApproval: false,
    // It takes back whatever the other voucher moved, the allow-listed ones included.
    crossesFunds: true,
    lines: ["opposite of the voucher"],
    example: { lines: ["credit 1002 of bank: 9943.00", "debit 1122 of channel: 9943.00"] },
  },
] as const satisfies readonly RuleSource[];
