import "server-only";
import type { BankBreaksDto } from "@/contracts/bank-views";
import { addDays } from "@/core/calendar/settlement-day";
import { loadDayStates } from "@/server/bank/load-day-states";
import { findBreaks } from "@/server/queries/bank/list-bank-lines";
import { reader } from "@/server/transact";

const REACH_DAYS = 60;

/** What somebody has to look at between channels and banks: late and wrong remittances, and lines that nothing explains. */
export async function countBankBreaks(today: string): Promise<BankBreaksDto> {
  const days = await loadDayStates(reader, { from: addDays(today, -REACH_DAYS) }, today);
  const count = (state: string) => days.filter((day) => day.state === state).length;
  return { late: count("LATE"), otherAmount: count("OTHER_AMOUNT"), lines: (await findBreaks(null)).size };
}
