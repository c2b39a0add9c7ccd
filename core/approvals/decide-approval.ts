import type { Role } from "@/core/permissions/permissions";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type Exclusion, SEATS, type Seat } from "./acts";

export type Verdict = "APPROVE" | "REJECT";

/** `isLive`: who gave it, and in whose place, could still give it now. */
export type Signature = {
  readonly seat: string;
  readonly checkerId: string;
  readonly onBehalfOfId: string | null;
  readonly isLive: boolean;
};
export type ApprovalFacts = {
  readonly approvalNo: string;
  readonly status: string;
  readonly version: number;
  readonly isExpired: boolean;
  /** Who ended it; null while it waits, and where the clock did. */
  readonly endedBy: string | null;
  readonly makerId: string;
  readonly requiredRoles: readonly string[];
  readonly excludes: readonly Exclusion[];
  readonly editorIds: readonly string[];
  readonly merchantNo: string | null;
  /** Who may sign in the maker's place now. */
  readonly makersDelegateIds: readonly string[];
  readonly signatures: readonly Signature[];
};
/** Somebody who has lent the checker their signature for now. */
export type Delegator = { readonly userId: string; readonly roles: readonly Role[] };
/** As the database has them now. `portfolio`: the merchants that the checker looks after; empty for all or none. */
export type CheckerFacts = {
  readonly userId: string | null;
  readonly isDisabled: boolean;
  readonly roles: readonly Role[];
  readonly portfolio: readonly string[];
  readonly standsInFor: readonly Delegator[];
};
export type DecisionRefusal = Refusal<
  | "approval_closed"
  | "approval_changed"
  | "approval_expired"
  | "checker_missing"
  | "checker_disabled"
  | "checker_is_maker"
  | "checker_decided_already"
  | "checker_is_editor"
  | "checker_is_delegate"
  | "checker_has_portfolio"
  | "checker_role_missing"
  | "rejection_reason_missing"
  | "break_glass_off"
  | "break_glass_lead_only"
  | "break_glass_needless"
  | "break_glass_reason_missing"
>;
/** What the checker wants, and whether what the request is about has changed since (`isStale`). */
export type Wish = {
  readonly seenVersion: number;
  readonly verdict: Verdict;
  readonly note: string;
  readonly isStale: boolean;
  /** To act alone in an emergency: wanted, and whether the rules in force allow it. */
  readonly breakGlass?: { readonly isAllowed: boolean };
};
export type DecisionOutcome = "EXECUTED" | "SIGNED" | "REJECTED" | "STALE";
/** `seat` is the signature that this checker gives, in `onBehalfOfId`'s place where that is not null. */
export type Decision = {
  readonly seat: Seat;
  readonly onBehalfOfId: string | null;
  readonly outcome: DecisionOutcome;
};
type Refused = { ok: false; refusal: DecisionRefusal };

/**
 * Whether a checker may decide, as what, and what becomes of the request. Most basic reason first; after it nothing
 * refuses. A signature whose giver has lost the right since makes the request void, as a change of its object does.
 */
export function decideApproval(
  approval: ApprovalFacts,
  checker: CheckerFacts,
  wish: Wish,
): Result<Decision, DecisionRefusal> {
  const { approvalNo } = approval;
  const refusal = refuseClosed(approval) ?? refusePerson(approval, checker);
  if (refusal) return refusal;
  if (approval.version !== wish.seenVersion) return refuseChanged(approvalNo);
  if (approval.isExpired) {
    return refuse("approval_expired", `${approvalNo} has expired; it has to be proposed again.`, { approvalNo });
  }
  const excluded = refuseExcluded(approval, checker);
  if (excluded) return excluded;
  const given = findSeat(approval, checker);
  if (!given) {
    return refuse("checker_role_missing", `${approvalNo} does not wait for a signature that your roles can give.`, {
      approvalNo,
      roles: approval.requiredRoles.join(", "),
    });
  }
  if (wish.verdict === "REJECT" && wish.note.trim() === "") {
    return refuse("rejection_reason_missing", "Say why you reject it, so that the maker can put it right.");
  }
  const broken = wish.breakGlass ? refuseBreakGlass(approval, checker, given, wish) : null;
  return broken ?? accept({ ...given, outcome: outcomeOf(approval, wish) });
}

/** Who acts alone is a lead in their own right, says why, and only where another signature would be missing. */
function refuseBreakGlass(
  { approvalNo, signatures, requiredRoles }: ApprovalFacts,
  checker: CheckerFacts,
  { onBehalfOfId }: Omit<Decision, "outcome">,
  { breakGlass, verdict, note }: Wish,
): Refused | null {
  if (!breakGlass?.isAllowed) {
    return refuse("break_glass_off", "The rules in force let nobody act alone, not even in an emergency.");
  }
  if (onBehalfOfId !== null || !checker.roles.includes("FINANCE_LEAD")) {
    return refuse("break_glass_lead_only", "Only a finance lead acts alone in an emergency.", { approvalNo });
  }
  if (verdict === "REJECT" || signatures.length + 1 === requiredRoles.length) {
    return refuse("break_glass_needless", `${approvalNo} needs nobody besides you; decide it as usual.`, {
      approvalNo,
    });
  }
  if (note.trim() !== "") return null;
  return refuse("break_glass_reason_missing", "Say what the emergency is; it is reviewed afterwards.", { approvalNo });
}

function outcomeOf(approval: ApprovalFacts, wish: Wish): DecisionOutcome {
  if (wish.verdict === "REJECT") return "REJECTED";
  if (wish.isStale || approval.signatures.some((one) => !one.isLive)) return "STALE";
  const isLast = approval.signatures.length + 1 === approval.requiredRoles.length;
  return isLast || wish.breakGlass ? "EXECUTED" : "SIGNED";
}

