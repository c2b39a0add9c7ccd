import type { RuleSource } from "../rule";

/** Delivery versus payment (券款对付) of bonds; the seller's are frozen by a hold until the voucher captures it. */
export const BONDS = [
  {
    event: "bond.deposited",
    version: 1,
    group: "BONDS",
    name: { en: "Bond deposited", zh: "债券转入托管" },
    meaning: {
      en: "A holder’s bonds have arrived in custody.",
      zh: "持有人的债券已转入托管。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1321.01: quantity in bond", "credit 2314.01 of holder: quantity in bond"],
    example: { amounts: { quantity: "500.000000" }, assets: { bond: "240011.IB" } },
  },
  {
    event: "bond.withdrawn",
    version: 1,
    group: "BONDS",
    name: { en: "Bond withdrawn", zh: "债券转出托管" },
    meaning: {
      en: "A holder’s bonds have left custody.",
      zh: "持有人的债券已转出托管。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2314.01 of holder: quantity in bond", "credit 1321.01: quantity in bond"],
    example: { amounts: { quantity: "200.000000" }, assets: { bond: "240011.IB" } },
  },
  {
    event: "bond.money_arrived",
    version: 1,
    group: "BONDS",
    name: { en: "Settlement money arrived", zh: "证券交收款到账" },
    meaning: {
      en: "The buyer’s money for a trade has arrived, and is kept for that trade.",
      zh: "买方的交收款已到账，专户留存待交收。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 1002 of bank: price", "credit 2202.11 of buyer: price"],
    example: { amounts: { price: "3012345.00" } },
  },
  {
    event: "bond.settled",
    version: 1,
    group: "BONDS",
    name: { en: "Delivery versus payment", zh: "券款对付交收" },
    meaning: {
      en: "Bonds and money change hands in one voucher, or not at all: the seller’s frozen bonds to the buyer, the buyer’s money to the seller.",
      zh: "券款对付：卖方冻结的债券过户给买方，同时买方资金划给卖方，在同一凭证内完成。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: [
      "debit 2314.01 of seller: quantity in bond",
      "credit 2314.01 of buyer: quantity in bond",
      "debit 2202.11 of buyer: price in cash",
      "credit 2202.02 of seller: price in cash",
    ],
    example: { amounts: { quantity: "300.000000", price: "3012345.00" }, assets: { bond: "240011.IB" } },
  },
  {
    event: "bond.money_returned",
    version: 1,
    group: "BONDS",
    name: { en: "Settlement money returned", zh: "证券交收款退回" },
    meaning: {
      en: "The trade ran out of time: the buyer’s money is its own to take again.",
      zh: "交收超时：交收款退回买方可用余额。",
    },
    needsApproval: false,
    crossesFunds: false,
    lines: ["debit 2202.11 of buyer: price", "credit 2202.02 of buyer: price"],
    example: { amounts: { price: "3012345.00" } },
  },
] as const satisfies readonly RuleSource[];
