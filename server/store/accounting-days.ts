import "server-only";
import type { DayFacts } from "@/core/ledger/decide-day";
import { invariant } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

type FactsRow = { closed_through: string; first_day: string | null };

/** Up to which day the book is closed, and with which day it begins. */
export async function readDayFacts(db: DbReader): Promise<DayFacts> {
  const [row] = await db.query<FactsRow>(
    "SELECT closed_through, (SELECT min(accounting_on) FROM voucher_days) AS first_day FROM ledger_settings",
  );
  invariant(row, "the ledger has its settings");
  return { closedThrough: row.closed_through, firstDay: row.first_day };
}

/** The same for a command that closes or reopens: two of them take turns, so the second sees what the first did. */
export async function lockDayFacts(tx: DbTransaction): Promise<DayFacts> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('accounting_days'))");
  return readDayFacts(tx);
}

/** Closes the day and keeps its figures; answers how many vouchers stand in it. Waits for postings under way. */
export async function closeThrough(tx: DbTransaction, day: string): Promise<bigint> {
  const { commandId, actor, now } = tx.context;
  const [closed] = await tx.query<{ moved: boolean }>("SELECT ledger_close($1, $2) AS moved", [commandId, day]);
  invariant(closed?.moved, `${day} was still open under the lock of days`);
  const [row] = await tx.query<{ vouchers: bigint }>("SELECT ledger_keep_day($1, $2, $3, $4) AS vouchers", [
    commandId,
    day,
    actor.userId,
    now,
  ]);
  invariant(row, "a closed day is counted");
  return row.vouchers;
}

/** Makes `through` the last closed day again. */
export async function reopenThrough(tx: DbTransaction, through: string): Promise<void> {
  const { commandId } = tx.context;
  const [opened] = await tx.query<{ moved: boolean }>("SELECT ledger_reopen($1, $2) AS moved", [commandId, through]);
  invariant(opened?.moved, `the day after ${through} was still closed under the lock of days`);
  await tx.query("SELECT ledger_forget_days($1)", [through]);
}
