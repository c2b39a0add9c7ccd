import "server-only";
import { z } from "zod";
import type {
  BatchDto,
  BatchRunDto,
  EquationDto,
  ItemRollDto,
  ResultGroupDto,
  ResultOutcome,
} from "@/contracts/reconciliation-views";
import { BATCH_FROM, BATCH_SELECT, type BatchRaw, toBatchRowDto } from "@/server/queries/list-batches";
import { reader } from "@/server/transact";

type ProofRaw = BatchRaw & {
  channel_id: bigint;
  statement_id: bigint;
  statement_version: number;
  file_name: string;
  file_sha256: string;
  line_count: bigint;
  payment_count: bigint;
  payment_minor: bigint;
  refund_count: bigint;
  refund_minor: bigint;
  fee_minor: bigint;
  net_minor: bigint;
  assets: string[];
  proof: unknown;
  caused_by_no: string | null;
  rerun_nos: string[];
};

const FIND = `${BATCH_SELECT}, b.channel_id, b.statement_id, s.version AS statement_version, s.file_name, s.file_sha256,
       s.line_count, s.payment_count, s.payment_minor, s.refund_count, s.refund_minor, s.fee_minor, b.proof,
       (SELECT coalesce(sum(l.signed_minor), 0)::bigint FROM statement_lines l
        WHERE l.statement_id = s.id AND l.settles_on = s.settles_on) AS net_minor,
       ARRAY(SELECT DISTINCT l.asset FROM statement_lines l
             WHERE l.statement_id = s.id AND l.settles_on = s.settles_on ORDER BY l.asset) AS assets,
       (SELECT cause.batch_no FROM batches cause WHERE cause.id = b.caused_by) AS caused_by_no,
       ARRAY(SELECT again.batch_no FROM batches again WHERE again.caused_by = b.id ORDER BY again.id) AS rerun_nos
     FROM ${BATCH_FROM}
     WHERE b.batch_no = $1`;

/** One batch with everything that proves it, or null. */
export async function findBatch(batchNo: string): Promise<BatchDto | null> {
  const [raw] = await reader.query<ProofRaw>(FIND, [batchNo]);
  if (!raw) return null;
  const [groups, items, runs] = await Promise.all([
    readGroups(raw),
    readItemRoll(raw),
    readRuns(raw.channel_id, raw.statement_on),
  ]);
  const decided = groups.reduce((sum, group) => sum + (group.fromFile ? group.count : 0), 0);
  const confirming = decided === Number(raw.line_count) ? NONE_CONFIRMING : await readConfirming(raw);
  return {
    ...toBatchRowDto(raw),
    statement: {
      statementNo: raw.statement_no,
      version: raw.statement_version,
      fileName: raw.file_name,
      fileSha256: raw.file_sha256,
      lines: Number(raw.line_count),
      payments: { count: Number(raw.payment_count), amountMinor: `${raw.payment_minor}` },
      refunds: { count: Number(raw.refund_count), amountMinor: `${raw.refund_minor}` },
      feeMinor: `${raw.fee_minor}`,
      netMinor: `${raw.net_minor}`,
      assets: raw.assets,
    },
    groups,
    confirming,
    equations: toEquations(raw.proof),
    items,
    runs,
    causedByNo: raw.caused_by_no,
    rerunNos: raw.rerun_nos,
  };
}

async function readGroups(raw: ProofRaw): Promise<ResultGroupDto[]> {
  const rows = await reader.query<{ outcome: ResultOutcome; from_file: boolean; count: number; minor: bigint }>(
    `SELECT outcome, line_statement_id IS NOT DISTINCT FROM $3::bigint AS from_file, count(*)::int AS count,
            sum(channel_minor)::bigint AS minor
     FROM match_results WHERE batch_id = $1 AND batch_on = $2 GROUP BY 1, 2 ORDER BY 1, 2`,
    [raw.id, raw.statement_on, raw.statement_id],
  );
  return rows.map((row) => ({
    outcome: row.outcome,
    fromFile: row.from_file,
    count: row.count,
    channelMinor: `${row.minor}`,
  }));
}

