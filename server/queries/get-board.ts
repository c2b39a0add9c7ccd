import "server-only";
import type { BoardCellDto, BoardDto, BoardSearch, DayChoiceDto, DayState } from "@/contracts/board-views";
import { accountingDayOf, addDays, daysBetween } from "@/core/calendar/settlement-day";
import { type DayToRun, planRuns } from "@/core/reconciliation/plan-runs";
import { decideDelivery } from "@/core/statements/decide-delivery";
import {
  type BatchBreak,
  type BatchSum,
  countBreaks,
  countLines,
  countWaiting,
  listBatchBreaks,
  listBatchSums,
  NOTHING_COUNTED,
} from "@/server/queries/batch-sums";
import { CHANNEL_DAY, CHANNEL_DAYS, type ChannelDayRaw, groupByChannel, termsOf } from "@/server/queries/channel-days";
import { type DbReader, reader } from "@/server/transact";

export const BOARD_DAYS = 14;
/** More days to run than this are a set-up that nobody works off by the board. */
const MAX_TO_RUN = 500;

export type CellRaw = ChannelDayRaw & {
  readonly is_waived: boolean;
  readonly is_running: boolean;
  readonly batch_id: bigint | null;
  readonly batch_no: string | null;
  readonly is_of_newest: boolean | null;
  readonly is_balanced: boolean | null;
};

const CELLS = `
  WITH running AS (
    SELECT classid::bigint AS channel_id, '2000-01-01'::date + objid::int AS day FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND mode = 'ShareLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  )
  SELECT ${CHANNEL_DAY},
         EXISTS (SELECT 1 FROM delivery_waivers w
                 WHERE w.channel_id = c.id AND w.settles_on = day::date AND w.withdrawn_at IS NULL) AS is_waived,
         EXISTS (SELECT 1 FROM running r WHERE r.channel_id = c.id AND r.day = day::date) AS is_running,
         b.id AS batch_id, b.batch_no, b.statement_id = s.id AS is_of_newest,
         (b.proof ->> 'balanced')::boolean AS is_balanced
  FROM ${CHANNEL_DAYS}
  WHERE $3::text IS NULL OR c.code = $3
  ORDER BY c.id, day`;

/**
 * Every channel's days: those of a month, or the fourteen up to `through`. Without either they end today, or with the
 * newest statement where nothing came for that long, so that a desk in peace does not open on an empty board. Reads
 * statements, batches and their sums, never lines or results.
 */
export async function getBoard(now: Date, { through, month }: BoardSearch): Promise<BoardDto> {
  const today = accountingDayOf(now);
  const last = month ? lastOfMonth(month) : (through ?? (await findLastDay(today)));
  const first = month ? `${month}-01` : addDays(last, 1 - BOARD_DAYS);
  const [cells, toRun] = await Promise.all([listCells(now, { first, last, channel: null }), listToRun()]);
  const channels = groupByChannel(
    cells,
    ({ raw }) => raw,
    ({ cell }) => cell,
  );
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, index) => addDays(first, index));
  return { today, month: month ?? null, days, channels, toRun };
}

/** The cells of some days, of one channel or of all. `db`: a command's transaction, where it decides on them. */
export async function listCells(
  now: Date,
  { first, last, channel }: { first: string; last: string; channel: string | null },
  db: DbReader = reader,
): Promise<{ raw: CellRaw; cell: BoardCellDto; breaks: readonly BatchBreak[] }[]> {
  const raws = await db.query<CellRaw>(CELLS, [first, last, channel]);
  const batchIds = raws.flatMap((raw) => (raw.batch_id === null ? [] : [raw.batch_id]));
  const sums = await listBatchSums(batchIds, db);
  const breaks = await listBatchBreaks(batchIds, db);
  const sumsOf = groupByBatch(sums);
  const breaksOf = groupByBatch(breaks);
  return raws.map((raw) => {
    const found = (raw.batch_id === null ? null : breaksOf.get(raw.batch_id)) ?? [];
    const summed = (raw.batch_id === null ? null : sumsOf.get(raw.batch_id)) ?? [];
    return { raw, cell: toCell(raw, now, summed, found), breaks: found };
  });
}

function groupByBatch<Row extends { readonly batchId: bigint }>(rows: readonly Row[]): Map<bigint, Row[]> {
  const groups = new Map<bigint, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.batchId);
    if (group) group.push(row);
    else groups.set(row.batchId, [row]);
  }
  return groups;
}

function toCell(raw: CellRaw, now: Date, sums: readonly BatchSum[], breaks: readonly BatchBreak[]): BoardCellDto {
  const counted =
    raw.batch_id === null
      ? { broken: NOTHING_COUNTED, waiting: NOTHING_COUNTED, lines: NOTHING_COUNTED }
      : { broken: countBreaks(breaks), waiting: countWaiting(sums), lines: countLines(sums) };
  return {
    on: raw.on,
    state: stateOf(raw, now, counted.broken.count, counted.waiting.count),
    statementNo: raw.statement_no,
    batchNo: raw.batch_no,
    ...counted,
  };
}

function stateOf(raw: CellRaw, now: Date, broken: number, waiting: number): DayState {
  if (raw.is_running) return "RUNNING";
  if (raw.statement_no === null) {
    const facts = { on: raw.on, isReceived: false, isWaived: raw.is_waived, isExpected: raw.is_expected };
    const delivery = decideDelivery(facts, termsOf(raw), now);
    return delivery === "DUE" || delivery === "LATE" ? delivery : "NOT_DUE";
  }
  if (raw.batch_no === null) return "TO_RUN";
  if (!raw.is_of_newest) return "OUTDATED";
  if (!raw.is_balanced) return "UNBALANCED";
  if (broken > 0) return "BROKEN";
  return waiting > 0 ? "WAITING" : "BALANCED";
}

/** Newest statements over which no current batch was run, of whatever day, as the runs that would bring them up to date. */
async function listToRun(): Promise<DayChoiceDto[]> {
  const raws = await reader.query<DayToRun & { channelName: string }>(
    `SELECT c.code AS channel, c.name AS "channelName", s.settles_on AS on,
            CASE WHEN b.id IS NULL THEN 'NEW' ELSE 'OUTDATED' END AS why
     FROM statements s JOIN channels c ON c.id = s.channel_id
     LEFT JOIN batches b ON b.channel_id = s.channel_id AND b.statement_on = s.settles_on AND b.is_current
     WHERE s.superseded_by IS NULL AND b.statement_id IS DISTINCT FROM s.id
     ORDER BY s.settles_on, c.id LIMIT ${MAX_TO_RUN}`,
  );
  const nameOf = new Map(raws.map((raw) => [raw.channel, raw.channelName]));
  return planRuns(raws).map(({ channel, on }) => ({ channel, channelName: nameOf.get(channel) ?? channel, on }));
}

async function findLastDay(today: string): Promise<string> {
  const [newest] = await reader.query<{ on: string | null }>("SELECT max(settles_on) AS on FROM statements");
  if (!newest?.on) return today;
  return daysBetween(newest.on, today) < BOARD_DAYS && newest.on <= today ? today : newest.on;
}

function lastOfMonth(month: string): string {
  return addDays(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, -1);
}
