import "server-only";
import type { AdjustmentChoice } from "@/contracts/adjustments";
import { type Allowed, judgeVoucher, type WholeLine } from "@/core/adjustments/judge-voucher";
import { FREE_EVENT } from "@/core/adjustments/manual-events";
import type { Actor } from "@/core/permissions/actor";
import { accept, type Result, refuse } from "@/core/result";
import type { DbReader } from "@/server/transact";
import { type AdjustmentPlan, onlyOne, totalsOf } from "./adjustment-plan";
import { planReversal } from "./plan-reversal";
import { planTemplate } from "./plan-template";
import { readAccounts } from "./read-accounts";
import { refuseFault } from "./refuse-fault";

/**
 * Plans what a choice would post, from the facts as they are now. Serves the preview, the proposal and, once more, the
 * execution, which have to come to the same lines. Refuses, in words, what the database would refuse after everybody has
 * signed: an unbalanced voucher, one that crosses the funds, one that takes what is not there. A request that waits
 * (`isWaiting`) does not end because an account is short today: then the locked balance refuses, and it waits on.
 */
export async function planAdjustment(
  db: DbReader,
  actor: Actor,
  choice: AdjustmentChoice,
  { isWaiting = false } = {},
): Promise<Result<AdjustmentPlan>> {
  const planned = await planKind(db, actor, choice, { overdrawing: isWaiting });
  // A request of several merchants, or of none, is nothing that somebody who sees some merchants only could look at.
  if (planned.ok && actor.scope !== null && planned.value.merchantNo === null)
    return refuse("adjustment_out_of_scope", "You see some merchants only; this is about more than one of them.");
  return planned;
}

function planKind(
  db: DbReader,
  actor: Actor,
  choice: AdjustmentChoice,
  allowed: Allowed,
): Promise<Result<AdjustmentPlan>> {
  switch (choice.kind) {
    case "LINES":
      return planLines(db, actor, choice.lines, allowed);
    case "TEMPLATE":
      return planTemplate(db, actor, choice, allowed);
    case "REVERSAL":
      return planReversal(db, actor, choice.voucherNo);
  }
}

async function planLines(
  db: DbReader,
  actor: Actor,
  written: readonly WholeLine[],
  allowed: Allowed,
): Promise<Result<AdjustmentPlan>> {
  const accountNos = written.map(({ accountNo }) => accountNo);
  const known = await readAccounts(db, actor.scope, accountNos);
  const { lines, faults } = judgeVoucher(written, known, allowed);
  const [fault] = faults;
  if (fault) return refuseFault(fault, written);
  if (lines === null) return refuse("adjustment_incomplete", "The voucher is not complete yet.");
  return accept({
    event: FREE_EVENT,
    lines,
    totals: totalsOf(lines, (accountNo) => known.get(accountNo)?.asset ?? ""),
    merchantNo: onlyOne([...known.values()].map(({ merchantNo }) => merchantNo)),
    template: null,
    reverses: null,
  });
}
