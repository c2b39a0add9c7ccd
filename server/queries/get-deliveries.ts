import "server-only";
import type { DeliveriesDto, DeliveryCellDto } from "@/contracts/deliveries";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { decideDelivery, deliveryDueOn } from "@/core/statements/decide-delivery";
import { reader } from "@/server/transact";

export const DELIVERY_DAYS = 14;

type CellRaw = {
  code: string;
  name: string;
  timezone: string;
  cutoff: string;
  statement_lag_days: number;
  on: string;
  is_expected: boolean;
  statement_no: string | null;
  version: number | null;
  is_to_run_again: boolean;
  waiver: { reason: string; by: string | null } | null;
};

// A statement is expected for every day since the first that had one, or an order that should stand in one.
const CELLS = `
  SELECT c.code, c.name, c.timezone, c.cutoff, c.statement_lag_days, day::date AS on,
         coalesce(day::date >= first.on, false) AS is_expected, s.statement_no, s.version,
         b.statement_id IS NOT NULL AND s.id IS NOT NULL AND b.statement_id <> s.id AS is_to_run_again,
         (SELECT jsonb_build_object('reason', w.reason, 'by', u.display_name)
          FROM delivery_waivers w LEFT JOIN users u ON u.id = w.waived_by
          WHERE w.channel_id = c.id AND w.settles_on = day::date AND w.withdrawn_at IS NULL) AS waiver
  FROM channels c CROSS JOIN generate_series($1::date, $2::date, interval '1 day') AS day
  CROSS JOIN LATERAL (
    SELECT least((SELECT min(settles_on) FROM statements WHERE channel_id = c.id),
                 (SELECT min(expected_on) FROM orders WHERE channel_id = c.id)) AS on
  ) AS first
  LEFT JOIN statements s ON s.channel_id = c.id AND s.settles_on = day::date AND s.superseded_by IS NULL
  LEFT JOIN batches b ON b.channel_id = c.id AND b.statement_on = day::date AND b.is_current
  ORDER BY c.id, day`;

/** What every channel delivered in the last fourteen days up to today, and what is due or late. */
export async function getDeliveries(now: Date): Promise<DeliveriesDto> {
  const last = accountingDayOf(now);
  const first = addDays(last, 1 - DELIVERY_DAYS);
  const raws = await reader.query<CellRaw>(CELLS, [first, last]);
  const channels = new Map<string, { code: string; name: string; cells: DeliveryCellDto[] }>();
  for (const raw of raws) {
    const channel = channels.get(raw.code) ?? { code: raw.code, name: raw.name, cells: [] };
    channel.cells.push(toCell(raw, now));
    channels.set(raw.code, channel);
  }
  const days = Array.from({ length: DELIVERY_DAYS }, (_, index) => addDays(first, index));
  return { days, channels: [...channels.values()] };
}

function toCell(raw: CellRaw, now: Date): DeliveryCellDto {
  const { on, timezone, cutoff, waiver } = raw;
  const terms = { timezone, cutoff, statementLagDays: raw.statement_lag_days };
  const facts = {
    on,
    isReceived: raw.statement_no !== null,
    isWaived: waiver !== null,
    isExpected: raw.is_expected,
  };
  return {
    on,
    dueOn: deliveryDueOn(on, terms),
    state: decideDelivery(facts, terms, now),
    statementNo: raw.statement_no,
    version: raw.version,
    isToRunAgain: raw.is_to_run_again,
    waiver,
  };
}
