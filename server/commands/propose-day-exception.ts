import "server-only";
import type { ProposeDayExceptionInput } from "@/contracts/day-close";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { blockingOf } from "@/core/day-close/findings";
import { decideCloseDay } from "@/core/ledger/decide-day";
import { accept, refuse } from "@/core/result";
import { dayCloseException } from "@/server/approvals/acts/day-close-exception";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { findDayState } from "@/server/day-close/find-day-state";
import { findingsJson } from "@/server/day-close/findings-json";
import { refuseScoped } from "@/server/day-close/refuse-scoped";
import { lockDayFacts } from "@/server/store/accounting-days";

/**
 * Asks for the next day to be closed although something stands in its way. The request freezes all of it; when any of it
 * has changed before a lead signs, the request is void.
 */
export const proposeDayException = defineCommand<ProposeDayExceptionInput, { approvalNo: string }>({
  action: "day.propose_exception",
  permission: "day.close",
  object: ({ date }) => ({ type: "day", no: date }),
  toHashed: ({ date, blocking, reason }) => ({ date, blocking, reason }),
  seconds: 120,
  async effect(tx, { date, blocking, reason }) {
    const scoped = refuseScoped(tx.context.actor);
    if (scoped) return scoped;
    const { now } = tx.context;
    const decided = decideCloseDay(date, accountingDayOf(now), await lockDayFacts(tx));
    if (!decided.ok) return decided;
    const found = blockingOf(await findDayState(tx, date, now));
    if (found.length !== blocking) {
      const message = `What stands in the way of ${date} has changed since you looked. Look at it again.`;
      return refuse("day_findings_changed", message, { day: date });
    }
    const act = dayCloseException.bind({ day: date, blocking: findingsJson(found) });
    const proposed = await proposeApproval(tx, act, reason, ({ approvalNo }) => [
      { action: "day.exception_proposed", objectType: "day", objectNo: date, detail: { approvalNo, blocking, reason } },
    ]);
    return proposed.ok ? accept({ approvalNo: proposed.value.approvalNo }) : proposed;
  },
});