const CONFIRMING = `
  SELECT count(*)::int AS count, coalesce(sum(l.signed_minor), 0)::bigint AS minor
  FROM statement_lines l
  WHERE l.statement_id = $1 AND l.settles_on = $2
    AND NOT EXISTS (SELECT 1 FROM match_results own WHERE own.channel_id = l.channel_id AND own.match_key = l.match_key
                      AND own.batch_on = $2 AND own.batch_id = $3 AND own.line_no = l.line_no
                      AND own.line_statement_id = l.statement_id)
    AND EXISTS (SELECT 1 FROM match_results earlier WHERE earlier.channel_id = l.channel_id
                  AND earlier.match_key = l.match_key AND earlier.item_kind = l.item_kind AND earlier.batch_on < $2
                  AND earlier.outcome NOT IN ('MATCHED', 'BUFFERED_OURS', 'BUFFERED_CHANNEL'))`;

const NONE_CONFIRMING = { count: 0, channelMinor: "0" } as const;

/** Sought only where results and lines differ in number, which is rare: the search reads the whole file. */
async function readConfirming(raw: ProofRaw): Promise<BatchDto["confirming"]> {
  const [found] = await reader.query<{ count: number; minor: bigint }>(CONFIRMING, [
    raw.statement_id,
    raw.statement_on,
    raw.id,
  ]);
  return { count: found?.count ?? 0, channelMinor: `${found?.minor ?? 0n}` };
}

/**
 * A command's rows and its receipt carry the same instant, the start of its transaction: what opened or closed at the
 * receipt's instant is this run's doing, everything earlier was there before it.
 */
const ITEM_ROLL = `
  WITH run AS (SELECT r.created_at AS at FROM batches b JOIN receipts r ON r.command_id = b.command_id WHERE b.id = $2),
  moves AS (
    SELECT i.direction, i.asset, i.amount_minor, opened.created_at AS opened_at, closed.created_at AS closed_at
    FROM suspense_items i JOIN vouchers opened ON opened.id = i.opened_voucher_id
    LEFT JOIN vouchers closed ON closed.id = i.resolved_voucher_id WHERE i.channel_id = $1
  )
  SELECT direction, asset,
    count(*) FILTER (WHERE opened_at < at)::int AS opening_count,
    coalesce(sum(amount_minor) FILTER (WHERE opened_at < at), 0)::bigint AS opening_minor,
    count(*) FILTER (WHERE opened_at = at)::int AS opened_count,
    coalesce(sum(amount_minor) FILTER (WHERE opened_at = at), 0)::bigint AS opened_minor,
    count(*) FILTER (WHERE closed_at = at)::int AS closed_count,
    coalesce(sum(amount_minor) FILTER (WHERE closed_at = at), 0)::bigint AS closed_minor,
    count(*) FILTER (WHERE closed_at IS NULL OR closed_at > at)::int AS closing_count,
    coalesce(sum(amount_minor) FILTER (WHERE closed_at IS NULL OR closed_at > at), 0)::bigint AS closing_minor
  FROM moves CROSS JOIN run WHERE opened_at <= at AND (closed_at IS NULL OR closed_at >= at)
  GROUP BY direction, asset ORDER BY asset, direction`;

type RollRaw = {
  direction: "LONG" | "SHORT";
  asset: string;
  opening_count: number;
  opening_minor: bigint;
  opened_count: number;
  opened_minor: bigint;
  closed_count: number;
  closed_minor: bigint;
  closing_count: number;
  closing_minor: bigint;
};

async function readItemRoll(raw: ProofRaw): Promise<ItemRollDto[]> {
  const rows = await reader.query<RollRaw>(ITEM_ROLL, [raw.channel_id, raw.id]);
  return rows.map((row) => ({
    direction: row.direction,
    asset: row.asset,
    opening: { count: row.opening_count, amountMinor: `${row.opening_minor}` },
    opened: { count: row.opened_count, amountMinor: `${row.opened_minor}` },
    closed: { count: row.closed_count, amountMinor: `${row.closed_minor}` },
    closing: { count: row.closing_count, amountMinor: `${row.closing_minor}` },
  }));
}

async function readRuns(channelId: bigint, statementOn: string): Promise<BatchRunDto[]> {
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

function toEquations(proof: unknown): EquationDto[] {
  const parsed = storedProof.safeParse(proof);
  if (!parsed.success) return [];
  const { otherAssets, ...main } = parsed.data;
  return [main, ...otherAssets].map((terms) => {
    const right =
      BigInt(terms.statementNetMinor) -
      BigInt(terms.remittedMinor) +
      BigInt(terms.bufferedOursMinor) -
      BigInt(terms.bufferedChannelMinor);
    const difference = BigInt(terms.receivableMinor) - right;
    return { ...terms, rightMinor: `${right}`, differenceMinor: `${difference}` };
  });
}
