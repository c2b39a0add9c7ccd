/** The lines of the checklist of an accounting day (日终核对), in the order in which people work them off. */
export const CLOSE_LINES = [
  "STATEMENTS",
  "BATCHES",
  "VOUCHERS",
  "ACCOUNTS",
  "HOLDINGS",
  "REPORTS",
  "CLEARING",
  "SETTLEMENT",
  "SUSPENSE",
  "APPROVALS",
] as const;
export type CloseLine = (typeof CLOSE_LINES)[number];

/** `WAITING`: nothing is wrong yet, and it is too early to close. `STATED`: to be known, and no reason to wait. */
export const FINDING_STATES = ["RED", "WAITING", "STATED", "GREEN"] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export const FINDING_CODES = [
  "statement_arrived",
  "statement_waived",
  "statement_awaited",
  "statement_late",
  "batch_balanced",
  "batch_broken",
  "batch_running",
  "batch_missing",
  "batch_outdated",
  "batch_unbalanced",
  "vouchers_entered",
  "vouchers_alone",
  "vouchers_unbalanced",
  "turnover",
  "subject_accounts",
  "control_items",
  "bank_book",
  "bank_unexplained",
  "bank_behind",
  "channel_receivable",
  "trial_balance",
  "turnover_reported",
  "cleared",
  "cleared_later",
  "clearing_missing",
  "settled",
  "settled_later",
  "settlement_missing",
  "settlement_unknown",
  "suspense_open",
  "approvals_wait",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/**
 * One thing that was looked at. `place` is where: a channel, a bank account, a subject. `left` and `right` are the two
 * sides, digits as on the wire: minor units of `asset`, or plain counts where there is no asset.
 */
export type CloseFinding = {
  readonly line: CloseLine;
  readonly code: FindingCode;
  readonly state: FindingState;
  readonly place: string;
  readonly asset: string | null;
  readonly left: string | null;
  readonly right: string | null;
  readonly params: Readonly<Record<string, string>>;
};

/** The sides apart, as digits; null where only one side is told. */
export function differenceOf({ left, right }: Pick<CloseFinding, "left" | "right">): string | null {
  return left === null || right === null ? null : `${BigInt(left) - BigInt(right)}`;
}

/** What stands in the way of closing. */
export function blockingOf(findings: readonly CloseFinding[]): CloseFinding[] {
  return findings.filter(({ state }) => state === "RED" || state === "WAITING");
}

/** Whether a day that is over and next can be closed, and if not, whether it is wrong or early. */
export function stateOfOpenDay(findings: readonly CloseFinding[]): "READY" | "RED" | "WAITING" {
  const blocking = blockingOf(findings);
  if (blocking.length === 0) return "READY";
  return blocking.some(({ state }) => state === "RED") ? "RED" : "WAITING";
}

/** How a line stands: as its worst finding. A line without any had nothing due. */
export function stateOfLine(findings: readonly CloseFinding[], line: CloseLine): FindingState {
  const states = findings.filter((finding) => finding.line === line).map(({ state }) => state);
  return FINDING_STATES.find((state) => states.includes(state)) ?? "GREEN";
}
