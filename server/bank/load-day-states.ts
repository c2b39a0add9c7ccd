import "server-only";
import { matchRemittances } from "@/core/remittances/match-remittances";
import { type DayRemittanceState, stateOfDay } from "@/core/remittances/remittance";
import { type BankAccountRow, listBankAccounts } from "@/server/bank/bank-accounts";
import { type DayQuestion, loadRemittanceDays, type RemittanceDay } from "@/server/bank/load-expected";
import { loadFacts } from "@/server/bank/load-facts";
import type { DbReader } from "@/server/transact";

export type RemittanceDayState = RemittanceDay & {
  readonly state: DayRemittanceState;
  /** What lines that name the day brought although it is another sum. */
  readonly namedMinor: bigint;
  readonly namedLineIds: readonly bigint[];
};
type Named = { minor: bigint; lineIds: bigint[] };

/** The days asked for with what became of each; `today` decides what merely waits. */
export async function loadDayStates(db: DbReader, question: DayQuestion, today: string): Promise<RemittanceDayState[]> {
  const days = await loadRemittanceDays(db, question);
  const named = new Map<string, Named>();
  const seenThrough = new Map<string, string | null>();
  const codes = new Set(days.map((day) => day.bankAccount));
  for (const account of (await listBankAccounts(db, null)).filter(
    ({ kind, code }) => kind === "RESERVE" && codes.has(code),
  )) {
    seenThrough.set(`${account.code} ${account.asset}`, await findSeenThrough(db, account.id));
    await addNamed(db, account, named);
  }
  return days.map((day) => {
    const found = named.get(keyOf(day));
    const seen = seenThrough.get(`${day.bankAccount} ${day.asset}`) ?? null;
    const state = stateOfDay(day, today, seen, found !== undefined);
    return { ...day, state, namedMinor: found?.minor ?? 0n, namedLineIds: found?.lineIds ?? [] };
  });
}

/** The last day that the bank's statements of an account cover, or null. */
export async function findSeenThrough(db: DbReader, accountId: bigint): Promise<string | null> {
  const [row] = await db.query<{ on: string | null }>(
    "SELECT max(ends_on) AS on FROM bank_statements WHERE bank_account_id = $1 AND superseded_by IS NULL",
    [accountId],
  );
  return row?.on ?? null;
}

/** Which open lines name which day although its sum is another. */
async function addNamed(db: DbReader, account: BankAccountRow, named: Map<string, Named>): Promise<void> {
  const facts = await loadFacts(db, account);
  const amountOf = new Map(facts.lines.map((line) => [line.id, line.signedMinor]));
  for (const { kind, channel, settlesOn, lineId } of matchRemittances(facts).breaks) {
    if (kind !== "OTHER_AMOUNT" || channel === null || settlesOn === null) continue;
    const key = keyOf({ channel, settlesOn, asset: account.asset });
    const known = named.get(key) ?? { minor: 0n, lineIds: [] };
    known.minor += amountOf.get(lineId) ?? 0n;
    known.lineIds.push(lineId);
    named.set(key, known);
  }
}

export function keyOf({ channel, settlesOn, asset }: Pick<RemittanceDay, "channel" | "settlesOn" | "asset">): string {
  return `${channel} ${settlesOn} ${asset}`;
}
