import "server-only";
import type { EntryFilters, EntryRowDto, Side } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";

type EntryRaw = {
  account_seq: bigint;
  voucher_no: string;
  accounting_on: string;
  occurred_at: Date;
  event: string;
  object_type: string;
  object_no: string;
  memo: string;
  side: Side;
  amount_minor: bigint;
  asset: string;
  balance_before_minor: bigint;
  balance_after_minor: bigint;
};
type Page = { readonly cursor: string | null; readonly limit: number };

const SELECT = `
  SELECT e.account_seq, v.voucher_no, e.accounting_on, v.occurred_at, v.event, v.object_type, v.object_no, v.memo, e.side,
         e.amount_minor, e.asset, e.balance_before_minor, e.balance_after_minor`;

/**
 * The entries of one account, the latest first, each with the balance before and after. In the order in which they were
 * posted, which is the only one in which balances run on; accounting days may go back and forth in it.
 */
export function listEntries(actor: Actor, filters: EntryFilters, page: Page): Promise<PageDto<EntryRowDto>> {
  return readPage<EntryRaw, EntryRowDto>({
    select: SELECT,
    from: "entries e",
    joins: "JOIN vouchers v ON v.id = e.voucher_id",
    where: toWhere(actor, filters),
    keys: ["e.account_seq"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow,
    toKey: (raw) => [`${raw.account_seq}`],
  });
}

function toWhere(actor: Actor, { account, side, from, to }: EntryFilters): Where {
  const where = new Where();
  where.add(
    `e.account_id = (SELECT a.id FROM accounts a LEFT JOIN merchants m ON m.id = a.merchant_id
       WHERE a.account_no = ? AND (?::text[] IS NULL OR m.merchant_no = ANY (?)))`,
    account,
    actor.scope,
    actor.scope,
  );
  if (side) where.add("e.side = ?", side);
  if (from) where.add("e.accounting_on >= ?", from);
  if (to) where.add("e.accounting_on <= ?", to);
  return where;
}

function toRow(raw: EntryRaw): EntryRowDto {
  return {
    accountSeq: `${raw.account_seq}`,
    voucherNo: raw.voucher_no,
    accountingOn: raw.accounting_on,
    occurredAt: raw.occurred_at.toISOString(),
    event: raw.event,
    objectType: raw.object_type,
    objectNo: raw.object_no,
    memo: raw.memo,
    side: raw.side,
    amountMinor: `${raw.amount_minor}`,
    asset: raw.asset,
    beforeMinor: `${raw.balance_before_minor}`,
    afterMinor: `${raw.balance_after_minor}`,
  };
}
