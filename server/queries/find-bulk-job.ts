import "server-only";
import type { ActionRefusal } from "@/contracts/action-result";
import type { AskingRuleDto } from "@/contracts/approval-policy";
import type { BulkJobDto, BulkPreviewDto, BulkRowDto, BulkRowsFilters } from "@/contracts/bulk";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import type { BulkRowState } from "@/core/suspense/bulk";
import { RESOLUTIONS } from "@/core/suspense/resolutions";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import { BULK_JOB_SELECT, type BulkJobRaw, toBulkJob } from "./bulk-job-rows";

const MOST = 30;
/** Reasons that are told apart; beyond it rows have them one by one. */
const MOST_BLOCKS = 20;
/** A job is its maker's; the rows of a bundle are for whoever may look at requests of all merchants, too. */
const IS_VISIBLE = "(j.created_by = ? OR (j.bundle_no IS NOT NULL AND ?))";

/** The reader's own jobs of a month, the newest first. */
export async function listBulkJobs(actor: Actor): Promise<BulkJobDto[]> {
  const raws = await reader.query<BulkJobRaw>(
    `${BULK_JOB_SELECT} WHERE j.created_by = $1 AND j.created_at > clock_timestamp() - interval '31 days'
     ORDER BY j.id DESC LIMIT ${MOST}`,
    [actor.userId],
  );
  return raws.map((raw) => toBulkJob(actor, raw));
}

/** One job with what it would do, or did; null when there is none that the reader may see. */
export async function findBulkJob(actor: Actor, jobNo: string): Promise<BulkPreviewDto | null> {
  const where = new Where().add("j.job_no = ?", jobNo).add(IS_VISIBLE, actor.userId, actor.scope === null);
  const [raw] = await reader.query<BulkJobRaw>(`${BULK_JOB_SELECT} ${where.toSql()}`, where.params);
  if (!raw) return null;
  const accounts = await reader.query<BulkPreviewDto["accounts"][number]>(
    `SELECT l ->> 'accountNo' AS "accountNo", r.asset,
            coalesce(sum((l ->> 'amountMinor')::bigint) FILTER (WHERE l ->> 'side' = 'DEBIT'), 0)::text AS "debitMinor",
            coalesce(sum((l ->> 'amountMinor')::bigint) FILTER (WHERE l ->> 'side' = 'CREDIT'), 0)::text AS "creditMinor"
     FROM bulk_rows r CROSS JOIN LATERAL jsonb_array_elements(r.payload -> 'lines') AS l
     WHERE r.job_id = $1 AND r.state IN ('READY', 'PROPOSED', 'EXECUTED') GROUP BY 1, 2 ORDER BY 2, 1`,
    [raw.id],
  );
  return { ...toBulkJob(actor, raw), accounts, checkers: await listCheckers(raw.id), blocks: await listBlocks(raw.id) };
}

async function listCheckers(jobId: bigint): Promise<BulkPreviewDto["checkers"]> {
  const raws = await reader.query<{ rule: AskingRuleDto; count: number; asset: string; sum: string }>(
    `SELECT rule - 'summed' || '{"summed": null}' AS rule, count(*)::int AS count, asset, sum(amount_minor)::text AS sum
     FROM bulk_rows WHERE job_id = $1 AND state IN ('READY', 'PROPOSED', 'EXECUTED') AND rule IS NOT NULL
     GROUP BY 1, asset ORDER BY 2 DESC`,
    [jobId],
  );
  return raws.map(({ rule, count, asset, sum }) => ({ rule, count, amounts: [{ asset, amountMinor: sum }] }));
}

/** Why rows are left out, the most frequent reason first; the example is one of them, whose item its text may name. */
async function listBlocks(jobId: bigint): Promise<BulkPreviewDto["blocks"]> {
  return reader.query<{ refusal: ActionRefusal; count: number }>(
    `SELECT (array_agg(refusal ORDER BY row_no))[1] AS refusal, count(*)::int AS count FROM bulk_rows
     WHERE job_id = $1 AND refusal IS NOT NULL GROUP BY refusal ->> 'code' ORDER BY 2 DESC LIMIT ${MOST_BLOCKS}`,
    [jobId],
  );
}

type RowRaw = Omit<BulkRowDto, "amountMinor" | "resolution"> & {
  amountMinor: bigint | null;
  resolution: string | null;
  state: BulkRowState;
};

/** The rows of one job, in the order of its preview. */
export function listBulkRows(
  actor: Actor,
  { job, state }: BulkRowsFilters,
  page: { readonly cursor: string | null; readonly limit: number },
): Promise<PageDto<BulkRowDto>> {
  const where = new Where().add("j.job_no = ?", job).add(IS_VISIBLE, actor.userId, actor.scope === null);
  if (state) where.add("r.state = ?", state);
  return readPage<RowRaw, BulkRowDto>({
    select: `SELECT r.row_no AS "rowNo", r.item_no AS "itemNo", r.item_version AS "itemVersion", r.sheet_row AS "sheetRow", r.state,
      r.choice ->> 'resolution' AS resolution, r.reason, r.amount_minor AS "amountMinor", r.asset, r.direction, r.refusal,
      r.approval_no AS "approvalNo", r.voucher_no AS "voucherNo"`,
    from: "bulk_rows r JOIN bulk_jobs j ON j.id = r.job_id",
    where,
    keys: ["r.row_no"],
    casts: ["int"],
    direction: "ASC",
    page,
    toRow: (raw) => ({
      ...raw,
      amountMinor: raw.amountMinor === null ? null : `${raw.amountMinor}`,
      resolution: RESOLUTIONS.find((known) => known === raw.resolution) ?? null,
    }),
    toKey: (raw) => [`${raw.rowNo}`],
  });
}
