import "server-only";
import type { VoucherFilters, VoucherRowDto } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import { addDays } from "@/core/calendar/settlement-day";
import { parseDecimalAmount } from "@/core/money/parse-money";
import type { Actor } from "@/core/permissions/actor";
import { countRows, decodeCursor, readPage, Where } from "@/server/queries/keyset";
import { limitToScope } from "@/server/queries/voucher-scope";
import { reader } from "@/server/transact";

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

/** What no index serves is looked for in this many days at most. */
const DAYS_SEARCHED = 31;
/** So many days a page reads at first, then, and before it reads all. */
const DAYS_READ = [1, 8, 64];
/** An account with fewer entries is searched through its entries, one with more through the newest vouchers. */
const SHORT_ACCOUNT_ENTRIES = 20_000;

const SELECT = `
  SELECT v.id, v.voucher_no, v.accounting_on, v.occurred_at, v.event, v.object_type, v.object_no, v.memo,
         (SELECT r.voucher_no FROM vouchers r WHERE r.id = v.reverses_voucher_id) AS reverses,
         EXISTS (SELECT 1 FROM vouchers r WHERE r.reverses_voucher_id = v.id) AS is_reversed,
         (SELECT json_agg(json_build_object('asset', t.asset, 'amountMinor', t.minor::text) ORDER BY t.asset)
          FROM (SELECT e.asset, sum(e.amount_minor) AS minor FROM entries e
                WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND e.side = 'DEBIT' GROUP BY e.asset) t
         ) AS totals`;

/** Vouchers whose key does not end in their object's number have an index that begins with the object's type, of few types. */
const ELSEWISE = "split_part(n.idempotency_key, ':', -1) <> n.object_no";
/** By number of the voucher or of what it is about. */
const NAMED = `v.id IN (
  WITH RECURSIVE types AS (
    (SELECT n.object_type FROM vouchers n WHERE ${ELSEWISE} ORDER BY n.object_type LIMIT 1)
    UNION ALL
    SELECT (SELECT n.object_type FROM vouchers n WHERE n.object_type > types.object_type AND ${ELSEWISE} ORDER BY n.object_type LIMIT 1)
    FROM types WHERE types.object_type IS NOT NULL
  )
  SELECT id FROM vouchers WHERE id = voucher_id_of(?) AND voucher_no = ?
  UNION ALL
  SELECT n.id FROM vouchers n WHERE split_part(n.idempotency_key, ':', -1) = ? AND n.object_no = ?
  UNION ALL
  SELECT n.id FROM types JOIN vouchers n ON n.object_type = types.object_type AND n.object_no = ? AND ${ELSEWISE})`;

const MADE_BY = `(
  EXISTS (SELECT 1 FROM receipts c JOIN users u ON u.id = c.actor_id WHERE c.command_id = v.command_id AND u.login = ?)
  OR EXISTS (SELECT 1 FROM approvals p JOIN users u ON u.id = p.maker_id WHERE p.id = v.approval_id AND u.login = ?))`;

/**
 * Vouchers, the newest accounting day first. Numbers, events, memos and short accounts are found by index in the whole
 * book; amounts, assets, makers and hot accounts are looked for in 31 days, up to `to` or the newest day.
 */
export async function listVouchers(actor: Actor, filters: VoucherFilters, page: Page): Promise<PageDto<VoucherRowDto>> {
  const where = new Where();
  const isOfAccount = await addLines(where, filters);
  const isBounded = (filters.min || filters.max || filters.asset || filters.maker || filters.account) && !isOfAccount;
  const days = isBounded && !filters.no ? await boundedDays(filters) : filters;
  if (filters.no) where.add(NAMED, ...Array.from({ length: 5 }, () => filters.no));
  if (filters.event) where.add("v.event = ?", filters.event);
  if (days.from) where.add("v.accounting_on >= ?", days.from);
  if (days.to) where.add("v.accounting_on <= ?", days.to);
  if (filters.memo) where.add("v.memo <> '' AND v.memo ILIKE ?", `%${filters.memo.replace(/[\\%_]/g, "\\$&")}%`);
  if (filters.maker) where.add(MADE_BY, filters.maker, filters.maker);
  limitToScope(where, actor.scope);
  const count = await countRows("vouchers v", where);
  const isFew = filters.no !== undefined || isOfAccount || actor.scope !== null;
  return { ...(isFew ? await readVouchers(where, page) : await readNewest(where, page, days.to)), count };
}

