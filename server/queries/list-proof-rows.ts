import "server-only";
import type { ProofRowDto, ProofRowsDto, ProofTerm } from "@/contracts/reconciliation-views";
import { reader } from "@/server/transact";

/** Rows shown behind a term; what is older stands before them as one sum. */
const MAX_ROWS = 400;

type RowRaw = {
  key: string;
  on: string | null;
  no: string | null;
  count: bigint;
  gross: bigint;
  fee: bigint;
  minor: bigint;
};

/**
 * Each day's batch that counted when the run of batch $1 ended: of every day the last one that was there by then. A batch
 * is only ever replaced by a later one of its day, so this holds for runs that were replaced since.
 */
const COUNTED = `
  WITH run AS (
    SELECT b.channel_id, max(same.id) AS last_id, max(r.created_at) AS at
    FROM batches b JOIN batches same ON same.command_id = b.command_id AND same.channel_id = b.channel_id
    JOIN receipts r ON r.command_id = b.command_id WHERE b.batch_no = $1 GROUP BY b.channel_id
  ), counted AS (
    SELECT DISTINCT ON (b.statement_on) b.statement_on, b.statement_id, b.channel_id
    FROM batches b JOIN run ON run.channel_id = b.channel_id AND b.id <= run.last_id
    ORDER BY b.statement_on, b.id DESC
  )`;

const ROWS: Record<ProofTerm, string> = {
  statements: `${COUNTED}
    SELECT s.statement_no AS key, c.statement_on AS on, s.statement_no AS no, coalesce(a.lines, 0) AS count,
           coalesce(a.signed_minor, 0) AS gross, coalesce(kept.minor, 0) AS fee,
           coalesce(a.signed_minor, 0) - coalesce(kept.minor, 0) AS minor
    FROM counted c JOIN statements s ON s.id = c.statement_id JOIN channels ch ON ch.id = c.channel_id
    LEFT JOIN statement_assets a ON a.statement_id = s.id AND a.asset = $2
    CROSS JOIN LATERAL (SELECT CASE ch.settles WHEN 'NET' THEN a.fee_minor ELSE 0 END AS minor) AS kept`,
  remitted: `${COUNTED}
    SELECT v.voucher_no AS key, v.accounting_on AS on, v.voucher_no AS no, 1 AS count, -e.change_minor AS gross, 0 AS fee,
           -e.change_minor AS minor
    FROM run JOIN accounts a ON a.channel_id = run.channel_id AND a.gl_code = '1122' AND a.asset = $2
    JOIN vouchers v ON v.event = 'channel.remitted' AND v.created_at <= run.at
    JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND e.account_id = a.id`,
  notDue: `${COUNTED}
    SELECT b.expected_on::text AS key, nullif(b.expected_on, 'infinity') AS on, NULL AS no, b.count, b.signed_minor AS gross,
           0 AS fee, b.signed_minor AS minor
    FROM run JOIN channel_booked b ON b.channel_id = run.channel_id AND b.asset = $2
    WHERE b.expected_on > (SELECT max(statement_on) FROM counted)`,
};

/** The rows behind one term of a batch's equation, the newest last, and what they come to. Minor units of `asset`. */
export async function listProofRows(batchNo: string, term: ProofTerm, asset: string): Promise<ProofRowsDto> {
  const raws = await reader.query<RowRaw & { older_count: bigint; older: bigint }>(
    `WITH rows AS (${ROWS[term]}), ranked AS (
       SELECT rows.*, row_number() OVER (ORDER BY "on" DESC NULLS FIRST, key DESC) AS nth FROM rows
     )
     SELECT key, "on", no, count::bigint, gross::bigint, fee::bigint, minor::bigint,
            (SELECT count(*) FROM ranked WHERE nth > ${MAX_ROWS}) AS older_count,
            (SELECT coalesce(sum(minor), 0)::bigint FROM ranked WHERE nth > ${MAX_ROWS}) AS older
     FROM ranked WHERE nth <= ${MAX_ROWS} ORDER BY nth DESC`,
    [batchNo, asset],
  );
  const older = raws[0]?.older ?? 0n;
  return {
    rows: raws.map(toRow),
    older: { count: Number(raws[0]?.older_count ?? 0n), amountMinor: `${older}` },
    totalMinor: `${raws.reduce((sum, raw) => sum + raw.minor, older)}`,
  };
}

function toRow(raw: RowRaw): ProofRowDto {
  return {
    key: raw.key,
    on: raw.on,
    no: raw.no,
    count: Number(raw.count),
    grossMinor: `${raw.gross}`,
    feeMinor: `${raw.fee}`,
    amountMinor: `${raw.minor}`,
  };
}
