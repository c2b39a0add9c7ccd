import "server-only";
import type { ProposeDayReopenInput } from "@/contracts/day-close";
import { decideReopenDay } from "@/core/ledger/decide-day";
import { accept } from "@/core/result";
import { dayReopen } from "@/server/approvals/acts/day-reopen";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { refuseScoped } from "@/server/day-close/refuse-scoped";
import { lockDayFacts } from "@/server/store/accounting-days";

/** Asks for a closed day to be opened again. It stays closed until a lead has signed. */
export const proposeDayReopen = defineCommand<ProposeDayReopenInput, { approvalNo: string; days: string[] }>({
  action: "day.propose_reopen",
  permission: "day.reopen",
  object: ({ date }) => ({ type: "day", no: date }),
  toHashed: ({ date, reason }) => ({ date, reason }),
  async effect(tx, { date, reason }) {
    const scoped = refuseScoped(tx.context.actor);
    if (scoped) return scoped;
    const decided = decideReopenDay(date, await lockDayFacts(tx));
    if (!decided.ok) return decided;
    const { days } = decided.value;
    const proposed = await proposeApproval(tx, dayReopen.bind({ day: date, days }), reason, ({ approvalNo }) => [
      { action: "day.reopen_proposed", objectType: "day", objectNo: date, detail: { approvalNo, days, reason } },
    ]);
    return proposed.ok ? accept({ approvalNo: proposed.value.approvalNo, days }) : proposed;
  },
});
