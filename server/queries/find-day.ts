import "server-only";
import type { DayDto, DayStatementDto } from "@/contracts/board-views";
import { deliveryDueOn } from "@/core/statements/decide-delivery";
import { toBreakSumDto } from "@/server/queries/batch-sums";
import { termsOf } from "@/server/queries/channel-days";
import { listCells } from "@/server/queries/get-board";
import { BATCH_FROM, BATCH_SELECT, type BatchRaw, toBatchRowDto } from "@/server/queries/list-batches";
import { reader } from "@/server/transact";

/** Versions of one day's statement beyond this are a matter for the list of statements. */
const MAX_VERSIONS = 20;

type StatementRaw = Omit<DayStatementDto, "lines" | "importedAt"> & { lines: bigint; importedAt: Date };

/** One channel's day: its statement's versions, its newest batch, its breaks by kind; null for an unknown channel. */
export async function findDay(now: Date, channel: string, on: string): Promise<DayDto | null> {
  const [found] = await listCells(now, { first: on, last: on, channel });
  if (!found) return null;
  const { raw, cell, breaks } = found;
  const [statements, batches] = await Promise.all([
    reader.query<StatementRaw>(
      `SELECT s.statement_no AS "statementNo", s.version, s.file_name AS "fileName", s.line_count AS lines,
              s.superseded_by IS NULL AS "isNewest", s.imported_at AS "importedAt", u.display_name AS "importedBy"
       FROM statements s JOIN channels c ON c.id = s.channel_id LEFT JOIN users u ON u.id = s.imported_by
       WHERE c.code = $1 AND s.settles_on = $2 ORDER BY s.version DESC LIMIT ${MAX_VERSIONS}`,
      [channel, on],
    ),
    reader.query<BatchRaw>(
      `${BATCH_SELECT} FROM ${BATCH_FROM} WHERE c.code = $1 AND b.statement_on = $2 ORDER BY b.is_current DESC, b.id DESC LIMIT 1`,
      [channel, on],
    ),
  ]);
  const [batch] = batches;
  return {
    channel: raw.code,
    channelName: raw.name,
    dueOn: deliveryDueOn(on, termsOf(raw)),
    cell,
    statements: statements.map((row) => ({
      ...row,
      lines: Number(row.lines),
      importedAt: row.importedAt.toISOString(),
    })),
    batch: batch ? toBatchRowDto(batch) : null,
    breaks: breaks.map(toBreakSumDto),
    runs: batch?.run_no ?? 0,
  };
}
