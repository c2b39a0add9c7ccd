import "server-only";
import type { DeliveryTerms } from "@/core/statements/decide-delivery";

/**
 * Every channel (`c`) with each `day` from $1 to $2, its newest statement `s` and the batch `b` that counts, where there
 * are any. `first.on` is the first day for which a statement is expected: that of the first one, or of the first order
 * that should stand in one.
 */
export const CHANNEL_DAYS = `channels c CROSS JOIN generate_series($1::date, $2::date, interval '1 day') AS day
  CROSS JOIN LATERAL (
    SELECT least((SELECT min(settles_on) FROM statements WHERE channel_id = c.id),
                 (SELECT min(expected_on) FROM orders WHERE channel_id = c.id)) AS on
  ) AS first
  LEFT JOIN statements s ON s.channel_id = c.id AND s.settles_on = day::date AND s.superseded_by IS NULL
  LEFT JOIN batches b ON b.channel_id = c.id AND b.statement_on = day::date AND b.is_current`;

/** The columns by which a day of a channel is told. */
export const CHANNEL_DAY = `c.code, c.name, c.timezone, c.cutoff, c.statement_lag_days, day::date AS on, s.statement_no,
  coalesce(day::date >= first.on, false) AS is_expected`;
export type ChannelDayRaw = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
  readonly cutoff: string;
  readonly statement_lag_days: number;
  readonly on: string;
  readonly statement_no: string | null;
  readonly is_expected: boolean;
};

export function termsOf(raw: ChannelDayRaw): DeliveryTerms {
  return { timezone: raw.timezone, cutoff: raw.cutoff, statementLagDays: raw.statement_lag_days };
}

/** A row a channel, in the order in which they come first, with its cells in theirs. */
export function groupByChannel<Row, Cell>(
  rows: readonly Row[],
  channelOf: (row: Row) => Pick<ChannelDayRaw, "code" | "name">,
  cellOf: (row: Row) => Cell,
): { code: string; name: string; cells: Cell[] }[] {
  const channels = new Map<string, { code: string; name: string; cells: Cell[] }>();
  for (const row of rows) {
    const { code, name } = channelOf(row);
    const channel = channels.get(code) ?? { code, name, cells: [] };
    channel.cells.push(cellOf(row));
    channels.set(code, channel);
  }
  return [...channels.values()];
}
