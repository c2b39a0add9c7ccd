import "server-only";
import type { RunDifferenceDto } from "@/contracts/reconciliation-difference";
import type { Json } from "@/core/json";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { BREAK_KINDS, type BreakKind } from "@/core/suspense/item";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { enqueue } from "@/server/outbox/enqueue";
import { compareOutcomes, rememberOutcomes } from "@/server/reconciliation/difference";
import { joinRun, takeSnapshot } from "@/server/reconciliation/join-run";
import { keepSums } from "@/server/reconciliation/keep-sums";
import { matchDay } from "@/server/reconciliation/match-day";
import { type BooksProof, proveBooks } from "@/server/reconciliation/prove-books";
import { syncCost } from "@/server/reconciliation/sync-cost";
import { syncSuspense } from "@/server/reconciliation/sync-suspense";
import { type ChannelRow, findChannel } from "@/server/store/channels";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { CommandContext, DbTransaction } from "@/server/transact";

export type ReconciliationRequest = { readonly channel: string; readonly date: string; readonly dryRun?: boolean };
/** What one batch found. `breaks` counts per kind; `proof` is the books-follow-the-channel equation, minor units. */
export type BatchReport = {
  batchNo: string;
  date: string;
  channel: string;
  matched: number;
  buffered: { ours: number; channel: number };
  breaks: Record<BreakKind, number>;
  released: number;
  proof: { [key: string]: Json };
};

type StatementDay = { id: bigint; settles_on: string };
type Batch = { id: bigint; batchNo: string; day: string };

/** How a dry run takes everything back, and what it leaves: the report that the run would have given. */
export class DryRun extends Error {
  constructor(
    readonly report: BatchReport,
    readonly difference: RunDifferenceDto,
  ) {
    super("dry run");
  }
}

/** The run itself, which a dry run leaves by throwing `DryRun`. */
export const reconcileDay = defineCommand<ReconciliationRequest, BatchReport>({
  action: "reconciliation.run",
  permission: "reconciliation.run",
  object: ({ channel, date }) => ({ type: "batch", no: `${channel}:${date}` }),
  toHashed: ({ channel, date }) => ({ channel, date }),
  seconds: 900,
  async effect(tx, { channel: code, date, dryRun }) {
    const channel = await findChannel(tx, code);
    if (!channel) return refuse("channel_unknown", `Channel ${code} is not known; set it up first.`);
    const snapshot = await takeSnapshot(tx);
    const days = await listDaysToRun(tx, channel, date);
    if (!days.ok) return days;
    const shared = dryRun ? null : await joinRun(tx, channel.id, date, snapshot);
    if (shared) return accept(await toReport(tx, channel, shared, await proveBooks(tx, channel.id)));
    await tx.query("SELECT fold_channel_bookings($1)", [channel.id]);
    const last = dryRun ? await rememberOutcomes(tx, channel.id, date) : null;
    const { since, retired } = await retireBatches(tx, channel, date);
    const batches = await runDays(tx, channel, days.value);
    const [first] = batches;
    invariant(first, "the day asked for was run");
    const changes = await syncSuspense(tx, channel, { since, retired, batches: batches.map((batch) => batch.id) });
    const costMinor = await syncCost(tx, channel, first);
    const proofs = await proveBooks(tx, channel.id);
    for (const batch of batches) await finishBatch(tx, batch, batch === first ? costMinor : 0n, proofs);
    const report = await toReport(tx, channel, first, proofs);
    if (dryRun) {
      const items = { opened: changes.opened, explained: changes.autoResolved };
      const told = { last, matched: report.matched, items, reruns: batches.slice(1).map((batch) => batch.day) };
      throw new DryRun(report, await compareOutcomes(tx, channel.id, told));
    }
    await enqueue(tx, "books.prove", { batchNo: report.batchNo });
    if (report.breaks.STATUS_MISMATCH > 0) await enqueue(tx, "statuses.adopt", { channel: code });
    const detail = { ...report, ...changes, rerun: batches.slice(1).map((batch) => batch.batchNo) };
    await appendAudit(tx, { action: "reconciliation.ran", objectType: "batch", objectNo: first.batchNo, detail });
    return accept(report);
  },
});

/**
 * Reconciles one channel's statement day with our orders and refunds: one numbered batch, its results, suspense items
 * with their vouchers, and the channel's cost, in one transaction. Later days that were run before are run again after
 * it, since what waited may now be met. A dry run does it all and takes it back.
 */
export async function runReconciliation(
  context: CommandContext,
  request: ReconciliationRequest,
): Promise<Result<BatchReport>> {
  try {
    return await reconcileDay(context, request);
  } catch (error) {
    if (error instanceof DryRun) return accept(error.report);
    throw error;
  }
}