/** Whether its maker may take a request back: until it is decided for good. */
export function decideWithdrawal(
  approval: ApprovalFacts,
  userId: string | null,
  seenVersion: number,
): Result<"WITHDRAWN", Refusal<"approval_closed" | "approval_changed" | "withdrawal_not_maker">> {
  if (approval.status !== "PENDING") return refuseEnded(approval);
  if (approval.makerId !== userId) {
    return refuse("withdrawal_not_maker", "Only who proposed it can withdraw it; a checker rejects.");
  }
  return approval.version === seenVersion ? accept("WITHDRAWN") : refuseChanged(approval.approvalNo);
}

function refuseClosed(approval: ApprovalFacts): Refused | null {
  return approval.status === "PENDING" ? null : refuseEnded(approval);
}

function refuseEnded({ approvalNo, status, endedBy }: ApprovalFacts): {
  ok: false;
  refusal: Refusal<"approval_closed">;
} {
  const by = endedBy === null ? "" : `, by ${endedBy}`;
  return refuse("approval_closed", `${approvalNo} is ${status} already${by}; nothing was changed.`, {
    approvalNo,
    status,
    by: endedBy ?? "none",
  });
}

function refuseChanged(approvalNo: string): { ok: false; refusal: Refusal<"approval_changed"> } {
  return refuse("approval_changed", `${approvalNo} has changed since you opened it. Look again, then decide.`, {
    approvalNo,
  });
}

function refusePerson(approval: ApprovalFacts, checker: CheckerFacts): Refused | null {
  const { approvalNo, makerId, signatures } = approval;
  if (checker.userId === null) return refuse("checker_missing", "Only a person can check this; nothing was changed.");
  if (checker.userId === makerId) {
    return refuse("checker_is_maker", "You proposed this yourself; somebody else has to check it.", { approvalNo });
  }
  if (checker.isDisabled) return refuse("checker_disabled", "Your account has been disabled; nothing was changed.");
  if (signatures.some((one) => one.checkerId === checker.userId || one.onBehalfOfId === checker.userId)) {
    return refuse("checker_decided_already", `You have signed ${approvalNo} already; it waits for another checker.`, {
      approvalNo,
    });
  }
  return null;
}

function refuseExcluded(approval: ApprovalFacts, { userId, portfolio }: CheckerFacts): Refused | null {
  const { approvalNo, excludes, editorIds, makersDelegateIds, merchantNo } = approval;
  const isAmong = (ids: readonly string[]) => userId !== null && ids.includes(userId);
  if (excludes.includes("EDITOR") && isAmong(editorIds)) {
    return refuse("checker_is_editor", `You have worked on what ${approvalNo} is about; somebody else has to sign.`, {
      approvalNo,
    });
  }
  if (excludes.includes("DELEGATE") && isAmong(makersDelegateIds)) {
    return refuse(
      "checker_is_delegate",
      `You sign in the place of who proposed ${approvalNo}; somebody else has to check it.`,
      { approvalNo },
    );
  }
  if (excludes.includes("PORTFOLIO") && merchantNo !== null && portfolio.includes(merchantNo)) {
    return refuse(
      "checker_has_portfolio",
      `You look after merchant ${merchantNo}; at this amount somebody else has to sign.`,
      { approvalNo, merchantNo },
    );
  }
  return null;
}

/** The seats that roles can sign, the most senior first. */
export function seatsOf(roles: readonly Role[]): Seat[] {
  const isLead = roles.includes("FINANCE_LEAD");
  const can: Record<Seat, boolean> = {
    FINANCE: isLead || roles.includes("FINANCE"),
    FINANCE_LEAD: isLead,
    ADMIN_OR_LEAD: isLead || roles.includes("ADMIN"),
  };
  return [...SEATS].reverse().filter((seat) => can[seat]);
}

/**
 * The signature that is missing and that the checker can give, by their own roles first. In another's place only where
 * that one has neither proposed, edited nor signed: two signatures are always two people's.
 */
function findSeat(approval: ApprovalFacts, checker: CheckerFacts): Omit<Decision, "outcome"> | null {
  const taken = approval.signatures.map((one) => one.seat);
  const free = (roles: readonly Role[]) =>
    seatsOf(roles).find((seat) => approval.requiredRoles.includes(seat) && !taken.includes(seat));
  const own = free(checker.roles);
  if (own) return { seat: own, onBehalfOfId: null };
  const involved = new Set([
    approval.makerId,
    ...(approval.excludes.includes("EDITOR") ? approval.editorIds : []),
    ...approval.signatures.flatMap((one) => [one.checkerId, one.onBehalfOfId]),
  ]);
  const lent = lentSeatsOf(checker).find(
    ({ userId, seat }) => !involved.has(userId) && approval.requiredRoles.includes(seat) && !taken.includes(seat),
  );
  return lent ? { seat: lent.seat, onBehalfOfId: lent.userId } : null;
}

/** What others have lent a checker. For money one has to be of finance oneself: no administrator comes to it this way. */
export function lentSeatsOf({ roles, standsInFor }: CheckerFacts): { userId: string; seat: Seat }[] {
  const own = seatsOf(roles);
  const isUsable = (seat: Seat) => own.includes("FINANCE") || (seat === "ADMIN_OR_LEAD" && own.includes(seat));
  return standsInFor.flatMap(({ userId, roles: lent }) =>
    seatsOf(lent)
      .filter(isUsable)
      .map((seat) => ({ userId, seat })),
  );
}
