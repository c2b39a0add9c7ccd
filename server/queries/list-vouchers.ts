import "server-only";
import type { VoucherFilters, VoucherRowDto } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { limitToScope } from "@/server/queries/voucher-scope";

type VoucherRaw = {
  id: bigint;
  voucher_no: string;
  accounting_on: string;
  occurred_at: Date;
  event: string;
  object_type: string;
  object_no: string;
  memo: string;
  reverses: string | null;
  is_reversed: boolean;
  totals: { asset: string; amountMinor: string }[] | null;
};
type Page = { readonly cursor: string | null; readonly limit: number };

const SELECT = `
  SELECT v.id, v.voucher_no, v.accounting_on, v.occurred_at, v.event, v.object_type, v.object_no, v.memo,
         (SELECT r.voucher_no FROM vouchers r WHERE r.id = v.reverses_voucher_id) AS reverses,
         EXISTS (SELECT 1 FROM vouchers r WHERE r.reverses_voucher_id = v.id) AS is_reversed,
         (SELECT json_agg(json_build_object('asset', t.asset, 'amountMinor', t.minor::text) ORDER BY t.asset)
          FROM (SELECT e.asset, sum(e.amount_minor) AS minor FROM entries e
                WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND e.side = 'DEBIT' GROUP BY e.asset) t
         ) AS totals`;

/** By number of the voucher or of what it is about. Walks the few object types, since the index begins with them. */
const NAMED = `v.id IN (
  WITH RECURSIVE types AS (
    (SELECT object_type FROM vouchers ORDER BY object_type LIMIT 1)
    UNION ALL
    SELECT (SELECT n.object_type FROM vouchers n WHERE n.object_type > types.object_type ORDER BY n.object_type LIMIT 1)
    FROM types WHERE types.object_type IS NOT NULL
  )
  SELECT id FROM vouchers WHERE voucher_no = ?
  UNION ALL
  SELECT n.id FROM types JOIN vouchers n ON n.object_type = types.object_type AND n.object_no = ?)`;

/** Vouchers, the newest accounting day first. */
export function listVouchers(actor: Actor, filters: VoucherFilters, page: Page): Promise<PageDto<VoucherRowDto>> {
  const { no, event, from, to } = filters;
  const where = new Where();
  if (no) where.add(NAMED, no, no);
  if (event) where.add("v.event = ?", event);
  if (from) where.add("v.accounting_on >= ?", from);
  if (to) where.add("v.accounting_on <= ?", to);
  limitToScope(where, actor.scope);
  return readPage<VoucherRaw, VoucherRowDto>({
    select: SELECT,
    from: "vouchers v",
    where,
    keys: ["v.accounting_on", "v.id"],
    casts: ["date", "bigint"],
    direction: "DESC",
    page,
    toRow,
    toKey: (raw) => [raw.accounting_on, `${raw.id}`],
  });
}

function toRow(raw: VoucherRaw): VoucherRowDto {
  return {
    voucherNo: raw.voucher_no,
    accountingOn: raw.accounting_on,
    occurredAt: raw.occurred_at.toISOString(),
    event: raw.event,
    objectType: raw.object_type,
    objectNo: raw.object_no,
    memo: raw.memo,
    reversesVoucherNo: raw.reverses,
    isReversed: raw.is_reversed,
    totals: raw.totals ?? [],
  };
}
