import "server-only";
import type {
  DifferenceChange,
  DifferenceRowDto,
  DifferenceSumDto,
  RunDifferenceDto,
} from "@/contracts/reconciliation-difference";
import type { ResultOutcome } from "@/contracts/reconciliation-views";
import type { DbTransaction } from "@/server/transact";

/** As many as a person reads before the run; the sums tell of all. */
const MAX_ROWS = 200;

/**
 * What counts now of a channel: its breaks and what waits. The same key may carry several (an amount and a fee, two
 * surplus lines), which are told apart by their slot and their turn; so a long that becomes a mismatch has changed, and
 * is not one gone and one come.
 */
const OUTCOMES = `
  SELECT item_kind, match_key, asset, slot, outcome, delta_minor, batch_on,
         row_number() OVER (PARTITION BY item_kind, match_key, asset, slot ORDER BY delta_minor, outcome, batch_on)::int AS turn
  FROM (
    SELECT item_kind, match_key, asset, kind AS outcome, delta_minor, batch_on,
           CASE WHEN kind IN ('FEE_MISMATCH', 'DUPLICATE') THEN kind
                WHEN starts_with(signature, 'undo|') THEN signature ELSE 'AMOUNT' END AS slot
    FROM live_breaks WHERE channel_id = $1
    UNION ALL
    SELECT r.item_kind, r.match_key, coalesce(r.channel_asset, r.ours_asset), r.outcome, r.channel_minor - r.ours_minor,
           r.batch_on, 'AMOUNT'
    FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
    WHERE r.channel_id = $1 AND r.superseded_by IS NULL AND r.outcome LIKE 'BUFFERED%'
  ) AS found`;

const COMPARED = `
  CREATE TEMPORARY TABLE outcome_changes ON COMMIT DROP AS
  SELECT item_kind, match_key, asset, coalesce(a.batch_on, b.batch_on) AS batch_on, b.outcome AS was, b.delta_minor AS was_minor,
         a.outcome AS now, a.delta_minor AS now_minor,
         CASE WHEN b.outcome IS NULL THEN 'ADDED' WHEN a.outcome IS NULL THEN 'REMOVED'
              WHEN (a.outcome, a.delta_minor) <> (b.outcome, b.delta_minor) THEN 'CHANGED' END AS change
  FROM outcomes_before b FULL JOIN (${OUTCOMES}) AS a USING (item_kind, match_key, asset, slot, turn)`;

const SUMS = `
  SELECT outcome, asset, sum(was)::int AS was, sum(was_minor)::bigint AS "wasMinor", sum(now)::int AS now,
         sum(now_minor)::bigint AS "nowMinor", sum(added)::int AS added, sum(removed)::int AS removed
  FROM (
    SELECT was AS outcome, asset, 1 AS was, was_minor, 0 AS now, 0 AS now_minor, 0 AS added,
           (now IS DISTINCT FROM was)::int AS removed
    FROM outcome_changes WHERE was IS NOT NULL
    UNION ALL
    SELECT now, asset, 0, 0, 1, now_minor, (now IS DISTINCT FROM was)::int, 0 FROM outcome_changes WHERE now IS NOT NULL
  ) AS sides GROUP BY outcome, asset ORDER BY outcome, asset`;

const ROWS = `
  SELECT change, item_kind AS "itemKind", match_key AS "matchKey", asset, batch_on AS "on", was, was_minor AS "wasMinor", now,
         now_minor AS "nowMinor"
  FROM outcome_changes WHERE change IS NOT NULL
  ORDER BY change, abs(coalesce(now_minor, was_minor)) DESC, item_kind, match_key LIMIT ${MAX_ROWS}`;

type SumRow = Record<"was" | "now" | "added" | "removed", number> & {
  outcome: ResultOutcome;
  asset: string;
  wasMinor: bigint;
  nowMinor: bigint;
};
type ChangeRow = Omit<DifferenceRowDto, "before" | "after"> & {
  was: ResultOutcome | null;
  wasMinor: bigint | null;
  now: ResultOutcome | null;
  nowMinor: bigint | null;
};

/** The batch of the day that counts until now; null on a day that was never run. */
export type LastBatch = { readonly batchNo: string; readonly matched: bigint } | null;

/** To be called before anything is run: remembers, for this transaction, what counts until now. */
export async function rememberOutcomes(tx: DbTransaction, channelId: bigint, day: string): Promise<LastBatch> {
  await tx.query(
    `CREATE TEMPORARY TABLE outcomes_before (item_kind text, match_key text, asset text, slot text, outcome text,
       delta_minor bigint, batch_on date, turn int) ON COMMIT DROP`,
  );
  await tx.query(
    `INSERT INTO outcomes_before (item_kind, match_key, asset, slot, outcome, delta_minor, batch_on, turn) ${OUTCOMES}`,
    [channelId],
  );
  const [last] = await tx.query<NonNullable<LastBatch>>(
    `SELECT batch_no AS "batchNo", matched FROM batches WHERE channel_id = $1 AND statement_on = $2 AND is_current`,
    [channelId, day],
  );
  return last ?? null;
}

type Told = Pick<RunDifferenceDto, "items" | "reruns"> & { readonly last: LastBatch; readonly matched: number };

/** After the run, within its transaction: what has come, gone and changed since `rememberOutcomes`. */
export async function compareOutcomes(
  tx: DbTransaction,
  channelId: bigint,
  { last, matched, items, reruns }: Told,
): Promise<RunDifferenceDto> {
  await tx.query(COMPARED, [channelId]);
  const counted = await tx.query<{ change: DifferenceChange | "same"; count: number }>(
    "SELECT coalesce(change, 'same') AS change, count(*)::int AS count FROM outcome_changes GROUP BY 1",
  );
  const counts = { ADDED: 0, REMOVED: 0, CHANGED: 0, same: 0 };
  for (const { change, count } of counted) counts[change] = count;
  const sums = await tx.query<SumRow>(SUMS);
  const rows = await tx.query<ChangeRow>(ROWS);
  return {
    lastBatchNo: last?.batchNo ?? null,
    matched: { before: last === null ? null : Number(last.matched), after: matched },
    items,
    reruns,
    counts,
    sums: sums.map(toSum),
    rows: rows.map(toRow),
    more: counts.ADDED + counts.REMOVED + counts.CHANGED - rows.length,
  };
}

function toSum({ outcome, asset, was, wasMinor, now, nowMinor, added, removed }: SumRow): DifferenceSumDto {
  const before = { count: was, deltaMinor: `${wasMinor}` };
  return { outcome, asset, before, after: { count: now, deltaMinor: `${nowMinor}` }, added, removed };
}

function toRow({ was, wasMinor, now, nowMinor, ...row }: ChangeRow): DifferenceRowDto {
  return {
    ...row,
    before: was === null ? null : { outcome: was, deltaMinor: `${wasMinor}` },
    after: now === null ? null : { outcome: now, deltaMinor: `${nowMinor}` },
  };
}
