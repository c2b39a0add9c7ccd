import "server-only";
import type { BoardCellDto, BoardDto, DayState } from "@/contracts/reconciliation-views";
import { addDays, daysBetween } from "@/core/calendar/settlement-day";
import { reader } from "@/server/transact";

export const BOARD_DAYS = 14;

type CellRaw = {
  code: string;
  name: string;
  on: string;
  is_due: boolean;
  statement_no: string | null;
  batch_no: string | null;
  is_of_newest: boolean | null;
  is_balanced: boolean | null;
  broken: number;
};

// A statement is due for every day since the first that had one, or an order that should stand in one.
const CELLS = `
  SELECT c.code, c.name, day::date AS on, s.statement_no,
         coalesce(day::date >= first.on AND day::date + c.statement_lag_days::int <= $3::date, false) AS is_due,
         b.batch_no, b.statement_id = s.id AS is_of_newest, (b.proof ->> 'balanced')::boolean AS is_balanced,
         (SELECT coalesce(sum(value::int), 0)::int FROM jsonb_each_text(b.breaks)) AS broken
  FROM channels c CROSS JOIN generate_series($1::date, $2::date, interval '1 day') AS day
  CROSS JOIN LATERAL (
    SELECT least((SELECT min(settles_on) FROM statements WHERE channel_id = c.id),
                 (SELECT min(expected_on) FROM orders WHERE channel_id = c.id)) AS on
  ) AS first
  LEFT JOIN statements s ON s.channel_id = c.id AND s.settles_on = day::date AND s.superseded_by IS NULL
  LEFT JOIN batches b ON b.channel_id = c.id AND b.statement_on = day::date AND b.is_current
  ORDER BY c.id, day`;

/**
 * Every channel's last fourteen days up to `through`. Without it they end today, or with the newest statement where
 * nothing came for that long, so that a desk in peace does not open on an empty board.
 */
export async function getBoard(today: string, through: string | null): Promise<BoardDto> {
  const last = through ?? (await findLastDay(today));
  const first = addDays(last, 1 - BOARD_DAYS);
  const raws = await reader.query<CellRaw>(CELLS, [first, last, today]);
  const channels = new Map<string, { code: string; name: string; cells: BoardCellDto[] }>();
  for (const raw of raws) {
    const channel = channels.get(raw.code) ?? { code: raw.code, name: raw.name, cells: [] };
    channel.cells.push(toCell(raw));
    channels.set(raw.code, channel);
  }
  const days = Array.from({ length: BOARD_DAYS }, (_, index) => addDays(first, index));
  return { days, channels: [...channels.values()] };
}

async function findLastDay(today: string): Promise<string> {
  const [newest] = await reader.query<{ on: string | null }>("SELECT max(settles_on) AS on FROM statements");
  if (!newest?.on) return today;
  return daysBetween(newest.on, today) < BOARD_DAYS && newest.on <= today ? today : newest.on;
}

function toCell(raw: CellRaw): BoardCellDto {
  return {
    on: raw.on,
    state: stateOf(raw),
    statementNo: raw.statement_no,
    batchNo: raw.batch_no,
    broken: raw.broken,
  };
}

function stateOf(raw: CellRaw): DayState {
  if (raw.statement_no === null) return raw.is_due ? "MISSING" : "NOT_DUE";
  if (raw.batch_no === null) return "TO_RUN";
  if (!raw.is_of_newest) return "OUTDATED";
  if (!raw.is_balanced) return "UNBALANCED";
  return raw.broken > 0 ? "BROKEN" : "CLEAN";
}
