import "server-only";
import type { BulkJobDto, BulkStatus } from "@/contracts/bulk";
import type { Actor } from "@/core/permissions/actor";
import { BULK_ROW_STATES, type BulkRowState } from "@/core/suspense/bulk";
import { RESOLUTIONS } from "@/core/suspense/resolutions";

export type BulkJobRaw = {
  id: bigint;
  jobNo: string;
  kind: BulkJobDto["kind"];
  source: BulkJobDto["source"];
  criteria: { resolution?: string; reason?: string; sheet?: string };
  status: BulkStatus;
  mode: BulkJobDto["mode"];
  rowCount: number;
  doneCount: number;
  secondsRun: number | null;
  isCancelAsked: boolean;
  snapshot: string | null;
  expiresAt: Date | null;
  isExpired: boolean;
  createdBy: string;
  createdById: bigint;
  createdAt: Date;
  finishedAt: Date | null;
  bundleNo: string | null;
  fileName: string | null;
  failure: BulkJobDto["failure"];
  counts: { state: string; count: number; asset: string | null; sum: string | null }[];
};

/** Jobs with what has become of their rows; append a where-clause over `j`. */
export const BULK_JOB_SELECT = `
  SELECT j.id, j.job_no AS "jobNo", j.kind, j.source, j.criteria, j.status, j.mode, j.row_count AS "rowCount",
    j.done_count AS "doneCount",
    extract(epoch FROM clock_timestamp() - coalesce(j.confirmed_at, j.created_at))::float8 AS "secondsRun",
    j.cancel_asked_at IS NOT NULL AS "isCancelAsked", j.snapshot_hash AS snapshot, j.expires_at AS "expiresAt",
    coalesce(j.expires_at <= clock_timestamp(), false) AS "isExpired", u.display_name AS "createdBy", j.created_by AS "createdById",
    j.created_at AS "createdAt", j.finished_at AS "finishedAt", j.bundle_no AS "bundleNo", j.file_name AS "fileName", j.failure,
    coalesce((SELECT jsonb_agg(jsonb_build_object('state', c.state, 'count', c.count, 'asset', c.asset, 'sum', c.sum::text))
              FROM (SELECT r.state, r.asset, count(*) AS count, sum(r.amount_minor) AS sum FROM bulk_rows r WHERE r.job_id = j.id
                    GROUP BY r.state, r.asset ORDER BY r.state, r.asset) AS c), '[]') AS counts
  FROM bulk_jobs j JOIN users u ON u.id = j.created_by`;

const LEFT_TO_DO: readonly BulkRowState[] = ["PENDING"];
const LEFT_TO_PROPOSE: readonly BulkRowState[] = ["READY"];

export function toBulkJob(actor: Actor, raw: BulkJobRaw): BulkJobDto {
  const done = countDone(raw);
  const isMoving = raw.status === "PREPARING" || raw.status === "RUNNING";
  const perSecond = isMoving && done > 0 && raw.secondsRun ? done / raw.secondsRun : null;
  const left = raw.rowCount - done;
  const { resolution = null, reason = null, sheet = null } = raw.criteria;
  return {
    jobNo: raw.jobNo,
    kind: raw.kind,
    source: raw.source,
    status: raw.status,
    mode: raw.mode,
    rowCount: raw.rowCount,
    doneCount: done,
    rowsPerSecond: perSecond === null ? null : Math.round(perSecond),
    secondsLeft: perSecond === null ? null : Math.ceil(left / perSecond),
    isCancelAsked: raw.isCancelAsked,
    snapshot: raw.status === "READY" ? raw.snapshot : null,
    expiresAt: raw.expiresAt?.toISOString() ?? null,
    isExpired: raw.status === "READY" && raw.isExpired,
    createdBy: raw.createdBy,
    isOwn: `${raw.createdById}` === actor.userId,
    createdAt: raw.createdAt.toISOString(),
    finishedAt: raw.finishedAt?.toISOString() ?? null,
    bundleNo: raw.bundleNo,
    sheetName: sheet,
    hasFile: raw.kind === "EXPORT" && raw.status === "DONE" && raw.fileName !== null,
    resolution: RESOLUTIONS.find((known) => known === resolution) ?? null,
    reason,
    counts: toCounts(raw),
    failure: raw.failure,
  };
}

/** An export counts what it has written; a proposal's rows say themselves how far they are. */
function countDone({ kind, status, rowCount, doneCount, counts }: BulkJobRaw): number {
  if (kind === "EXPORT") return doneCount;
  const open = status === "PREPARING" ? LEFT_TO_DO : LEFT_TO_PROPOSE;
  const left = counts.filter(({ state }) => open.some((one) => one === state));
  return rowCount - left.reduce((sum, { count }) => sum + count, 0);
}

function toCounts({ counts }: BulkJobRaw): BulkJobDto["counts"] {
  return BULK_ROW_STATES.flatMap((state) => {
    const ofState = counts.filter((count) => count.state === state);
    if (ofState.length === 0) return [];
    const amounts = ofState.flatMap(({ asset, sum }) =>
      asset === null || sum === null ? [] : [{ asset, amountMinor: sum }],
    );
    return [{ state, count: ofState.reduce((sum, { count }) => sum + count, 0), amounts }];
  });
}
