import type { DemoLogin } from "../fixtures/test";

/** A page of the desk: where it is, and who may look at it. Written by hand, so that it can disagree with the code. */
export type DeskPage = {
  name: string;
  /** `:no` stands for what `no` finds. */
  path: string;
  /** One number that the demo company has, as `no`. */
  no?: string;
  /** Logins of the demo company; null for people who are not signed in. */
  seenBy: readonly DemoLogin[] | null;
  /** Stands in the side navigation of those who may see it. */
  isLinked?: true;
};

export const LOGINS: readonly DemoLogin[] = ["operator", "finance", "lead", "service", "auditor", "admin"];

const DESK: readonly DemoLogin[] = ["operator", "finance", "lead", "auditor"];
const WITH_SERVICE: readonly DemoLogin[] = [...DESK, "service"];
const WITH_ADMIN: readonly DemoLogin[] = [...DESK, "admin"];
const READERS: readonly DemoLogin[] = ["auditor", "lead", "admin"];

export const DESK_PAGES: readonly DeskPage[] = [
  { name: "home", path: "/", seenBy: LOGINS, isLinked: true },
  { name: "statements", path: "/statements", seenBy: DESK, isLinked: true },
  { name: "a statement", path: "/statements/:no", no: newest("statements", "statement_no"), seenBy: DESK },
  { name: "mappings", path: "/statements/mappings", seenBy: WITH_ADMIN },
  { name: "reconciliation", path: "/reconciliation", seenBy: DESK, isLinked: true },
  { name: "reconciliation trends", path: "/reconciliation/trends", seenBy: DESK },
  { name: "what the channel's word books", path: "/reconciliation/adoption", seenBy: WITH_ADMIN },
  { name: "a batch", path: "/reconciliation/:no", no: newest("batches", "batch_no"), seenBy: DESK },
  {
    name: "rows of a batch's proof",
    path: "/reconciliation/:no/proof?term=remitted",
    no: newest("batches", "batch_no"),
    seenBy: DESK,
  },
  { name: "clearing", path: "/clearing", seenBy: DESK, isLinked: true },
  { name: "a cleared day", path: "/clearing/:no", no: newest("clearing_batches", "batch_no"), seenBy: DESK },
  {
    name: "items of a cleared day",
    path: "/clearing/:no?tab=items&part=feeCharged",
    no: newest("clearing_batches", "batch_no"),
    seenBy: DESK,
  },
  {
    name: "terms of a cleared day",
    path: "/clearing/:no?tab=terms",
    no: newest("clearing_batches", "batch_no"),
    seenBy: DESK,
  },
  { name: "settlement", path: "/settlement", seenBy: DESK, isLinked: true },
  { name: "a settlement", path: "/settlement/:no", no: newest("settlements", "settlement_no"), seenBy: DESK },
  { name: "bank", path: "/bank", seenBy: DESK, isLinked: true },
  { name: "remittances", path: "/bank/remittances", seenBy: DESK },
  { name: "a bank account", path: "/bank/accounts/RESERVE-01", seenBy: DESK },
  {
    name: "a bank statement",
    path: "/bank/statements/:no",
    no: newest("bank_statements", "statement_no"),
    seenBy: DESK,
  },
  { name: "suspense", path: "/suspense", seenBy: DESK, isLinked: true },
  {
    name: "a suspense item",
    path: "/suspense/:no",
    no: "SELECT item_no AS no FROM suspense_items WHERE kind = 'SHORT' AND status <> 'RESOLVED' ORDER BY id LIMIT 1",
    seenBy: DESK,
  },
  { name: "similar items", path: "/suspense/groups", seenBy: DESK },
  { name: "many at once", path: "/suspense/bulk", seenBy: DESK },
  { name: "claims", path: "/suspense/claims", seenBy: DESK },
  { name: "playbook", path: "/suspense/playbook", seenBy: DESK },
  { name: "service levels", path: "/suspense/levels", seenBy: DESK },
  { name: "calendar", path: "/calendar", seenBy: WITH_ADMIN, isLinked: true },
  { name: "suspense load", path: "/suspense/load", seenBy: DESK },
  { name: "mentions", path: "/suspense/mentions", seenBy: DESK },
  { name: "routing", path: "/suspense/routing", seenBy: ["lead"] },
  { name: "approvals", path: "/approvals", seenBy: WITH_ADMIN, isLinked: true },
  {
    name: "an approval",
    path: "/approvals/:no",
    no: "SELECT approval_no AS no FROM approvals WHERE act = 'SUSPENSE_RESOLUTION' ORDER BY id DESC LIMIT 1",
    seenBy: DESK,
  },
  { name: "who checks what", path: "/approvals/policy", seenBy: ["finance", "lead", "auditor", "admin"] },
  { name: "one's own account", path: "/account", seenBy: LOGINS },
  { name: "position", path: "/position", seenBy: DESK, isLinked: true },
  { name: "reports", path: "/reports", seenBy: DESK, isLinked: true },
  { name: "profit by channel", path: "/reports/channel-profit", seenBy: DESK },
  { name: "suspense movement of a channel", path: "/reports/suspense-movement?channel=wechat", seenBy: DESK },
  { name: "ledger", path: "/ledger", seenBy: DESK, isLinked: true },
  { name: "trial balance", path: "/ledger/trial-balance", seenBy: DESK },
  { name: "adjustments", path: "/ledger/adjustments", seenBy: DESK },
  { name: "a new adjustment", path: "/ledger/adjustments/new", seenBy: ["operator", "finance", "lead"] },
  { name: "posting catalogue", path: "/ledger/catalogue", seenBy: DESK },
  { name: "a posting rule", path: "/ledger/catalogue/fund.subscription_confirmed?version=1", seenBy: DESK },
  { name: "a subject of the trial balance", path: "/ledger/trial-balance/1122", seenBy: DESK },
  { name: "accounting days", path: "/ledger/days", seenBy: DESK },
  {
    name: "the close of a day",
    path: "/ledger/days/:no",
    no: "SELECT to_char(min(accounting_on), 'YYYY-MM-DD') AS no FROM vouchers",
    seenBy: DESK,
  },
  { name: "accounts", path: "/ledger/accounts", seenBy: DESK },
  { name: "an account", path: "/ledger/accounts/:no", no: newest("accounts", "account_no"), seenBy: DESK },
  {
    name: "an account's balances",
    path: "/ledger/accounts/:no?tab=balance",
    no: newest("accounts", "account_no"),
    seenBy: DESK,
  },
  {
    name: "an account's holds",
    path: "/ledger/accounts/:no?tab=holds",
    no: newest("accounts", "account_no"),
    seenBy: DESK,
  },
  { name: "vouchers", path: "/ledger/vouchers", seenBy: DESK },
  { name: "a voucher", path: "/ledger/vouchers/:no", no: newest("vouchers", "voucher_no"), seenBy: DESK },
  { name: "orders", path: "/orders", seenBy: WITH_SERVICE, isLinked: true },
  {
    name: "an order with a refund",
    path: "/orders/:no",
    no: "SELECT order_no AS no FROM refunds WHERE order_no IS NOT NULL ORDER BY id LIMIT 1",
    seenBy: WITH_SERVICE,
  },
  { name: "refunds", path: "/refunds", seenBy: WITH_SERVICE, isLinked: true },
  { name: "a refund", path: "/refunds/:no", no: newest("refunds", "refund_no"), seenBy: WITH_SERVICE },
  { name: "payouts", path: "/payouts", seenBy: DESK, isLinked: true },
  { name: "a payout", path: "/payouts/:no", no: newest("payouts", "payout_no"), seenBy: DESK },
  { name: "files of payouts", path: "/payouts/files", seenBy: DESK },
  { name: "money out", path: "/money-out", seenBy: WITH_ADMIN, isLinked: true },
  { name: "merchants", path: "/merchants", seenBy: LOGINS, isLinked: true },
  { name: "a merchant", path: "/merchants/:no", no: newest("merchants", "merchant_no"), seenBy: LOGINS },
  { name: "channels", path: "/channels", seenBy: WITH_ADMIN, isLinked: true },
  { name: "a channel", path: "/channels/wechat", seenBy: WITH_ADMIN },
  { name: "audit", path: "/audit", seenBy: READERS, isLinked: true },
  { name: "users", path: "/users", seenBy: ["admin"], isLinked: true },
  { name: "design", path: "/design", seenBy: LOGINS, isLinked: true },
  { name: "search", path: "/search?q=M", seenBy: LOGINS },
  { name: "no access", path: "/no-access?permission=audit.view", seenBy: LOGINS },
  { name: "not found", path: "/nothing-here", seenBy: LOGINS },
  { name: "sign-in", path: "/sign-in", seenBy: null },
];

type Database = { query: (sql: string) => Promise<{ rows: { no: string }[] }> };

/** Where the page is in this run's company. */
export async function addressOf({ name, path, no }: DeskPage, database: Database): Promise<string> {
  if (no === undefined) return path;
  const [row] = (await database.query(no)).rows;
  if (!row) throw new Error(`the demo company has nothing for ${name}`);
  return path.replace(":no", encodeURIComponent(row.no));
}

function newest(table: string, column: string): string {
  return `SELECT ${column} AS no FROM ${table} ORDER BY id DESC LIMIT 1`;
}
