import "server-only";
import type { ChannelTrendDto, TrendDayDto } from "@/contracts/trend-views";
import { addDays } from "@/core/calendar/settlement-day";
import { effectiveMilliBps } from "@/core/reconciliation/effective-rate";
import { BAND_DAYS, usualBand } from "@/core/reconciliation/usual-band";
import { reader } from "@/server/transact";

type DayRaw = {
  code: string;
  name: string;
  settles: "NET" | "GROSS";
  cost_bps: number | null;
  on: string | null;
  lines: bigint;
  batch_no: string | null;
  broken: bigint;
  asset: string | null;
  signed_minor: bigint;
  fee_minor: bigint;
  contract_fee_minor: bigint;
};
type KnownDay = DayRaw & { on: string };

// The day's newest statement by its sums: CNY where there is some, since rates in two assets cannot be added.
const DAYS = `
  SELECT c.code, c.name, c.settles, c.cost_bps, s.settles_on AS on, coalesce(s.line_count, 0) AS lines, b.batch_no,
         (SELECT coalesce(sum(k.count), 0)::bigint FROM batch_breaks k WHERE k.batch_id = b.id) AS broken,
         a.asset, coalesce(a.signed_minor, 0) AS signed_minor, coalesce(a.fee_minor, 0) AS fee_minor,
         coalesce(a.contract_fee_minor, 0) AS contract_fee_minor
  FROM channels c
  LEFT JOIN statements s ON s.channel_id = c.id AND s.superseded_by IS NULL AND s.settles_on BETWEEN $1 AND $2
  LEFT JOIN batches b ON b.channel_id = c.id AND b.statement_on = s.settles_on AND b.is_current
  LEFT JOIN LATERAL (
    SELECT * FROM statement_assets WHERE statement_id = s.id ORDER BY asset = 'CNY' DESC, lines DESC, asset LIMIT 1
  ) AS a ON true
  WHERE $3::text IS NULL OR c.code = $3
  ORDER BY c.id, s.settles_on`;

/**
 * Break rates and fees per channel over the last so many days up to `through`. Reads a few rows a day (statements,
 * batches and their sums), whatever the statements hold; the 28 days before them only make the usual band.
 */
export async function listChannelTrends(
  through: string,
  days: number,
  channel: string | null,
): Promise<ChannelTrendDto[]> {
  const first = addDays(through, 1 - days);
  const raws = await reader.query<DayRaw>(DAYS, [addDays(first, -BAND_DAYS), through, channel]);
  const byChannel = new Map<string, DayRaw[]>();
  for (const raw of raws) byChannel.set(raw.code, [...(byChannel.get(raw.code) ?? []), raw]);
  return [...byChannel.values()].map((ofChannel) => toTrend(ofChannel, first));
}

function toTrend(raws: readonly DayRaw[], first: string): ChannelTrendDto {
  const [channel] = raws;
  const known = raws.filter((raw): raw is KnownDay => raw.on !== null);
  const shown = known.filter((raw) => raw.on >= first);
  const drift = shown.reduce((sum, raw) => sum + raw.fee_minor - raw.contract_fee_minor, 0n);
  return {
    channel: channel?.code ?? "",
    channelName: channel?.name ?? "",
    asset: shown.find((raw) => raw.asset)?.asset ?? "CNY",
    comparesFees: channel?.settles === "NET" && channel.cost_bps !== null,
    contractBps: channel?.cost_bps ?? null,
    driftMinor: `${drift}`,
    days: shown.map((raw) => toDay(raw, known)),
  };
}

function toDay(raw: KnownDay, known: readonly KnownDay[]): TrendDayDto {
  const rate = rateOf(raw);
  const since = addDays(raw.on, -BAND_DAYS);
  const before = known.filter(({ on }) => on < raw.on && on >= since).flatMap((day) => rateOf(day) ?? []);
  const band = rate === null ? null : usualBand(before, 1 / Number(raw.lines));
  return {
    on: raw.on,
    batchNo: raw.batch_no,
    lines: Number(raw.lines),
    broken: Number(raw.broken),
    rate,
    band,
    isOutside: rate !== null && band !== null && (rate > band.high || rate < band.low),
    baseMinor: `${raw.signed_minor}`,
    feeMinor: `${raw.fee_minor}`,
    contractFeeMinor: `${raw.contract_fee_minor}`,
    driftMinor: `${raw.fee_minor - raw.contract_fee_minor}`,
    effectiveMilliBps: effectiveMilliBps(raw.fee_minor, raw.signed_minor)?.toString() ?? null,
    contractMilliBps: effectiveMilliBps(raw.contract_fee_minor, raw.signed_minor)?.toString() ?? null,
  };
}

function rateOf(raw: DayRaw): number | null {
  return raw.batch_no === null || raw.lines === 0n ? null : Number(raw.broken) / Number(raw.lines);
}