/** The day asked for and every later day that has a batch: they build on each other. */
async function listDaysToRun(tx: DbTransaction, channel: ChannelRow, date: string): Promise<Result<StatementDay[]>> {
  // The first lock stands in nobody's way: it tells the day board which days are being run, from now to the end.
  await tx.query(
    `SELECT pg_advisory_xact_lock_shared($1::int, $2::date - '2000-01-01'::date),
            pg_advisory_xact_lock(hashtext('reconciliation'), $1::int)`,
    [Number(channel.id), date],
  );
  const days = await tx.query<StatementDay>(
    `SELECT s.id, s.settles_on FROM statements s
     WHERE s.channel_id = $1 AND s.superseded_by IS NULL AND s.settles_on >= $2
       AND (s.settles_on = $2 OR EXISTS (
         SELECT 1 FROM batches b WHERE b.channel_id = $1 AND b.statement_on = s.settles_on AND b.is_current))
     ORDER BY s.settles_on`,
    [channel.id, date],
  );
  if (days[0]?.settles_on === date) return accept(days);
  return refuse(
    "statement_missing",
    `There is no statement of ${channel.code} for ${date}. Import it first; an empty day has an empty statement.`,
    { channel: channel.code, date },
  );
}

/**
 * Takes the batches of `date` and later out of force. Earlier results that they had explained stand again as they were;
 * answers the first day of which a break may need its item again: `date`, or an earlier one with such a result.
 */
async function retireBatches(
  tx: DbTransaction,
  channel: ChannelRow,
  date: string,
): Promise<{ since: string; retired: bigint[] }> {
  const rows = await tx.query<{ id: bigint }>(
    "UPDATE batches SET is_current = false WHERE channel_id = $1 AND is_current AND statement_on >= $2 RETURNING id",
    [channel.id, date],
  );
  const retired = rows.map((batch) => batch.id);
  const [first] = await tx.query<{ day: string }>(
    `WITH reopened AS (
       UPDATE match_results SET superseded_by = NULL WHERE superseded_by = ANY ($1) RETURNING batch_on
     ) SELECT least($2::date, min(batch_on)) AS day FROM reopened`,
    [retired, date],
  );
  return { since: first?.day ?? date, retired };
}

async function runDays(tx: DbTransaction, channel: ChannelRow, days: readonly StatementDay[]): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (const day of days) {
    const batchNo = await nextDocumentNo(tx, "batch", day.settles_on);
    const [row] = await tx.query<{ id: bigint }>(
      `INSERT INTO batches (batch_no, channel_id, statement_on, run_no, statement_id, matched, buffered_ours,
         buffered_channel, released, breaks, proof, cost_minor, caused_by, run_by, run_at, command_id)
       SELECT $1, $2, $3::date, coalesce(max(run_no), 0) + 1, $4, 0, 0, 0, 0, '{}', '{}', 0, $5, $6, $7, $8
       FROM batches WHERE channel_id = $2 AND statement_on = $3::date RETURNING id`,
      [
        batchNo,
        channel.id,
        day.settles_on,
        day.id,
        batches[0]?.id ?? null,
        tx.context.actor.userId,
        tx.context.now,
        tx.context.commandId,
      ],
    );
    invariant(row, "the batch was numbered");
    await matchDay(tx, { channel, day: day.settles_on, statementId: day.id, batchId: row.id });
    batches.push({ id: row.id, batchNo, day: day.settles_on });
  }
  return batches;
}

async function finishBatch(
  tx: DbTransaction,
  batch: Batch,
  costMinor: bigint,
  proofs: readonly BooksProof[],
): Promise<void> {
  const counts = await keepSums(tx, batch.id);
  await tx.query(
    `UPDATE batches SET matched = $2, buffered_ours = $3, buffered_channel = $4, released = $5, breaks = $6, proof = $7,
       cost_minor = $8 WHERE id = $1`,
    [
      batch.id,
      counts.matched,
      counts.bufferedOurs,
      counts.bufferedChannel,
      counts.released,
      JSON.stringify(counts.breaks),
      JSON.stringify(toProofJson(proofs)),
      costMinor,
    ],
  );
}

/** The equation in the channel's main asset, and for every other asset beside it. */
function toProofJson(proofs: readonly BooksProof[]): { [key: string]: Json } {
  const [main, ...others] = [...proofs].sort((left) => (left.asset === "CNY" ? -1 : 1));
  if (!main) return { balanced: true };
  const toJson = ({ channel: _, ...proof }: BooksProof): { [key: string]: Json } =>
    Object.fromEntries(
      Object.entries(proof).map(([key, value]) => [key, typeof value === "bigint" ? `${value}` : value]),
    );
  return {
    ...toJson(main),
    balanced: proofs.every((proof) => proof.balanced),
    ...(others.length > 0 ? { otherAssets: others.map(toJson) } : {}),
  };
}

async function toReport(
  tx: DbTransaction,
  channel: ChannelRow,
  batch: Batch,
  proofs: readonly BooksProof[],
): Promise<BatchReport> {
  const [row] = await tx.query<{
    matched: bigint;
    buffered_ours: bigint;
    buffered_channel: bigint;
    released: bigint;
    breaks: Partial<Record<BreakKind, number>>;
  }>("SELECT matched, buffered_ours, buffered_channel, released, breaks FROM batches WHERE id = $1", [batch.id]);
  invariant(row, "the batch is there");
  return {
    batchNo: batch.batchNo,
    date: batch.day,
    channel: channel.code,
    matched: Number(row.matched),
    buffered: { ours: Number(row.buffered_ours), channel: Number(row.buffered_channel) },
    breaks: Object.fromEntries(BREAK_KINDS.map((kind) => [kind, row.breaks[kind] ?? 0])) as Record<BreakKind, number>,
    released: Number(row.released),
    proof: toProofJson(proofs),
  };
}
