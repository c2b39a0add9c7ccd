/** Everything that a person proposes and another one checks. Each has its file in server/approvals/acts. */
export const ACTS = [
  "SUSPENSE_RESOLUTION",
  "MATCH_BY_HAND",
  "SUSPENSE_REOPENING",
  "CLAIM_RECOVERY",
  "CLAIM_WRITE_OFF",
  "RESOLUTION_BUNDLE",
  "ADJUSTMENT",
  "MANUAL_REFUND",
  "PAYOUT",
  "REPAYOUT",
  "SETTLEMENT_RELEASE",
  "DEPOSIT_DRAW",
  "MONEY_OUT_RESUME",
  "BANK_TRANSFER",
  "BANK_ACCOUNT",
  "MERCHANT_SETTINGS",
  "USER_ROLES",
  "STATEMENT_MAPPING",
  "ADOPTION_POLICY",
  "SERVICE_LEVELS",
  "CALENDAR",
  "DAY_CLOSE_EXCEPTION",
  "DAY_REOPEN",
  "APPROVAL_POLICY",
] as const;
export type ActName = (typeof ACTS)[number];

/** What a rule can be about: an act, or the part of an act that is a loss, which has rules of its own. */
export const RULED_ACTS = [...ACTS, "LOSS_WRITE_OFF"] as const;
export type RuledAct = (typeof RULED_ACTS)[number];

/**
 * The signatures that a rule can ask for. Each is given once per request: finance is also signed by a lead, and what
 * moves no money by an administrator or a lead.
 */
export const SEATS = ["FINANCE", "FINANCE_LEAD", "ADMIN_OR_LEAD"] as const;
export type Seat = (typeof SEATS)[number];

/** Who may not sign, besides the maker, who never may. */
export const EXCLUSIONS = ["EDITOR", "PORTFOLIO", "DELEGATE"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];
