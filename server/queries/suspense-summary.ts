import "server-only";
import type { CountedDto, SuspenseSummaryDto } from "@/contracts/suspense-views";
import { sumMinor } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { AGE_BANDS, ageBandOf, type Direction } from "@/core/suspense/item";
import { listChannels } from "@/server/store/channels";
import { reader } from "@/server/transact";
import { IS_AWAKE, IS_OPEN, SUSPENSE_ITEMS, suspenseWhere } from "./suspense-rows";

/** So many merchants are offered as a filter: those with the most items. */
const MAX_MERCHANTS = 50;

type Counts = { count: number; sum: string; mine: number; unassigned: number; proposed: number; snoozed: number };
type Group = Counts & { direction: Direction; asset: string; ageDays: number };
type Merchant = { no: string; name: string; count: number };

/** The open queue in numbers. Counts and sums are of exactly the rows that the filters of the same name show. */
export async function summariseSuspense(actor: Actor, today: string, withTest: boolean): Promise<SuspenseSummaryDto> {
  const [{ groups, merchants }, channels] = await Promise.all([
    countOpen(actor, today, withTest),
    listChannels(reader),
  ]);
  const total = (key: Exclude<keyof Counts, "sum">) => groups.reduce((sum, group) => sum + group[key], 0);
  return {
    open: total("count"),
    mine: total("mine"),
    unassigned: total("unassigned"),
    proposed: total("proposed"),
    snoozed: total("snoozed"),
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

/**
 * All of it from one pass over the index `suspense_rank`, which holds what is asked here: the open items by day, asset and
 * direction, and by merchant. Days become ages afterwards, since there are few of them.
 */
async function countOpen(
  actor: Actor,
  today: string,
  withTest: boolean,
): Promise<{ groups: Group[]; merchants: Merchant[] }> {
  const where = suspenseWhere(actor, today).add(IS_OPEN);
  if (!withTest) where.add("NOT i.is_test");
  const me = where.params.push(actor.userId);
  const [counted] = await reader.query<{ groups: Group[] | null; merchants: Merchant[] | null }>(
    `WITH counted AS (
       SELECT i.direction, i.asset, i.opened_on, i.merchant_id, grouping(i.merchant_id) = 1 AS is_group,
              (count(*) FILTER (WHERE ${IS_AWAKE}))::int AS count,
              coalesce(sum(i.amount_minor) FILTER (WHERE ${IS_AWAKE}), 0)::text AS sum,
              (count(*) FILTER (WHERE ${IS_AWAKE} AND i.assignee_id = $${me}::bigint))::int AS mine,
              (count(*) FILTER (WHERE ${IS_AWAKE} AND i.assignee_id IS NULL))::int AS unassigned,
              (count(*) FILTER (WHERE i.status = 'PROPOSED'))::int AS proposed,
              (count(*) FILTER (WHERE NOT ${IS_AWAKE}))::int AS snoozed
       FROM ${SUSPENSE_ITEMS} ${where.toSql()}
       GROUP BY GROUPING SETS ((i.direction, i.asset, i.opened_on), (i.merchant_id))
     )
     SELECT
       (SELECT jsonb_agg(to_jsonb(counted) || jsonb_build_object('ageDays', bank_days_between(opened_on, $1::date)))
        FROM counted WHERE is_group) AS groups,
       (SELECT jsonb_agg(to_jsonb(most)) FROM (
          SELECT m.merchant_no AS no, m.name, counted.count FROM counted JOIN merchants m ON m.id = counted.merchant_id
          WHERE NOT is_group AND counted.count > 0 ORDER BY counted.count DESC, m.merchant_no LIMIT ${MAX_MERCHANTS}
        ) AS most) AS merchants`,
    where.params,
  );
  return { groups: counted?.groups ?? [], merchants: counted?.merchants ?? [] };
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
