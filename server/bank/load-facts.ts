import "server-only";
import { addDays } from "@/core/calendar/settlement-day";
import type { RemittanceFacts } from "@/core/remittances/match-remittances";
import type { BankLine, BookEntry, ExpectedDay } from "@/core/remittances/remittance";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { loadRemittanceDays, type RemittanceDay } from "@/server/bank/load-expected";
import { toRemitter } from "@/server/bank/remitter-names";
import type { DbReader } from "@/server/transact";

/** How much older than the oldest open line a day or a voucher may be that explains it. */
const REACH_DAYS = 60;
export const MAX_OPEN_LINES = 20_000;

/** Lines that stand, and that no match has taken. */
export const OPEN_LINES = `
  FROM bank_lines l WHERE l.bank_account_id = $1 AND l.dropped_by IS NULL
    AND NOT EXISTS (SELECT 1 FROM bank_match_lines m WHERE m.line_id = l.id AND m.is_live)`;
const LINES = `
  SELECT l.id, l.booked_on AS "bookedOn", l.signed_minor AS "signedMinor", l.is_reversal AS "isReversal",
         l.entry_no AS "entryNo", l.channel_reference AS "channelReference", l.our_reference AS "ourReference",
         l.counterparty_name AS "counterpartyName", l.remark,
         EXISTS (SELECT 1 FROM bank_match_lines x JOIN bank_matches m ON m.id = x.match_id AND m.undone_by IS NOT NULL
                 WHERE x.line_id = l.id) AS "isHeld"
  ${OPEN_LINES} AND l.signed_minor <> 0 ORDER BY l.booked_on DESC, l.id DESC LIMIT ${MAX_OPEN_LINES}`;

/**
 * What the ledger moves on the account and no line stands for. Remittances by hand belong to their days, suspense to its
 * lines, and what was reversed is no movement at all. A transfer between two of our banks moves both, and each has its own line.
 */
export const BOOK_ENTRIES = `
  FROM accounts a JOIN entries e ON e.account_id = a.id JOIN vouchers v ON v.id = e.voucher_id AND v.accounting_on = e.accounting_on
  WHERE a.gl_code = '1002' AND a.bank_account = $1 AND a.asset = $2 AND v.reverses_voucher_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.reverses_voucher_id = v.id)
    AND NOT EXISTS (SELECT 1 FROM bank_match_vouchers m JOIN bank_accounts b ON b.id = m.bank_account_id
                    WHERE m.voucher_id = v.id AND m.is_live AND b.code = a.bank_account AND b.asset = a.asset)
    AND NOT EXISTS (SELECT 1 FROM bank_suspense s WHERE s.voucher_id = v.id)`;
const ENTRIES = `
  SELECT v.id AS "voucherId", e.change_minor AS "signedMinor", v.voucher_no, v.idempotency_key AS key, v.object_type, v.object_no
  ${BOOK_ENTRIES} AND v.object_type <> 'channel_day' AND e.accounting_on >= $3 ORDER BY v.id DESC LIMIT ${MAX_OPEN_LINES}`;

type EntryRaw = Omit<BookEntry, "names"> & { voucher_no: string; key: string; object_type: string; object_no: string };
/** Objects that many vouchers share: their numbers mean none of them. */
const SHARED_OBJECTS = new Set(["merchant", "bank_account", "channel_day"]);

/** Everything that decides what the open lines of an account are; without open lines there is nothing to decide. */
export async function loadFacts(db: DbReader, account: BankAccountRow): Promise<RemittanceFacts> {
  const { code, asset } = account;
  const lines = await db.query<BankLine>(LINES, [account.id]);
  const oldest = lines.at(-1);
  if (!oldest) return { lines, days: [], entries: [], remitters: [] };
  const from = addDays(oldest.bookedOn, -REACH_DAYS);
  const days = await loadRemittanceDays(db, { bankAccount: code, asset, from });
  const entries = await db.query<EntryRaw>(ENTRIES, [code, asset, from]);
  const channels = await db.query<{ code: string; name: string; format: string }>(
    "SELECT code, name, format FROM channels WHERE bank_account = $1 ORDER BY id",
    [code],
  );
  return {
    lines,
    days: days.filter((day) => day.openMinor !== 0n).map(toExpected),
    entries: entries.map(toEntry),
    remitters: channels.map(toRemitter),
  };
}

function toExpected(day: RemittanceDay): ExpectedDay {
  const { channel, settlesOn, dueOn, statementNo, openMinor, booked } = day;
  return { channel, settlesOn, dueOn, statementNo, openMinor, booked };
}

function toEntry({ voucher_no, key, object_type, object_no, ...entry }: EntryRaw): BookEntry {
  const names = [voucher_no, key, key.slice(key.indexOf(":") + 1)];
  return { ...entry, names: SHARED_OBJECTS.has(object_type) ? names : [...names, object_no] };
}
