import "server-only";
import type { Side, TrialAccountDto, TrialAccountFilters } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import { subjectsUnder } from "@/core/ledger/chart";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { isKept } from "@/server/queries/trial-balance";

type Raw = {
  account_no: string;
  owner_name: string | null;
  asset: string;
  normal_side: Side;
  debit: bigint;
  credit: bigint;
  closing: bigint;
};
type Page = { readonly cursor: string | null; readonly limit: number };

/** Of a closed day: the account's last row up to the day; one of the day itself has its turnover. */
const KEPT = `
  LEFT JOIN LATERAL (
    SELECT k.closing_minor AS closing, CASE k.accounting_on WHEN $1::date THEN k.debit_minor END AS debit,
           CASE k.accounting_on WHEN $1::date THEN k.credit_minor END AS credit
    FROM closed_day_accounts k WHERE k.account_id = a.id AND k.accounting_on <= $1::date ORDER BY k.accounting_on DESC LIMIT 1
  ) f ON true`;
/** Of an open day: what the account holds less what is dated later. */
const COMPUTED = `
  LEFT JOIN LATERAL (
    SELECT (SELECT h.posted_minor FROM account_holdings h WHERE h.account_id = a.id)
             - coalesce(sum(e.change_minor) FILTER (WHERE e.accounting_on > $1::date), 0) AS closing,
           sum(e.amount_minor) FILTER (WHERE e.accounting_on = $1::date AND e.side = 'DEBIT') AS debit,
           sum(e.amount_minor) FILTER (WHERE e.accounting_on = $1::date AND e.side = 'CREDIT') AS credit
    FROM entries e WHERE e.account_id = a.id AND e.accounting_on >= $1::date
  ) f ON true`;

/**
 * The accounts of one subject as they stood in a day's trial balance, by number. For those who see the whole company
 * only, as the trial balance is.
 */
export async function listTrialAccounts(
  actor: Actor,
  { subject, date, asset, show }: TrialAccountFilters,
  page: Page,
): Promise<PageDto<TrialAccountDto>> {
  if (actor.scope !== null) return { rows: [], nextCursor: null, count: { value: 0, capped: false } };
  const kept = await isKept(date);
  // The first parameter is the day: the joins, which only the rows shown need, name it as $1.
  const where = new Where().add("?::date IS NOT NULL", date).add("a.gl_code = ANY (?)", subjectsUnder(subject));
  if (asset) where.add("a.asset = ?", asset);
  if (show === "moved") {
    const of = kept ? "closed_day_accounts m WHERE m.debit_minor + m.credit_minor > 0 AND" : "entries m WHERE";
    where.add(`a.id IN (SELECT m.account_id FROM ${of} m.accounting_on = ?)`, date);
  }
  return readPage<Raw, TrialAccountDto>({
    select: `SELECT a.account_no, coalesce(m.name, c.name, a.bank_account) AS owner_name, a.asset, a.normal_side,
                    coalesce(f.debit, 0)::bigint AS debit, coalesce(f.credit, 0)::bigint AS credit,
                    coalesce(f.closing, 0)::bigint AS closing`,
    from: "accounts a",
    joins: `LEFT JOIN merchants m ON m.id = a.merchant_id LEFT JOIN channels c ON c.id = a.channel_id
            ${kept ? KEPT : COMPUTED}`,
    where,
    keys: ["a.account_no"],
    casts: ["text"],
    direction: "ASC",
    page,
    toRow,
    toKey: (raw) => [raw.account_no],
  });
}

function toRow(raw: Raw): TrialAccountDto {
  const change = raw.normal_side === "DEBIT" ? raw.debit - raw.credit : raw.credit - raw.debit;
  return {
    accountNo: raw.account_no,
    ownerName: raw.owner_name,
    asset: raw.asset,
    openingMinor: `${raw.closing - change}`,
    debitMinor: `${raw.debit}`,
    creditMinor: `${raw.credit}`,
    closingMinor: `${raw.closing}`,
  };
}
