import "server-only";
import { signedMinor } from "@/core/statements/cash-line";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import type { KeyedLine } from "@/server/bank/read-bank-file";
import type { DbTransaction } from "@/server/transact";

const ROWS_AT_ONCE = 5_000;

/**
 * Makes these the lines of a statement's newest version: a line that it has already keeps its row, with whatever it was
 * matched with; one that is gone is dropped by this version; the others are new.
 */
export async function insertBankLines(
  tx: DbTransaction,
  account: BankAccountRow,
  statementId: bigint,
  rootId: bigint,
  lines: readonly KeyedLine[],
): Promise<void> {
  await tx.query(
    `UPDATE bank_lines SET dropped_by = $1
     WHERE root_id = $2 AND dropped_by IS NULL AND line_key <> ALL ($3)`,
    [statementId, rootId, lines.map((line) => line.lineKey)],
  );
  for (let start = 0; start < lines.length; start += ROWS_AT_ONCE) {
    const rows = lines.slice(start, start + ROWS_AT_ONCE).map(toRow);
    await tx.query(
      `INSERT INTO bank_lines (bank_account_id, statement_id, root_id, line_key, line_no, byte_offset, booked_on, value_on,
         signed_minor, asset, is_reversal, balance_after_minor, business_type, entry_no, channel_reference, our_reference,
         counterparty_name, counterparty_account_no, remark, raw, command_id)
       SELECT $1, $2, $3, line_key, line_no, byte_offset, booked_on, value_on, signed_minor, asset, is_reversal,
         balance_after_minor, business_type, entry_no, channel_reference, our_reference, counterparty_name,
         counterparty_account_no, remark, raw, $4
       FROM jsonb_to_recordset($5) AS l (line_key text, line_no bigint, byte_offset bigint, booked_on date, value_on date,
         signed_minor bigint, asset text, is_reversal boolean, balance_after_minor bigint, business_type text, entry_no text,
         channel_reference text, our_reference text, counterparty_name text, counterparty_account_no text, remark text, raw text)
       WHERE NOT EXISTS (SELECT 1 FROM bank_lines k WHERE k.root_id = $3 AND k.line_key = l.line_key AND k.dropped_by IS NULL)
       ORDER BY line_no`,
      [account.id, statementId, rootId, tx.context.commandId, JSON.stringify(rows)],
    );
  }
}

function toRow(line: KeyedLine) {
  return {
    line_key: line.lineKey,
    line_no: line.lineNo,
    byte_offset: line.byteOffset,
    // The bank's own day: an instant is written with the bank's offset, so its date is the day that the bank means.
    booked_on: line.happenedAt.slice(0, 10),
    value_on: line.valueOn,
    signed_minor: `${signedMinor(line)}`,
    asset: line.asset,
    is_reversal: line.isReversal,
    balance_after_minor: line.balanceAfterMinor === null ? null : `${line.balanceAfterMinor}`,
    business_type: clean(line.businessType),
    entry_no: clean(line.entryNo),
    channel_reference: clean(line.channelReference),
    our_reference: clean(line.ourReference),
    counterparty_name: clean(line.counterpartyName),
    counterparty_account_no: clean(line.counterpartyAccountNo),
    remark: clean(line.remark),
    raw: clean(line.raw),
  };
}

/** The database keeps no NUL in a text; a file may have one. */
function clean(text: string | null): string | null {
  return text === null ? null : text.replaceAll("\0", "\uFFFD").trim();
}
