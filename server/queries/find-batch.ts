import "server-only";
import { z } from "zod";
import type { BatchDto, BatchRunDto, EquationDto } from "@/contracts/reconciliation-views";
import { listItemRoll } from "@/server/queries/batch-item-roll";
import { type BatchSum, listBatchBreaks, listBatchSums, toBreakSumDto } from "@/server/queries/batch-sums";
import { BATCH_FROM, BATCH_SELECT, type BatchRaw, toBatchRowDto } from "@/server/queries/list-batches";
import { reader } from "@/server/transact";

type ProofRaw = BatchRaw & {
  channel_id: bigint;
  statement_id: bigint;
  statement_version: number;
  file_name: string;
  file_sha256: string;
  line_count: bigint;
  newest_no: string;
  newest_version: number;
  proof: unknown;
  caused_by_no: string | null;
  rerun_nos: string[];
  last_id: bigint;
  last_no: string;
  reconciled_days: number;
};

// Of a run over several days the last is the one that decided last on everything that waits.
const FIND = `${BATCH_SELECT}, b.channel_id, b.statement_id, s.version AS statement_version, s.file_name, s.file_sha256,
       s.line_count, newest.statement_no AS newest_no, newest.version AS newest_version, b.proof,
       (SELECT cause.batch_no FROM batches cause WHERE cause.id = b.caused_by) AS caused_by_no,
       ARRAY(SELECT again.batch_no FROM batches again WHERE again.caused_by = b.id ORDER BY again.id) AS rerun_nos,
       last.id AS last_id, last.batch_no AS last_no,
       (SELECT count(DISTINCT earlier.statement_on)::int FROM batches earlier
        WHERE earlier.channel_id = b.channel_id AND earlier.id <= last.id) AS reconciled_days
     FROM ${BATCH_FROM}
     JOIN statements newest ON newest.channel_id = b.channel_id AND newest.settles_on = b.statement_on
       AND newest.superseded_by IS NULL
     CROSS JOIN LATERAL (
       SELECT same.id, same.batch_no FROM batches same
       WHERE same.channel_id = b.channel_id AND same.command_id = b.command_id ORDER BY same.statement_on DESC LIMIT 1
     ) AS last
     WHERE b.batch_no = $1`;

/** One batch with everything that proves it, or null. Reads sums, never lines or results. */
export async function findBatch(batchNo: string): Promise<BatchDto | null> {
  const [raw] = await reader.query<ProofRaw>(FIND, [batchNo]);
  if (!raw) return null;
  const [all, breaks, assets, items, runs] = await Promise.all([
    listBatchSums([...new Set([raw.id, raw.last_id])]),
    listBatchBreaks([raw.id]),
    listAssets(raw.statement_id),
    listItemRoll(raw.channel_id, raw.id),
    listRuns(raw.channel_id, raw.statement_on),
  ]);
  const last = all.filter((sum) => sum.batchId === raw.last_id);
  return {
    ...toBatchRowDto(raw),
    statement: {
      statementNo: raw.statement_no,
      version: raw.statement_version,
      fileName: raw.file_name,
      fileSha256: raw.file_sha256,
      lines: Number(raw.line_count),
      assets,
    },
    correctedBy:
      raw.newest_no === raw.statement_no ? null : { statementNo: raw.newest_no, version: raw.newest_version },
    sums: all.filter((sum) => sum.batchId === raw.id).map(toSumDto),
    breakSums: breaks.map(toBreakSumDto),
    equations: toEquations(raw.proof, last),
    lastOfRun: {
      batchNo: raw.last_no,
      waitingOurs: countOf(last, "BUFFERED_OURS"),
      waitingChannel: countOf(last, "BUFFERED_CHANNEL"),
    },
    reconciledDays: raw.reconciled_days,
    items,
    runs,
    causedByNo: raw.caused_by_no,
    rerunNos: raw.rerun_nos,
  };
}

async function listAssets(statementId: bigint): Promise<BatchDto["statement"]["assets"]> {
  const rows = await reader.query<{ asset: string; lines: bigint; minor: bigint }>(
    "SELECT asset, lines, signed_minor AS minor FROM statement_assets WHERE statement_id = $1 ORDER BY asset = 'CNY' DESC, asset",
    [statementId],
  );
  return rows.map(({ asset, lines, minor }) => ({ asset, lines: Number(lines), netMinor: `${minor}` }));
}

async function listRuns(channelId: bigint, statementOn: string): Promise<BatchRunDto[]> {
  const raws = await reader.query<BatchRaw & { statement_version: number; caused_by_no: string | null }>(
    `${BATCH_SELECT}, s.version AS statement_version,
       (SELECT cause.batch_no FROM batches cause WHERE cause.id = b.caused_by) AS caused_by_no
     FROM ${BATCH_FROM} WHERE b.channel_id = $1 AND b.statement_on = $2 ORDER BY b.run_no DESC LIMIT 50`,
    [channelId, statementOn],
  );
  return raws.map((raw) => ({
    ...toBatchRowDto(raw),
    statementVersion: raw.statement_version,
    causedByNo: raw.caused_by_no,
  }));
}

function toSumDto({ outcome, fromFile, asset, count, oursMinor, channelMinor }: BatchSum): BatchDto["sums"][number] {
  return {
    outcome,
    fromFile,
    asset,
    count: Number(count),
    oursMinor: `${oursMinor}`,
    channelMinor: `${channelMinor}`,
  };
}

function countOf(sums: readonly BatchSum[], outcome: BatchSum["outcome"]): number {
  return Number(sums.reduce((count, sum) => (sum.outcome === outcome ? count + sum.count : count), 0n));
}

const minor = z.string().regex(/^-?\d+$/);
const equation = z.object({
  asset: z.string(),
  receivableMinor: minor,
  statementNetMinor: minor,
  bufferedOursMinor: minor,
  bufferedChannelMinor: minor,
  remittedMinor: minor,
});
const storedProof = equation.extend({ otherAssets: z.array(equation).default([]) });

/** The kept equation with its subtotals; what waits of ours is what the run's last batch put into the buffer. */
function toEquations(proof: unknown, last: readonly BatchSum[]): EquationDto[] {
  const parsed = storedProof.safeParse(proof);
  if (!parsed.success) return [];
  const { otherAssets, ...main } = parsed.data;
  return [main, ...otherAssets].map((terms) => {
    const owed = BigInt(terms.statementNetMinor) - BigInt(terms.remittedMinor);
    const ours = BigInt(terms.bufferedOursMinor);
    const waiting = last
      .filter((sum) => sum.outcome === "BUFFERED_OURS" && sum.asset === terms.asset)
      .reduce((sum, { oursMinor }) => sum + oursMinor, 0n);
    const right = owed + ours - BigInt(terms.bufferedChannelMinor);
    return {
      asset: terms.asset,
      statementNetMinor: terms.statementNetMinor,
      remittedMinor: terms.remittedMinor,
      owedMinor: `${owed}`,
      waitingOursMinor: `${waiting}`,
      notDueMinor: `${ours - waiting}`,
      bufferedChannelMinor: terms.bufferedChannelMinor,
      rightMinor: `${right}`,
      receivableMinor: terms.receivableMinor,
      differenceMinor: `${BigInt(terms.receivableMinor) - right}`,
    };
  });
}
