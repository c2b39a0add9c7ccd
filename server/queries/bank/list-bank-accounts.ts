import "server-only";
import type { BankAccountDto, BankAccountPageDto, BankDifferenceDto, BankEntryDto } from "@/contracts/bank-views";
import { matchRemittances } from "@/core/remittances/match-remittances";
import { listBankAccounts as listBookAccounts } from "@/server/bank/bank-accounts";
import { type BankDifference, explainDifference, listDifferences } from "@/server/bank/explain-difference";
import { BOOK_ENTRIES, loadFacts } from "@/server/bank/load-facts";
import { reader } from "@/server/transact";

const MAX_ENTRIES = 50;

type AccountRaw = {
  code: string;
  asset: string;
  fileAccountNo: string | null;
  channels: string[];
  bookMinor: bigint;
  unexplained: number;
};

const ACCOUNTS = `
  WITH known AS (
    SELECT code, asset FROM bank_accounts WHERE kind = 'RESERVE'
    UNION SELECT bank_account, asset FROM accounts WHERE gl_code = '1002'
    UNION SELECT bank_account, 'CNY' FROM channels
  )
  SELECT k.code, k.asset, b.file_account_no AS "fileAccountNo",
         ARRAY(SELECT c.name FROM channels c WHERE c.bank_account = k.code ORDER BY c.id) AS channels,
         coalesce(held.posted_minor, 0)::bigint AS "bookMinor",
         (SELECT count(*)::int FROM bank_lines l WHERE l.bank_account_id = b.id AND l.dropped_by IS NULL AND l.signed_minor <> 0
            AND NOT EXISTS (SELECT 1 FROM bank_match_lines m WHERE m.line_id = l.id AND m.is_live)) AS unexplained
  FROM known k LEFT JOIN bank_accounts b ON b.code = k.code AND b.asset = k.asset
  LEFT JOIN accounts a ON a.gl_code = '1002' AND a.bank_account = k.code AND a.asset = k.asset
  LEFT JOIN account_holdings held ON held.account_id = a.id
  ORDER BY k.code, k.asset <> 'CNY', k.asset`;

/** Every reserve account that channels remit to or the books have, bank beside book: a handful, so they are not paged. */
export async function listBankAccounts(): Promise<BankAccountDto[]> {
  const differences = new Map((await listDifferences(reader)).map((one) => [`${one.code} ${one.asset}`, one]));
  return (await reader.query<AccountRaw>(ACCOUNTS)).map(({ bookMinor, ...raw }) => {
    const found = differences.get(`${raw.code} ${raw.asset}`);
    return {
      ...raw,
      bookMinor: `${bookMinor}`,
      closedOn: found?.closedOn ?? null,
      closingMinor: found ? `${found.closingMinor}` : null,
      differenceMinor: found ? `${found.closingMinor - found.bookMinor}` : null,
      gaps: found?.gaps ?? 0,
    };
  });
}

/** One account with what makes its difference, in each currency; null where nobody knows it. */
export async function getBankAccount(code: string): Promise<BankAccountPageDto | null> {
  const rows = (await listBankAccounts()).filter((account) => account.code === code);
  if (rows.length === 0) return null;
  const accounts = (await listBookAccounts(reader, code)).filter(({ kind }) => kind === "RESERVE");
  const differences: BankDifferenceDto[] = [];
  let matchable = 0;
  for (const account of accounts) {
    const difference = await explainDifference(reader, account.id);
    if (difference)
      differences.push(toDifference(difference, await listEntries(account.code, account.asset, difference)));
    matchable += matchRemittances(await loadFacts(reader, account)).matches.length;
  }
  const channels = await reader.query<{ code: string; name: string }>(
    "SELECT code, name FROM channels WHERE bank_account = $1 ORDER BY id",
    [code],
  );
  return {
    code,
    assets: rows.map((row) => row.asset),
    fileAccountNos: [...new Set(rows.flatMap((row) => row.fileAccountNo ?? []))],
    channels,
    differences,
    matchable,
  };
}

async function listEntries(code: string, asset: string, { beginsOn }: BankDifference): Promise<BankEntryDto[]> {
  const rows = await reader.query<{ voucherNo: string; event: string; on: string; minor: bigint }>(
    `SELECT v.voucher_no AS "voucherNo", v.event, e.accounting_on AS on, e.change_minor AS minor
     ${BOOK_ENTRIES} AND e.accounting_on >= $3 ORDER BY e.accounting_on DESC, v.id DESC LIMIT ${MAX_ENTRIES}`,
    [code, asset, beginsOn],
  );
  return rows.map((row) => ({ ...row, minor: `${row.minor}` }));
}

function toDifference(found: BankDifference, entries: readonly BankEntryDto[]): BankDifferenceDto {
  const { asset, beginsOn, closedOn, closingMinor, bookMinor, isExplained } = found;
  return {
    asset,
    beginsOn,
    closedOn,
    closingMinor: `${closingMinor}`,
    bookMinor: `${bookMinor}`,
    differenceMinor: `${closingMinor - bookMinor}`,
    isExplained,
    parts: [
      { part: "BEFORE", minor: `${found.beforeMinor}`, count: null },
      { part: "GAPS", minor: `${found.gapMinor}`, count: found.gaps },
      { part: "UNBOOKED", minor: `${found.unbookedMinor}`, count: found.unbooked },
      { part: "UNSEEN", minor: `${-found.unseenMinor}`, count: found.unseen },
      { part: "AHEAD", minor: `${-found.aheadMinor}`, count: found.ahead },
    ],
    entries,
  };
}
