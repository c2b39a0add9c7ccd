import "server-only";
import type { LegDto, LegItemDto } from "@/contracts/leg-views";
import type { DayRemittanceState } from "@/core/remittances/remittance";
import { loadDayStates } from "@/server/bank/load-day-states";
import type { DbReader } from "@/server/transact";
import { toSum } from "./orders-channel";

const WRONG: ReadonlySet<DayRemittanceState> = new Set(["LATE", "OTHER_AMOUNT"]);
const WAITS: ReadonlySet<DayRemittanceState> = new Set(["WAITING", "UNSEEN", "CARRIED", "BOOKED"]);

/** What the channel's statement of the day says it remits, against what the bank has received of it. */
export async function findChannelBank(db: DbReader, channel: string, date: string, today: string): Promise<LegDto> {
  const leg = "CHANNEL_BANK" as const;
  const days = await loadDayStates(db, { channel, from: date, to: date }, today);
  const wrong = days.filter((day) => WRONG.has(day.state));
  const waiting = days.filter((day) => WAITS.has(day.state));
  const state = days.length === 0 ? "NOT_RUN" : wrong.length > 0 ? "DIFFERS" : waiting.length > 0 ? "WAITS" : "AGREES";
  return {
    leg,
    state,
    sums: days.map((day) => {
      const waits = WAITS.has(day.state) ? -day.openMinor : 0n;
      return toSum({ asset: day.asset, left: day.netMinor, right: day.receivedMinor, waiting: waits });
    }),
    differing: wrong.length,
    waiting: waiting.length,
    items: wrong.map(
      (day): LegItemDto => ({
        kind: day.state,
        key: `${channel}:${date}`,
        orderNo: null,
        refundNo: null,
        asset: day.asset,
        leftMinor: `${day.netMinor}`,
        rightMinor: `${day.receivedMinor + day.namedMinor}`,
        differenceMinor: `${day.receivedMinor + day.namedMinor - day.netMinor}`,
      }),
    ),
  };
}
