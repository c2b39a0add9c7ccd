import "server-only";
import { invariant } from "@/core/result";
import type { Act, BoundAct } from "@/server/approvals/act";
import type { ApprovalRow } from "@/server/store/approvals";
import { adjustment } from "./adjustment";
import { adoptionPolicy } from "./adoption-policy";
import { approvalPolicy } from "./approval-policy";
import { bankAccount } from "./bank-account";
import { bankTransfer } from "./bank-transfer";
import { calendar } from "./calendar";
import { claimRecovery, claimWriteOff } from "./claim-movement";
import { dayCloseException } from "./day-close-exception";
import { dayReopen } from "./day-reopen";
import { depositDraw } from "./deposit-draw";
import { manualRefund } from "./manual-refund";
import { matchByHand } from "./match-by-hand";
import { merchantSettings } from "./merchant-settings";
import { moneyOutResume } from "./money-out-resume";
import { payoutAct } from "./payout";
import { repayout } from "./repayout";
import { resolutionBundle } from "./resolution-bundle";
import { serviceLevels } from "./service-levels";
import { settlementRelease } from "./settlement-release";
import { statementMapping } from "./statement-mapping";
import { suspenseReopening } from "./suspense-reopening";
import { suspenseResolution } from "./suspense-resolution";
import { userRoles } from "./user-roles";

/** Every act there is. A request of another one is nobody's to decide: a forged row has nothing that would execute it. */
const ACTS: readonly Act[] = [
  suspenseResolution,
  suspenseReopening,
  claimRecovery,
  claimWriteOff,
  matchByHand,
  resolutionBundle,
  statementMapping,
  adoptionPolicy,
  serviceLevels,
  calendar,
  approvalPolicy,
  adjustment,
  bankAccount,
  merchantSettings,
  userRoles,
  payoutAct,
  repayout,
  manualRefund,
  settlementRelease,
  depositDraw,
  moneyOutResume,
  bankTransfer,
  dayCloseException,
  dayReopen,
];

const BY_NAME = new Map<string, Act>(ACTS.map((act) => [act.name, act]));

/** The act that a stored request is about, with what it froze. */
export function bindAct({
  act: name,
  payload,
  approvalNo,
}: Pick<ApprovalRow, "act" | "payload" | "approvalNo">): BoundAct {
  const act = BY_NAME.get(name);
  invariant(act, `${approvalNo} is about an act that there is`);
  return act.bind(payload);
}
