import "server-only";
import type { EntryFilters, EntryRowDto, Side } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type EntryRaw = {
  account_seq: bigint;
  voucher_id: bigint;
  accounting_on: string;
  side: Side;
  amount_minor: bigint;
  asset: string;
  balance_before_minor: bigint;
  balance_after_minor: bigint;
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

/**
 * The entries of one account, the latest first, each with the balance before and after. In the order in which they were
 * posted, which is the only one in which balances run on; accounting days may go back and forth in it. Account and
 * vouchers are looked up apart: joined, a hot account's page would be planned as if all its entries were wanted.
 */
export async function listEntries(actor: Actor, filters: EntryFilters, page: Page): Promise<PageDto<EntryRowDto>> {
  const [account] = await reader.query<{ id: bigint }>(ACCOUNT, [filters.account, actor.scope]);
  if (!account) return { rows: [], nextCursor: null, count: { value: 0, capped: false } };
  const found = await readPage<EntryRaw, EntryRaw>({
    select: `SELECT e.account_seq, e.voucher_id, e.accounting_on, e.side, e.amount_minor, e.asset,
                    e.balance_before_minor, e.balance_after_minor`,
    from: "entries e",
    where: toWhere(account.id, filters),
    keys: ["e.account_seq"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow: (raw) => raw,
    toKey: (raw) => [`${raw.account_seq}`],
  });
  const vouchers = await reader.query<VoucherRaw>(VOUCHERS, [found.rows.map((raw) => raw.voucher_id)]);
  const byId = new Map(vouchers.map((voucher) => [voucher.id, voucher]));
  return { ...found, rows: found.rows.map((raw) => toRow(raw, byId.get(raw.voucher_id))) };
}

function toWhere(accountId: bigint, { side, from, to }: EntryFilters): Where {
  const where = new Where().add("e.account_id = ?", accountId);
  if (side) where.add("e.side = ?", side);
  if (from) where.add("e.accounting_on >= ?", from);
  if (to) where.add("e.accounting_on <= ?", to);
  return where;
}

function toRow(raw: EntryRaw, voucher: VoucherRaw | undefined): EntryRowDto {
  invariant(voucher, `entry ${raw.account_seq} has its voucher`);
  return {
    accountSeq: `${raw.account_seq}`,
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
    beforeMinor: `${raw.balance_before_minor}`,
    afterMinor: `${raw.balance_after_minor}`,
  };
}
