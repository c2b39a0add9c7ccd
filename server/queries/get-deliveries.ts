import "server-only";
import type { DeliveriesDto, DeliveryCellDto } from "@/contracts/deliveries";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { decideDelivery, deliveryDueOn } from "@/core/statements/decide-delivery";
import { CHANNEL_DAY, CHANNEL_DAYS, type ChannelDayRaw, groupByChannel, termsOf } from "@/server/queries/channel-days";
import { reader } from "@/server/transact";

export const DELIVERY_DAYS = 14;

type CellRaw = ChannelDayRaw & {
  readonly version: number | null;
  readonly is_to_run_again: boolean;
  readonly waiver: { reason: string; by: string | null } | null;
};

const CELLS = `
  SELECT ${CHANNEL_DAY}, s.version,
         b.statement_id IS NOT NULL AND s.id IS NOT NULL AND b.statement_id <> s.id AS is_to_run_again,
         (SELECT jsonb_build_object('reason', w.reason, 'by', u.display_name)
          FROM delivery_waivers w LEFT JOIN users u ON u.id = w.waived_by
          WHERE w.channel_id = c.id AND w.settles_on = day::date AND w.withdrawn_at IS NULL) AS waiver
  FROM ${CHANNEL_DAYS}
  ORDER BY c.id, day`;

/** What every channel delivered in the last fourteen days up to today, and what is due or late. */
export async function getDeliveries(now: Date): Promise<DeliveriesDto> {
  const last = accountingDayOf(now);
  const first = addDays(last, 1 - DELIVERY_DAYS);
  const raws = await reader.query<CellRaw>(CELLS, [first, last]);
  const channels = groupByChannel(
    raws,
    (raw) => raw,
    (raw) => toCell(raw, now),
  );
  const days = Array.from({ length: DELIVERY_DAYS }, (_, index) => addDays(first, index));
  return { days, channels };
}

function toCell(raw: CellRaw, now: Date): DeliveryCellDto {
  const { on, waiver } = raw;
  const terms = termsOf(raw);
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