/**
 * A page of the newest days that fill it. No index has vouchers in the order of their days, but block ranges tell where
 * those of some days are: a page first reads one day, then a few, and all that are left only where they are nearly empty.
 */
async function readNewest(where: Where, page: Page, to: string | undefined): Promise<PageDto<VoucherRowDto>> {
  const newest = decodeCursor(page.cursor, 2)?.[0] ?? to ?? null;
  const days = await reader.query<{ day: string }>(
    `SELECT accounting_on AS day FROM voucher_days WHERE $1::date IS NULL OR accounting_on <= $1
     ORDER BY accounting_on DESC LIMIT ${DAYS_READ.at(-1)}`,
    [newest],
  );
  for (const { day } of DAYS_READ.flatMap((count) => days[count - 1] ?? [])) {
    const some = where.copy().add("v.accounting_on >= ?", day);
    const read = await readVouchers(newest === null ? some : some.add("v.accounting_on <= ?", newest), page);
    if (read.nextCursor !== null) return read;
  }
  return readVouchers(where, page);
}

function readVouchers(where: Where, page: Page): Promise<PageDto<VoucherRowDto>> {
  return readPage<VoucherRaw, VoucherRowDto>({
    select: SELECT,
    from: "vouchers v",
    where,
    keys: ["v.accounting_on", "v.id"],
    casts: ["date", "bigint"],
    direction: "DESC",
    page,
    countsApart: true,
    toRow,
    toKey: (raw) => [raw.accounting_on, `${raw.id}`],
  });
}

/** What one of the lines has to be like. Answers whether a short account's entries lead to the vouchers. */
async function addLines(where: Where, { account, asset, min, max }: VoucherFilters): Promise<boolean> {
  const line: [condition: string, value: unknown][] = [];
  const [found] = account
    ? await reader.query<{ id: bigint; entry_seq: bigint }>(
        "SELECT a.id, h.entry_seq FROM accounts a JOIN account_holdings h ON h.account_id = a.id WHERE a.account_no = $1",
        [account],
      )
    : [];
  if (account) line.push(["e.account_id = ?", found?.id ?? 0n]);
  if (asset || min || max) line.push(["e.asset = ?", asset ?? "CNY"]);
  const scale = min || max ? await scaleOf(asset ?? "CNY") : 0;
  if (min) line.push(["e.amount_minor >= ?", minorOf(min, scale)]);
  if (max) line.push(["e.amount_minor <= ?", minorOf(max, scale)]);
  if (line.length === 0) return false;
  const isShort = account !== undefined && (found?.entry_seq ?? 0n) <= SHORT_ACCOUNT_ENTRIES;
  const of = isShort
    ? "v.id IN (SELECT e.voucher_id FROM entries e WHERE "
    : "EXISTS (SELECT 1 FROM entries e WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND ";
  const conditions = line.map(([condition]) => condition).join(" AND ");
  where.add(`${of}${conditions})`, ...line.map(([, value]) => value));
  return isShort;
}

async function scaleOf(asset: string): Promise<number> {
  const [row] = await reader.query<{ scale: number }>("SELECT scale FROM assets WHERE code = $1", [asset]);
  return row?.scale ?? 0;
}

/** Null, which fits no line, where the amount has more decimals than the asset. */
function minorOf(decimal: string, scale: number): bigint | null {
  const parsed = parseDecimalAmount(decimal, scale);
  return parsed.ok ? parsed.value : null;
}

async function boundedDays({
  from,
  to,
}: VoucherFilters): Promise<{ from: string | undefined; to: string | undefined }> {
  const [newest] = to
    ? [{ day: to }]
    : await reader.query<{ day: string | null }>("SELECT max(accounting_on) AS day FROM voucher_days");
  if (!newest?.day) return { from, to };
  const first = addDays(newest.day, 1 - DAYS_SEARCHED);
  return { from: from && from > first ? from : first, to };
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
