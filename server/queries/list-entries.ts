import "server-only";
import type { EntryFilters, EntryRowDto, Side } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { COUNT_CAP, decodeCursor, encodeCursor, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type EntryRaw = {
  account_seq: bigint | null;
  voucher_id: bigint;
  line_no: number;
  accounting_on: string;
  side: Side;
  amount_minor: bigint;
  asset: string;
  balance_before_minor: bigint | null;
  balance_after_minor: bigint | null;
};
type VoucherRaw = {
  id: bigint;
  voucher_no: string;
  occurred_at: Date;
  event: string;
  object_type: string;
  object_no: string;
  memo: string;
};
type Page = { readonly cursor: string | null; readonly limit: number };

const ACCOUNT = `
  SELECT a.id FROM accounts a LEFT JOIN merchants m ON m.id = a.merchant_id
  WHERE a.account_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`;
const VOUCHERS = `
  SELECT id, voucher_no, occurred_at, event, object_type, object_no, memo FROM vouchers WHERE id = ANY ($1)`;
const COLUMNS = `e.account_seq, e.voucher_id, e.line_no, e.accounting_on, e.side, e.amount_minor, e.asset,
  e.balance_before_minor, e.balance_after_minor`;

/** What waits to be folded in is gone within seconds; more than a screen of it is an alarm, not a list. */
const WAITING_SHOWN = 50;

/** Entries that took their place when they were posted. */
const DIRECT = `SELECT ${COLUMNS} FROM entries e`;
/** Those of a buffered account, whose place came later. The account is the first parameter of every where-clause here. */
const PLACED = `
  SELECT p.account_seq, e.voucher_id, e.line_no, e.accounting_on, e.side, e.amount_minor, e.asset,
         p.balance_before_minor, p.balance_after_minor
  FROM entry_positions p
  JOIN entries e ON e.voucher_id = p.voucher_id AND e.line_no = p.line_no AND e.accounting_on = p.accounting_on`;

/**
 * The entries of one account that have their place, the latest first, each with the balance before and after. In the
 * order in which they were posted, which is the only one in which balances run on; accounting days may go back and forth
 * in it. Account and vouchers are looked up apart: joined, a hot account's page would be planned as if all its entries
 * were wanted. For the same reason the two kinds of entries are read one by one, each by its index, and merged, instead
 * of through the view `account_entries`.
 */
export async function listEntries(actor: Actor, filters: EntryFilters, page: Page): Promise<PageDto<EntryRowDto>> {
  const accountId = await findAccountId(actor, filters.account);
  if (accountId === null) return { rows: [], nextCursor: null, count: { value: 0, capped: false } };
  const count = await countEntries(accountId, filters);
  const after = decodeCursor(page.cursor, 1)?.[0] ?? null;
  const where = toWhere(accountId, filters).add("?::bigint IS NOT NULL", page.limit + 1);
  const limit = `ORDER BY account_seq DESC LIMIT $${where.params.length}`;
  const branch = (select: string, seq: string, more: string) => {
    const cut = after === null ? "" : `AND ${seq} < $${where.params.length + 1}::bigint`;
    return `(${select} ${where.toSql()} ${more} ${cut} ${limit})`;
  };
  const raws = await reader.query<EntryRaw>(
    `${branch(DIRECT, "e.account_seq", "AND e.account_seq IS NOT NULL")} UNION ALL
     ${branch(PLACED, "p.account_seq", "AND p.account_id = $1")} ${limit}`,
    after === null ? where.params : [...where.params, after],
  );
  const shown = raws.slice(0, page.limit);
  const last = shown.at(-1);
  const nextCursor = raws.length > page.limit && last ? encodeCursor([`${last.account_seq}`]) : null;
  return { rows: await withVouchers(shown), nextCursor, count };
}

async function countEntries(accountId: bigint, filters: EntryFilters): Promise<PageDto<unknown>["count"]> {
  const where = toWhere(accountId, filters);
  const [row] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT 1 FROM entries e ${where.toSql()} AND e.account_seq IS NOT NULL
       UNION ALL (SELECT 1 FROM (${PLACED} ${where.toSql()} AND p.account_id = $1) AS placed)
       LIMIT ${COUNT_CAP + 1}) AS capped`,
    where.params,
  );
  const value = row?.count ?? 0;
  return { value: Math.min(value, COUNT_CAP), capped: value > COUNT_CAP };
}

/** The newest entries of a hot account that have no place in its order yet. Their amounts count already. */
export async function listWaitingEntries(actor: Actor, accountNo: string): Promise<EntryRowDto[]> {
  const accountId = await findAccountId(actor, accountNo);
  if (accountId === null) return [];
  const raws = await reader.query<EntryRaw>(
    `SELECT ${COLUMNS} FROM buffered_entries w
     JOIN entries e ON e.voucher_id = w.voucher_id AND e.line_no = w.line_no AND e.accounting_on = w.accounting_on
     WHERE w.account_id = $1 ORDER BY w.id DESC LIMIT ${WAITING_SHOWN}`,
    [accountId],
  );
  return withVouchers(raws);
}

async function findAccountId(actor: Actor, accountNo: string): Promise<bigint | null> {
  const [account] = await reader.query<{ id: bigint }>(ACCOUNT, [accountNo, actor.scope]);
  return account?.id ?? null;
}

async function withVouchers(raws: readonly EntryRaw[]): Promise<EntryRowDto[]> {
  const vouchers = await reader.query<VoucherRaw>(VOUCHERS, [raws.map((raw) => raw.voucher_id)]);
  const byId = new Map(vouchers.map((voucher) => [voucher.id, voucher]));
  return raws.map((raw) => toRow(raw, byId.get(raw.voucher_id)));
}

function toWhere(accountId: bigint, { side, from, to }: EntryFilters): Where {
  const where = new Where().add("e.account_id = ?", accountId);
  if (side) where.add("e.side = ?", side);
  if (from) where.add("e.accounting_on >= ?", from);
  if (to) where.add("e.accounting_on <= ?", to);
  return where;
}

function toRow(raw: EntryRaw, voucher: VoucherRaw | undefined): EntryRowDto {
  invariant(voucher, `entry ${raw.voucher_id}/${raw.line_no} has its voucher`);
  return {
    entryId: `${raw.voucher_id}-${raw.line_no}`,
    accountSeq: wireOf(raw.account_seq),
    voucherNo: voucher.voucher_no,
    accountingOn: raw.accounting_on,
    occurredAt: voucher.occurred_at.toISOString(),
    event: voucher.event,
    objectType: voucher.object_type,
    objectNo: voucher.object_no,
    memo: voucher.memo,
    side: raw.side,
    amountMinor: `${raw.amount_minor}`,
    asset: raw.asset,
    beforeMinor: wireOf(raw.balance_before_minor),
    afterMinor: wireOf(raw.balance_after_minor),
  };
}

function wireOf(value: bigint | null): string | null {
  return value === null ? null : `${value}`;
}
