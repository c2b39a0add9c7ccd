import "server-only";
import type { BatchFilters, BatchRowDto } from "@/contracts/reconciliation-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

export type BatchRaw = {
  id: bigint;
  batch_no: string;
  channel: string;
  channel_name: string;
  statement_on: string;
  run_no: number;
  is_current: boolean;
  statement_no: string;
  matched: bigint;
  buffered_ours: bigint;
  buffered_channel: bigint;
  released: bigint;
  breaks: Record<string, number>;
  is_balanced: boolean;
  cost_minor: bigint;
  asset: string | null;
  run_at: Date;
  run_by: string | null;
};

export const BATCH_FROM = `batches b JOIN channels c ON c.id = b.channel_id JOIN statements s ON s.id = b.statement_id
  LEFT JOIN users u ON u.id = b.run_by`;
export const BATCH_SELECT = `
  SELECT b.id, b.batch_no, c.code AS channel, c.name AS channel_name, b.statement_on, b.run_no, b.is_current,
         s.statement_no, b.matched, b.buffered_ours, b.buffered_channel, b.released, b.breaks,
         coalesce((b.proof ->> 'balanced')::boolean, false) AS is_balanced, b.cost_minor, b.proof ->> 'asset' AS asset,
         b.run_at, u.display_name AS run_by`;

/** Batches, the newest run first. They are a channel's as a whole, so no merchant scope narrows them. */
export function listBatches(
  _actor: Actor,
  filters: BatchFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<BatchRowDto>> {
  const where = new Where();
  if (filters.channel) where.add("c.code = ?", filters.channel);
  if (filters.on) where.add("b.statement_on = ?", filters.on);
  if (filters.show) where.add("b.is_current");
  if (filters.show === "broken") where.add("b.breaks <> '{}'");
  if (filters.show === "unbalanced") where.add("NOT coalesce((b.proof ->> 'balanced')::boolean, false)");
  return readPage<BatchRaw, BatchRowDto>({
    select: BATCH_SELECT,
    from: BATCH_FROM,
    where,
    keys: ["b.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow: toBatchRowDto,
    toKey: (raw) => [`${raw.id}`],
  });
}

/** The newest current batch of every channel, for a glance. */
export async function listLatestBatches(): Promise<BatchRowDto[]> {
  const raws = await reader.query<BatchRaw>(
    `${BATCH_SELECT} FROM ${BATCH_FROM}
     WHERE b.id IN (SELECT DISTINCT ON (channel_id) id FROM batches WHERE is_current ORDER BY channel_id, statement_on DESC)
     ORDER BY c.id`,
  );
  return raws.map(toBatchRowDto);
}

export function toBatchRowDto(raw: BatchRaw): BatchRowDto {
  return {
    batchNo: raw.batch_no,
    channel: raw.channel,
    channelName: raw.channel_name,
    statementOn: raw.statement_on,
    runNo: raw.run_no,
    isCurrent: raw.is_current,
    statementNo: raw.statement_no,
    matched: Number(raw.matched),
    waitingOurs: Number(raw.buffered_ours),
    waitingChannel: Number(raw.buffered_channel),
    released: Number(raw.released),
    broken: Object.values(raw.breaks).reduce((sum, count) => sum + count, 0),
    breaks: raw.breaks,
    isBalanced: raw.is_balanced,
    costMinor: `${raw.cost_minor}`,
    asset: raw.asset ?? "CNY",
    runAt: raw.run_at.toISOString(),
    runBy: raw.run_by,
  };
}
