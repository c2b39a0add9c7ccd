import "server-only";
import type { CountedDto, SuspenseSummaryDto } from "@/contracts/suspense-views";
import { sumMinor } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { AGE_BANDS, ageBandOf, type Direction } from "@/core/suspense/item";
import { listChannels } from "@/server/store/channels";
import { reader } from "@/server/transact";
import { AGE_DAYS, IS_AWAKE, IS_OPEN, SUSPENSE_FROM, SUSPENSE_ITEMS, suspenseWhere } from "./suspense-rows";

/** So many merchants are offered as a filter: those with the most items. */
const MAX_MERCHANTS = 50;

type Group = {
  direction: Direction;
  asset: string;
  ageDays: number;
  count: number;
  sum: string;
  mine: number;
  unassigned: number;
  proposed: number;
};

/** The open queue in numbers. Counts and sums are of exactly the rows that the filters of the same name show. */
export async function summariseSuspense(actor: Actor, today: string, withTest: boolean): Promise<SuspenseSummaryDto> {
  const where = suspenseWhere(actor, today).add(`${IS_OPEN} AND ${IS_AWAKE}`);
  if (!withTest) where.add("NOT i.is_test");
  const open = where.toSql();
  const merchants = await reader.query<{ no: string; name: string; count: number }>(
    `SELECT m.merchant_no AS no, m.name, count(*)::int AS count FROM ${SUSPENSE_FROM} ${open} AND m.id IS NOT NULL
     GROUP BY m.id ORDER BY count(*) DESC, m.merchant_no LIMIT ${MAX_MERCHANTS}`,
    where.params,
  );
  const me = where.params.push(actor.userId);
  const groups = await reader.query<Group>(
    `SELECT i.direction, i.asset, ${AGE_DAYS} AS "ageDays", count(*)::int AS count, sum(i.amount_minor)::text AS sum,
            count(*) FILTER (WHERE i.assignee_id = $${me}::bigint)::int AS mine,
            count(*) FILTER (WHERE i.assignee_id IS NULL)::int AS unassigned,
            count(*) FILTER (WHERE i.status = 'PROPOSED')::int AS proposed
     FROM ${SUSPENSE_FROM} ${open} GROUP BY 1, 2, 3`,
    where.params,
  );
  const channels = await listChannels(reader);
  const asleep = suspenseWhere(actor, today).add(`${IS_OPEN} AND NOT ${IS_AWAKE}`);
  if (!withTest) asleep.add("NOT i.is_test");
  const [snoozed] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${SUSPENSE_ITEMS} ${asleep.toSql()}`,
    asleep.params,
  );
  const total = (key: "count" | "mine" | "unassigned" | "proposed") =>
    groups.reduce((sum, group) => sum + group[key], 0);
  return {
    open: total("count"),
    mine: total("mine"),
    unassigned: total("unassigned"),
    proposed: total("proposed"),
    snoozed: snoozed?.count ?? 0,
    short: countOf(groups, "SHORT"),
    long: countOf(groups, "LONG"),
    bands: AGE_BANDS.map((band) => {
      const inBand = groups.filter((group) => ageBandOf(group.ageDays) === band);
      return { band, short: countOf(inBand, "SHORT"), long: countOf(inBand, "LONG") };
    }),
    channels: channels.map(({ code, name }) => ({ no: code, name })),
    merchants,
  };
}

function countOf(groups: readonly Group[], direction: Direction): CountedDto {
  const ours = groups.filter((group) => group.direction === direction);
  const assets = [...new Set(ours.map((group) => group.asset))].sort(cnyFirst);
  return {
    count: ours.reduce((sum, group) => sum + group.count, 0),
    amounts: assets.map((asset) => {
      const parts = ours.filter((group) => group.asset === asset).map((group) => BigInt(group.sum));
      return { asset, amountMinor: `${sumMinor(parts)}` };
    }),
  };
}

function cnyFirst(left: string, right: string): number {
  if (left === "CNY" || right === "CNY") return left === "CNY" ? -1 : 1;
  return left < right ? -1 : 1;
}
