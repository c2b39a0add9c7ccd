import type { SuspenseStatus } from "./item";

/** What moves an item on; several acts may lead the same way. */
export const SUSPENSE_ACTS = [
  "TAKE",
  "RELEASE",
  "INVESTIGATE",
  "PROPOSE",
  "RETURN",
  "RESOLVE",
  "EXPLAIN",
  "REOPEN",
] as const;
export type SuspenseAct = (typeof SUSPENSE_ACTS)[number];

export type SuspenseTransition = {
  readonly from: SuspenseStatus;
  readonly to: SuspenseStatus;
  readonly act: SuspenseAct;
};

/**
 * The whole life of a suspense item. Set-up writes these rows into the database, whose trigger refuses every other
 * change, so that there is one table and not two. The main road is OPEN → ASSIGNED → INVESTIGATING → PROPOSED →
 * RESOLVED; whoever proposes takes the item on with it, and so may come from any status before.
 *
 * RETURN is a rejection, a withdrawal, an expiry, or a request that went stale. EXPLAIN takes the opening back by a
 * later statement, an inquiry or a corrected file. REOPEN takes the resolution's voucher back, under an approval of its
 * own, and the item is investigated once more.
 */
export const SUSPENSE_TRANSITIONS: readonly SuspenseTransition[] = [
  { from: "OPEN", to: "ASSIGNED", act: "TAKE" },
  { from: "INVESTIGATING", to: "ASSIGNED", act: "TAKE" },
  { from: "ASSIGNED", to: "OPEN", act: "RELEASE" },
  { from: "INVESTIGATING", to: "OPEN", act: "RELEASE" },
  { from: "ASSIGNED", to: "INVESTIGATING", act: "INVESTIGATE" },
  { from: "OPEN", to: "PROPOSED", act: "PROPOSE" },
  { from: "ASSIGNED", to: "PROPOSED", act: "PROPOSE" },
  { from: "INVESTIGATING", to: "PROPOSED", act: "PROPOSE" },
  { from: "PROPOSED", to: "INVESTIGATING", act: "RETURN" },
  { from: "PROPOSED", to: "RESOLVED", act: "RESOLVE" },
  { from: "OPEN", to: "AUTO_RESOLVED", act: "EXPLAIN" },
  { from: "ASSIGNED", to: "AUTO_RESOLVED", act: "EXPLAIN" },
  { from: "INVESTIGATING", to: "AUTO_RESOLVED", act: "EXPLAIN" },
  { from: "PROPOSED", to: "AUTO_RESOLVED", act: "EXPLAIN" },
  { from: "RESOLVED", to: "INVESTIGATING", act: "REOPEN" },
];

/** The statuses from which `to` can be reached. */
export function statusesBefore(to: SuspenseStatus): SuspenseStatus[] {
  return SUSPENSE_TRANSITIONS.filter((step) => step.to === to).map((step) => step.from);
}
