import type { Role } from "@/core/permissions/permissions";
import { accept, type Refusal, type Result, refuse } from "@/core/result";

export type CheckerRole = Extract<Role, "FINANCE" | "FINANCE_LEAD">;
export type Verdict = "APPROVE" | "REJECT";

/** ¥50,000.00 in fen: above it a second, senior checker signs. */
export const TWO_CHECKERS_ABOVE_MINOR = 5_000_000n;

/** Who has to check the resolution of a suspense item. Another asset's worth is unknown here, so it takes two. */
export function checkersOfResolution(resolution: string, amountMinor: bigint, asset: string): CheckerRole[] {
  const isLarge = asset !== "CNY" || amountMinor > TWO_CHECKERS_ABOVE_MINOR;
  return isLarge || resolution === "WRITE_OFF_AS_LOSS" ? ["FINANCE", "FINANCE_LEAD"] : ["FINANCE"];
}

export type ApprovalFacts = {
  readonly approvalNo: string;
  readonly status: string;
  readonly version: number;
  readonly isExpired: boolean;
  readonly makerId: string;
  readonly requiredRoles: readonly string[];
  readonly approvedAs: readonly string[];
  readonly decidedBy: readonly string[];
};
export type CheckerFacts = { readonly userId: string | null; readonly roles: readonly Role[] };
export type DecisionRefusal = Refusal<
  | "approval_closed"
  | "approval_changed"
  | "approval_expired"
  | "checker_is_maker"
  | "checker_decided_already"
  | "checker_role_missing"
  | "rejection_reason_missing"
>;
/** `asRole` is the signature that this checker gives; `completes` when it was the last one missing. */
export type Decision = { readonly asRole: CheckerRole; readonly completes: boolean };

/**
 * Whether a checker may decide, and as what. A finance lead signs as lead where a lead is asked for, and else in the
 * place of finance; nobody signs twice. Most basic reason first; after it nothing refuses.
 */
export function decideApproval(
  approval: ApprovalFacts,
  checker: CheckerFacts,
  seenVersion: number,
  verdict: Verdict,
  note: string,
): Result<Decision, DecisionRefusal> {
  const { approvalNo } = approval;
  if (approval.status !== "PENDING") {
    return refuse("approval_closed", `${approvalNo} is ${approval.status} already; nothing was changed.`, {
      approvalNo,
      status: approval.status,
    });
  }
  if (checker.userId === null || checker.userId === approval.makerId) {
    return refuse("checker_is_maker", "You proposed this yourself; somebody else has to check it.", { approvalNo });
  }
  if (approval.decidedBy.includes(checker.userId)) {
    return refuse("checker_decided_already", `You have signed ${approvalNo} already; it waits for another checker.`, {
      approvalNo,
    });
  }
  if (approval.version !== seenVersion) {
    return refuse("approval_changed", `${approvalNo} has changed since you opened it. Look again, then decide.`, {
      approvalNo,
    });
  }
  if (approval.isExpired) {
    return refuse("approval_expired", `${approvalNo} has expired; it has to be proposed again.`, { approvalNo });
  }
  const asRole = freeSignature(approval, checker.roles);
  if (!asRole) {
    return refuse("checker_role_missing", `${approvalNo} does not wait for a signature that your roles can give.`, {
      approvalNo,
      roles: approval.requiredRoles.join(", "),
    });
  }
  if (verdict === "REJECT" && note.trim() === "") {
    return refuse("rejection_reason_missing", "Say why you reject it, so that the maker can put it right.");
  }
  return accept({ asRole, completes: approval.approvedAs.length + 1 === approval.requiredRoles.length });
}

function freeSignature(approval: ApprovalFacts, roles: readonly Role[]): CheckerRole | null {
  const isFree = (role: CheckerRole) => approval.requiredRoles.includes(role) && !approval.approvedAs.includes(role);
  if (roles.includes("FINANCE_LEAD") && isFree("FINANCE_LEAD")) return "FINANCE_LEAD";
  const mayCheck = roles.includes("FINANCE") || roles.includes("FINANCE_LEAD");
  return mayCheck && isFree("FINANCE") ? "FINANCE" : null;
}
