import "server-only";
import type {
  PayoutBatchDto,
  PayoutBatchRowDto,
  PayoutBatchRowFilters,
  PayoutBatchStatus,
  PayoutRowState,
} from "@/contracts/payout-batches";
import { PAYOUT_ROW_STATES } from "@/contracts/payout-batches";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

const SHOWN = 50;

type BatchRaw = {
  id: bigint;
  batchNo: string;
  fileName: string;
  status: PayoutBatchStatus;
  rowCount: number;
  by: string;
  createdBy: bigint;
  createdAt: Date;
  finishedAt: Date | null;
  twinNo: string | null;
};
type CountRaw = { batchId: bigint; state: PayoutRowState; asset: string; minor: bigint | null; count: number };

/** A file names merchants of its maker's scope: others see it who see every merchant. */
const SELECT = `
  SELECT b.id, b.batch_no AS "batchNo", b.file_name AS "fileName", b.status, b.row_count AS "rowCount", u.display_name AS by,
         b.created_by AS "createdBy", b.created_at AS "createdAt", b.finished_at AS "finishedAt",
         (SELECT t.batch_no FROM payout_batches t WHERE t.file_sha256 = b.file_sha256 AND t.id < b.id AND t.confirmed_at IS NOT NULL
          ORDER BY t.id DESC LIMIT 1) AS "twinNo"
  FROM payout_batches b JOIN users u ON u.id = b.created_by
  WHERE ($1::text[] IS NULL OR b.created_by = $2::bigint)`;

/** The newest files of payouts that the reader may see. */
export async function listPayoutBatches(actor: Actor): Promise<PayoutBatchDto[]> {
  const raws = await reader.query<BatchRaw>(`${SELECT} ORDER BY b.id DESC LIMIT ${SHOWN}`, [actor.scope, actor.userId]);
  return toBatches(actor, raws);
}

/** One file with what its rows have become; null where there is none that the reader may see. */
export async function findPayoutBatch(actor: Actor, batchNo: string): Promise<PayoutBatchDto | null> {
  const raws = await reader.query<BatchRaw>(`${SELECT} AND b.batch_no = $3`, [actor.scope, actor.userId, batchNo]);
  return (await toBatches(actor, raws))[0] ?? null;
}

async function toBatches(actor: Actor, raws: readonly BatchRaw[]): Promise<PayoutBatchDto[]> {
  const counts = await reader.query<CountRaw>(
    `SELECT batch_id AS "batchId", state, asset, sum(amount_minor)::bigint AS minor, count(*)::int AS count
     FROM payout_batch_rows WHERE batch_id = ANY ($1) GROUP BY 1, 2, 3 ORDER BY asset <> 'CNY', asset`,
    [raws.map(({ id }) => id)],
  );
  return raws.map(({ id, createdBy, createdAt, finishedAt, ...batch }) => ({
    ...batch,
    isOwn: `${createdBy}` === actor.userId,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    counts: countStates(counts.filter(({ batchId }) => batchId === id)),
  }));
}

function countStates(own: readonly CountRaw[]): PayoutBatchDto["counts"] {
  return PAYOUT_ROW_STATES.map((state) => {
    const rows = own.filter((row) => row.state === state);
    const sums = rows.filter(({ minor }) => minor !== null);
    return {
      state,
      count: rows.reduce((sum, row) => sum + row.count, 0),
      sums: sums.map(({ asset, minor }) => ({ asset, amountMinor: `${minor}` })),
    };
  }).filter(({ count }) => count > 0);
}

type RowRaw = Omit<PayoutBatchRowDto, "amountMinor"> & { minor: bigint | null };

/** The rows of a file in their order. */
export function listPayoutBatchRows(
  actor: Actor,
  { batch, state }: PayoutBatchRowFilters,
  page: { readonly cursor: string | null; readonly limit: number },
): Promise<PageDto<PayoutBatchRowDto>> {
  const where = new Where().add("b.batch_no = ?", batch);
  if (actor.scope !== null) where.add("b.created_by = ?::bigint", actor.userId);
  if (state) where.add("r.state = ?", state);
  return readPage<RowRaw, PayoutBatchRowDto>({
    select: `SELECT r.row_no AS "rowNo", r.sheet_row AS "sheetRow", r.merchant_no AS "merchantNo", r.asset, r.amount_minor AS minor,
               r.amount_text AS "amountText", r.client_ref AS "clientRef", r.state, r.looks, r.refusal, r.payout_no AS "payoutNo"`,
    from: "payout_batch_rows r JOIN payout_batches b ON b.id = r.batch_id",
    where,
    keys: ["r.row_no"],
    casts: ["int"],
    direction: "ASC",
    page,
    toRow: ({ minor, ...row }) => ({ ...row, amountMinor: minor === null ? null : `${minor}` }),
    toKey: ({ rowNo }) => [`${rowNo}`],
  });
}
