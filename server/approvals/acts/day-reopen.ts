import "server-only";
import { dayReopenPayload } from "@/contracts/day-close";
import { decideReopenDay } from "@/core/ledger/decide-day";
import { accept } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { countDayMoves } from "@/server/day-close/count-day-moves";
import { reopenDays } from "@/server/day-close/reopen-days";
import { lockDayFacts, readDayFacts } from "@/server/store/accounting-days";

/** A closed day that takes vouchers again: what was reported of it, and of every day after it, may change. */
export const dayReopen = defineAct({
  name: "DAY_REOPEN",
  proposedWith: "day.reopen",
  payload: dayReopenPayload,
  object: ({ day }) => ({ type: "day", no: day }),
  async weigh() {
    return { ruledAct: "DAY_REOPEN", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async lock(tx) {
    await lockDayFacts(tx);
  },
  async observe(db, { day }) {
    const decided = decideReopenDay(day, await readDayFacts(db));
    if (!decided.ok) return decided;
    const version = await countDayMoves(db, day);
    return accept([{ type: "day", no: day, version, facts: { days: decided.value.days } }]);
  },
  async execute(tx, { day }, { reason }) {
    const reopened = await reopenDays(tx, day, reason);
    return reopened.ok ? accept({ voucherNo: null }) : reopened;
  },
  async describe(_db, { day, days }) {
    return {
      subject: { kind: "message", key: "day.reopen", values: { day } } as const,
      changes: [{ field: "days", before: null, after: { kind: "text", text: days.join(", ") } }],
    };
  },
});
