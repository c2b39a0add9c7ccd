import "server-only";
import { dayExceptionPayload } from "@/contracts/day-close";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { blockingOf } from "@/core/day-close/findings";
import { decideCloseDay } from "@/core/ledger/decide-day";
import { accept } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { getClock } from "@/server/clock";
import { closeAccountingDay } from "@/server/day-close/close-accounting-day";
import { countDayMoves } from "@/server/day-close/count-day-moves";
import { findDayState } from "@/server/day-close/find-day-state";
import { findingsJson } from "@/server/day-close/findings-json";
import { toFindingDto } from "@/server/day-close/to-finding-dto";
import { lockDayFacts, readDayFacts } from "@/server/store/accounting-days";

/** A day that is closed although something stands in its way: just what was shown, with the reason, for as long as the book is kept. */
export const dayCloseException = defineAct({
  name: "DAY_CLOSE_EXCEPTION",
  proposedWith: "day.close",
  payload: dayExceptionPayload,
  object: ({ day }) => ({ type: "day", no: day }),
  async weigh() {
    return { ruledAct: "DAY_CLOSE_EXCEPTION", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async lock(tx) {
    await lockDayFacts(tx);
  },
  async observe(db, { day }) {
    const now = getClock().now();
    const decided = decideCloseDay(day, accountingDayOf(now), await readDayFacts(db));
    if (!decided.ok) return decided;
    const blocking = blockingOf(await findDayState(db, day, now));
    const version = await countDayMoves(db, day);
    return accept([{ type: "day", no: day, version, facts: { blocking: findingsJson(blocking) } }]);
  },
  async execute(tx, { day, blocking }, { id }) {
    const closed = await closeAccountingDay(tx, day, { id, blocking });
    return closed.ok ? accept({ voucherNo: null }) : closed;
  },
  async describe(_db, { day, blocking }) {
    return {
      subject: { kind: "message", key: "day.exception", values: { day } } as const,
      changes: blocking.map((finding) => ({
        field: finding.line,
        before: null,
        after: { kind: "finding", finding: toFindingDto(finding) } as const,
      })),
    };
  },
});
