/** Who may do what: one table. A permission is `area.verb`; its sentence is what a refusal shows to people. */
export const ROLES = ["OPERATOR", "FINANCE", "FINANCE_LEAD", "CUSTOMER_SERVICE", "AUDITOR", "ADMIN"] as const;
export type Role = (typeof ROLES)[number];

const EVERYONE = ROLES;
const DESK: readonly Role[] = ["OPERATOR", "FINANCE", "FINANCE_LEAD", "AUDITOR"];
const WORKERS: readonly Role[] = ["OPERATOR", "FINANCE", "FINANCE_LEAD"];
const CHECKERS: readonly Role[] = ["FINANCE", "FINANCE_LEAD"];

export const PERMISSIONS = {
  "totp.enrol": { roles: EVERYONE, sentence: "set up one-time passwords for yourself" },
  "password.change": { roles: EVERYONE, sentence: "change your own password" },
  "order.view": {
    roles: ["OPERATOR", "FINANCE", "FINANCE_LEAD", "CUSTOMER_SERVICE", "AUDITOR"],
    sentence: "look orders up",
  },
  "order.import": { roles: ["OPERATOR"], sentence: "import orders" },
  "refund.view": {
    roles: ["OPERATOR", "FINANCE", "FINANCE_LEAD", "CUSTOMER_SERVICE", "AUDITOR"],
    sentence: "see refunds and what became of them",
  },
  "refund.ask": { roles: ["OPERATOR", "CUSTOMER_SERVICE"], sentence: "ask for refunds" },
  "dispute.note": {
    roles: ["OPERATOR", "CUSTOMER_SERVICE"],
    sentence: "note disputes of payments and how they ended",
  },
  "merchant.view": { roles: EVERYONE, sentence: "see merchants and their accounts" },
  "merchant.edit": { roles: ["ADMIN"], sentence: "create and change merchants" },
  "channel.view": { roles: [...DESK, "ADMIN"], sentence: "see channels and their settings" },
  "channel.edit": { roles: ["ADMIN"], sentence: "create and change channels" },
  "statement.view": { roles: DESK, sentence: "see channel statements" },
  "statement.import": { roles: ["OPERATOR"], sentence: "import channel statements" },
  "mapping.view": { roles: [...DESK, "ADMIN"], sentence: "see how channels' own files are read" },
  "mapping.propose": { roles: WORKERS, sentence: "propose how a channel's own files are read" },
  "delivery.waive": { roles: WORKERS, sentence: "say that no statement is expected for a day" },
  "reconciliation.view": { roles: DESK, sentence: "see reconciliation batches" },
  "reconciliation.match": { roles: WORKERS, sentence: "pair a line with a payment of ours by hand, or part them" },
  "reconciliation.run": { roles: ["OPERATOR"], sentence: "run a reconciliation" },
  "bank.view": { roles: DESK, sentence: "see bank statements and remittances" },
  "bank.import": { roles: ["OPERATOR"], sentence: "import bank statements" },
  "bank.match": { roles: WORKERS, sentence: "match bank lines with what channels remit" },
  "suspense.view": { roles: DESK, sentence: "see suspense items" },
  "suspense.work": { roles: WORKERS, sentence: "claim, comment on and investigate suspense items" },
  "suspense.propose": { roles: WORKERS, sentence: "propose how a suspense item is resolved" },
  "suspense.route": { roles: ["FINANCE_LEAD"], sentence: "decide which team or person gets which suspense items" },
  "serviceLevel.propose": {
    roles: ["FINANCE_LEAD"],
    sentence: "propose how urgent suspense items are and how long they may take",
  },
  "calendar.view": { roles: [...DESK, "ADMIN"], sentence: "see the calendar of business days" },
  "calendar.propose": {
    roles: ["FINANCE_LEAD", "ADMIN"],
    sentence: "propose the holidays and make-up workdays of a year",
  },
  "attachment.view": { roles: [...DESK, "ADMIN"], sentence: "see the files beside items and requests" },
  "attachment.add": { roles: [...WORKERS, "ADMIN"], sentence: "attach files as evidence" },
  "adoption.view": { roles: [...DESK, "ADMIN"], sentence: "see what is booked by the channel's word" },
  "adoption.propose": { roles: [...WORKERS, "ADMIN"], sentence: "propose what is booked by the channel's word" },
  "approval.view": { roles: [...DESK, "ADMIN"], sentence: "see requests for approval" },
  "approval.decide": { roles: [...CHECKERS, "ADMIN"], sentence: "approve or reject what others proposed" },
  "approval.withdraw": { roles: [...WORKERS, "CUSTOMER_SERVICE", "ADMIN"], sentence: "take back what you proposed" },
  "approval.delegate": { roles: [...CHECKERS, "ADMIN"], sentence: "let a colleague sign in your place" },
  "approval.review": {
    roles: ["FINANCE_LEAD", "AUDITOR", "ADMIN"],
    sentence: "review what was approved by one alone in an emergency",
  },
  "policy.view": { roles: [...CHECKERS, "AUDITOR", "ADMIN"], sentence: "see who has to check what" },
  "policy.propose": { roles: ["FINANCE_LEAD", "ADMIN"], sentence: "propose who has to check what" },
  "ledger.view": { roles: DESK, sentence: "read accounts, vouchers and entries" },
  "adjustment.propose": { roles: WORKERS, sentence: "propose an adjustment of the books" },
  "ledger.export": { roles: DESK, sentence: "take the journal out as a file" },
  "day.close": { roles: CHECKERS, sentence: "close an accounting day" },
  "day.reopen": { roles: CHECKERS, sentence: "ask for a closed accounting day to be opened again" },
  "books.prove": { roles: ["FINANCE", "FINANCE_LEAD", "AUDITOR"], sentence: "prove the books" },
  "moneyOut.view": { roles: [...DESK, "ADMIN"], sentence: "see what money is on its way out" },
  "moneyOut.stop": { roles: [...WORKERS, "ADMIN"], sentence: "stop money going out" },
  "moneyOut.resume": { roles: CHECKERS, sentence: "ask for money to be let go again" },
  "money.inquire": {
    roles: [...WORKERS, "CUSTOMER_SERVICE"],
    sentence: "have a channel asked about a payment that is in doubt",
  },
  "moneyCase.close": { roles: CHECKERS, sentence: "close a case about money that went out" },
  "clearing.view": { roles: DESK, sentence: "see what merchants were cleared" },
  "clearing.run": { roles: ["OPERATOR", "FINANCE"], sentence: "clear a day" },
  "position.view": { roles: DESK, sentence: "see the clearing position" },
  "report.view": { roles: DESK, sentence: "see reports of what was made, paid and cleared" },
  "reserve.transfer": { roles: CHECKERS, sentence: "propose to move money between reserve banks" },
  "reserve.limit": { roles: ["FINANCE_LEAD"], sentence: "propose how low a reserve bank may fall" },
  "payout.view": { roles: DESK, sentence: "see payouts and what became of them" },
  "payout.ask": { roles: WORKERS, sentence: "ask for payouts to merchants" },
  "settlement.view": { roles: DESK, sentence: "see what is settled to merchants" },
  "settlement.run": { roles: ["OPERATOR", "FINANCE"], sentence: "settle a date" },
  "settlement.review": { roles: WORKERS, sentence: "look settlements over" },
  "settlement.release": { roles: CHECKERS, sentence: "let settlements go to merchants" },
  "deposit.draw": { roles: WORKERS, sentence: "propose that what a merchant owes is taken from its deposit" },
  "repayout.propose": {
    roles: WORKERS,
    sentence: "propose that a payout which did not arrive is paid again or given back",
  },
  "audit.view": { roles: ["AUDITOR", "FINANCE_LEAD", "ADMIN"], sentence: "read the audit trail" },
  "audit.prove": { roles: ["AUDITOR", "FINANCE_LEAD"], sentence: "prove the audit trail" },
  "account.operate": { roles: ["ADMIN"], sentence: "switch how accounts are posted to" },
  "apiKey.edit": { roles: ["ADMIN"], sentence: "give other systems keys and take them away" },
  "user.edit": { roles: ["ADMIN"], sentence: "manage users and roles" },
} as const satisfies Record<string, { roles: readonly Role[]; sentence: string }>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether any of the actor's roles grants the permission. */
export function isPermitted(roles: readonly Role[], permission: Permission): boolean {
  const granted: readonly Role[] = PERMISSIONS[permission].roles;
  return roles.some((role) => granted.includes(role));
}
