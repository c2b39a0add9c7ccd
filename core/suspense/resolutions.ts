/** What can become of a suspense item; which suits which break is the playbook's business. */
export const RESOLUTIONS = [
  "BOOK_TO_ORDER",
  "REFUND_TO_PAYER",
  "WRITE_OFF_TO_INCOME",
  "REVERSE_CAPTURE",
  "CLAIM_FROM_CHANNEL",
  "CHARGE_TO_SETTLEMENT",
  "CHARGE_TO_DEPOSIT",
  "WRITE_OFF_AS_LOSS",
  "OFFSET",
  "MATCH_BY_HAND",
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
