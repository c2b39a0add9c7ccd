import { z } from "zod";

/** What the trail calls an act: what was done, and, where it was refused, what was tried. */
export const AUDIT_ACTIONS = [
  "absence.cancel",
  "absence.cancelled",
  "absence.set",
  "account.buffer",
  "account.buffered",
  "account.direct",
  "adoption.decide_policy",
  "adoption.policy_approved",
  "adoption.policy_proposed",
  "adoption.policy_rejected",
  "adoption.propose",
  "adoption.propose_policy",
  "approval.decide",
  "approval.executed",
  "approval.expired",
  "approval.found_stale",
  "approval.rejected",
  "approval.signed",
  "approval.withdraw",
  "approval.withdrawn",
  "attachment.add",
  "attachment.added",
  "audit.prove",
  "audit.proved",
  "bank.import",
  "bank.imported",
  "bank.match",
  "bank.matched",
  "bank.unmatch",
  "bank.unmatched",
  "books.prove",
  "books.proved",
  "books.rebuilt",
  "calendar.approved",
  "calendar.load",
  "calendar.loaded",
  "calendar.propose",
  "calendar.proposed",
  "channel.set",
  "claim.opened",
  "refund.ask",
  "refund.asked",
  "refund.accepted",
  "refund.refused",
  "refund.succeeded",
  "refund.failed",
  "dispute.note",
  "dispute.noted",
  "dispute.close",
  "dispute.closed",
  "claim.propose",
  "claim.proposed",
  "claim.recovered",
  "claim.taken_back",
  "claim.written_off",
  "clearing.export",
  "clearing.exported",
  "clearing.ran",
  "clearing.run",
  "deposit.draw_asked",
  "deposit.propose_draw",
  "deposit.taken",
  "settlement.export",
  "settlement.exported",
  "settlement.pay",
  "settlement.payout_asked",
  "settlement.ran",
  "settlement.release",
  "settlement.release_asked",
  "settlement.released",
  "settlement.review",
  "settlement.reviewed",
  "settlement.run",
  "hold.expire",
  "hold.expired",
  "inquiry.answered",
  "inquiry.record",
  "line.paired",
  "line.parted",
  "line.released",
  "merchant.set",
  "order.import",
  "order.imported",
  "password.change",
  "password.changed",
  "reconciliation.match",
  "reconciliation.part",
  "reconciliation.ran",
  "reconciliation.run",
  "remittance.recorded",
  "routing.save",
  "routing.saved",
  "service_levels.approved",
  "service_levels.propose",
  "service_levels.proposed",
  "statement.import",
  "statement.imported",
  "status.adopt",
  "status.adopted",
  "suspense.claim",
  "suspense.claimed",
  "suspense.comment",
  "suspense.commented",
  "suspense.hand_over",
  "suspense.hand_over_read",
  "suspense.handed_over",
  "suspense.matched",
  "suspense.propose",
  "suspense.propose_reopening",
  "suspense.proposed",
  "suspense.read_notes",
  "suspense.release",
  "suspense.release_away",
  "suspense.released",
  "suspense.reopened",
  "suspense.reopening_proposed",
  "suspense.snooze",
  "suspense.snoozed",
  "suspense.wake",
  "suspense.woken",
  "team.save",
  "team.saved",
  "top_up.recorded",
  "user.added",
  "user.disable",
  "user.disabled",
  "user.enable",
  "user.enabled",
] as const;

export const auditFilters = z.object({
  actor: z.string().trim().max(80).optional(),
  objectType: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
  objectNo: z.string().trim().max(80).optional(),
  action: z
    .string()
    .regex(/^[a-z_.]{1,60}$/)
    .optional(),
  outcome: z.enum(["DONE", "REFUSED"]).optional(),
  /** The number of a row in its chain, which `objectType` then names. */
  seq: z.string().trim().max(40).optional(),
});
export type AuditFilters = z.output<typeof auditFilters>;

/** One row of the trail. `detail` is flattened: nested keys joined by dots, in their order. */
export type AuditRowDto = {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly outcome: "DONE" | "REFUSED";
  readonly objectType: string;
  readonly objectNo: string;
  readonly stream: string;
  readonly seq: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly commandId: string | null;
  /** The anchor outside the database that names the row's hash; null until there is one. */
  readonly anchorNo: string | null;
  readonly detail: readonly (readonly [key: string, value: string])[];
};

/** The last row of one chain: its hash covers every row before it. */
export type AuditHeadDto = {
  readonly stream: string;
  readonly seq: string;
  readonly at: string;
  readonly hash: string;
};

export type ProofCheckDto = { readonly name: string; readonly isOk: boolean; readonly figure: string };
export type ProofDto = { readonly ranAt: string; readonly isOk: boolean; readonly checks: readonly ProofCheckDto[] };
