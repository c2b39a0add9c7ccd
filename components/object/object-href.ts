const FOLDERS: Readonly<Record<string, string>> = {
  order: "/orders",
  refund: "/refunds",
  payout: "/payouts",
  payout_batch: "/payouts/files",
  line: "/orders",
  voucher: "/ledger/vouchers",
  account: "/ledger/accounts",
  suspense: "/suspense",
  bulk: "/suspense/bulk",
  claim: "/suspense/claims",
  approval: "/approvals",
  batch: "/reconciliation",
  clearing: "/clearing",
  settlement: "/settlement",
  statement: "/statements",
  bank_statement: "/bank/statements",
  bank_account: "/bank/accounts",
  merchant: "/merchants",
  channel: "/channels",
  mapping: "/statements/mappings",
  adjustment: "/ledger/adjustments",
  day: "/ledger/days",
};

/** What there is one of has a page, whatever its number. */
const PAGES: Readonly<Record<string, string>> = {
  approval_policy: "/approvals/policy",
  adoption_policy: "/reconciliation/adoption",
  calendar: "/calendar",
  service_levels: "/suspense/levels",
  money_stop: "/money-out",
  money_case: "/money-out",
  reserve_account: "/position",
  bank_transfer: "/position",
};

/** The page of a thing by its kind and number, as vouchers, the audit trail and search name them; null when none. */
export function objectHref(kind: string, no: string): string | null {
  if (kind === "channel_day") return channelDayHref(no);
  const page = PAGES[kind];
  if (page !== undefined) return page;
  const folder = FOLDERS[kind];
  // What concerned many at once is named "12 lines", which is no number of anything.
  return folder === undefined || no === "" || no.includes(" ") ? null : `${folder}/${encodeURIComponent(no)}`;
}

/** `wechat:2026-11-19`: the batches of that channel and day. */
function channelDayHref(no: string): string | null {
  const [channel, day] = no.split(":");
  if (!channel || !day) return null;
  return `/reconciliation?${new URLSearchParams({ channel, on: day })}`;
}
