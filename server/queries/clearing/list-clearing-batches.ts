import "server-only";
import type { ClearingBatchDto, ClearingBatchRowDto, ClearingVouchersDto } from "@/contracts/clearing-views";
import type { NamedDto } from "@/contracts/suspense-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import { type SumsRaw, sumsOf } from "./clearing-sums";

type Page = { readonly cursor: string | null; readonly limit: number };
type BatchRaw = {
  id: bigint;
  batch_no: string;
  day: string;
  carried: bigint;
  content_hash: string;
  computed_at: Date;
  computed_by: string | null;
  merchants: number;
  sums: SumsRaw;
};

const FROM = "clearing_batches b LEFT JOIN users u ON u.id = b.computed_by";
/** Of a batch, what lies in the scope; it is written into the query where there is one. */
function selectFor(scope: string): string {
  const own = `l.batch_id = b.id AND (${scope})`;
  return `SELECT b.id, b.batch_no, b.accounting_on AS day, b.carried_count AS carried, b.content_hash, b.computed_at, u.display_name AS computed_by,
    (SELECT count(DISTINCT l.merchant_id)::int FROM clearing_lines l WHERE ${own}) AS merchants, ${sumsOf(own)} AS sums`;
}

/** Clearing batches, the newest date first, each with the sums of the merchants that the reader may see. */
export function listClearingBatches(
  actor: Actor,
  _filters: unknown,
  page: Page,
): Promise<PageDto<ClearingBatchRowDto>> {
  const { where, select } = inScope(actor);
  return readPage<BatchRaw, ClearingBatchRowDto>({
    select,
    from: FROM,
    where,
    keys: ["b.accounting_on"],
    casts: ["date"],
    direction: "DESC",
    page,
    toRow,
    toKey: (raw) => [raw.day],
  });
}

/** One batch; null when there is none of this number. */
export async function findClearingBatch(actor: Actor, batchNo: string): Promise<ClearingBatchDto | null> {
  const { where, select } = inScope(actor);
  where.add("b.batch_no = ?", batchNo);
  const [raw] = await reader.query<BatchRaw>(`${select} FROM ${FROM} ${where.toSql()}`, where.params);
  if (!raw) return null;
  const [vouchers, costs] = await Promise.all([
    isPermitted(actor.roles, "ledger.view") && actor.scope === null ? countVouchers(batchNo) : null,
    reader.query<{ no: string; name: string; bps: number }>(
      `SELECT c.code AS no, c.name, k.cost_bps AS bps FROM clearing_costs k JOIN channels c ON c.id = k.channel_id
       WHERE k.batch_id = $1 ORDER BY c.code`,
      [raw.id],
    ),
  ]);
  return {
    ...toRow(raw),
    contentHash: raw.content_hash,
    vouchers,
    costs: costs.map(({ no, name, bps }): { channel: NamedDto; costBps: number } => ({
      channel: { no, name },
      costBps: bps,
    })),
  };
}

function countVouchers(batchNo: string): Promise<ClearingVouchersDto[]> {
  return reader.query<ClearingVouchersDto>(
    `SELECT event, count(*)::int AS count FROM vouchers WHERE object_type = 'clearing' AND object_no = $1 GROUP BY event ORDER BY event`,
    [batchNo],
  );
}

/** The scope is a parameter of the columns, and so comes before what the where-clause asks for. */
function inScope({ scope }: Actor): { where: Where; select: string } {
  const where = new Where();
  if (scope === null) return { where, select: selectFor("true") };
  // The parameter is $1, whether or not rows are limited by it.
  where.add("?::text[] IS NOT NULL", scope);
  return {
    where,
    select: selectFor("l.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY ($1::text[]))"),
  };
}

function toRow(raw: BatchRaw): ClearingBatchRowDto {
  return {
    batchNo: raw.batch_no,
    accountingOn: raw.day,
    merchants: raw.merchants,
    items: raw.sums.reduce((total, { items }) => total + items, 0),
    carried: Number(raw.carried),
    sums: raw.sums,
    computedAt: raw.computed_at.toISOString(),
    computedBy: raw.computed_by,
  };
}
