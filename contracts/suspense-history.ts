/** What can have happened to an item, as its history tells it. */
export const HISTORY_KINDS = [
  "opened",
  "routed",
  "claimed",
  "released",
  "releasedAway",
  "releasedIdle",
  "releasedGone",
  "handedOver",
  "noteRead",
  "snoozed",
  "woken",
  "commented",
  "attached",
  "proposed",
  "signed",
  "executed",
  "rejected",
  "withdrawn",
  "stale",
  "expired",
  "explained",
  "reopeningProposed",
  "reopened",
  "refused",
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];
export type HistoryEntryDto = {
  readonly key: string;
  readonly kind: HistoryKind;
  readonly at: string;
  /** Null: the system. */
  readonly by: string | null;
  readonly note: string | null;
  /** Whom or what it is about: a person, a team, a day, a file. */
  readonly about: string | null;
  readonly approvalNo: string | null;
  readonly voucherNo: string | null;
  readonly asRole: string | null;
};
