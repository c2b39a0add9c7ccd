import "server-only";
import type { GroupFilters, SuspenseGroupDto } from "@/contracts/bulk";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { parseGroupKey } from "@/core/suspense/group-key";
import { readPage, Where } from "@/server/queries/keyset";
import { listChannels } from "@/server/store/channels";
import { reader } from "@/server/transact";
import { suggestForGroups } from "./group-suggestions";
import { IS_OPEN } from "./suspense-rows";

type GroupRaw = {
  key: string;
  count: number;
  waiting: number;
  sum: string;
  oldestOn: string;
  oldestDays: number;
  firstId: bigint;
  rank: string;
};

/**
 * Similar items of the open queue, the largest groups first: read from one index that holds the open items in the order of
 * their keys, so that fifty thousand of them are counted in one pass without a sort.
 */
export async function listSuspenseGroups(
  actor: Actor,
  filters: GroupFilters,
  page: { readonly cursor: string | null; readonly limit: number },
  today: string,
): Promise<PageDto<SuspenseGroupDto>> {
  const where = new Where();
  where.params.push(today);
  const groups = groupsOf(actor, filters, where);
  const channels = new Map((await listChannels(reader)).map(({ id, code, name }) => [id, { no: code, name }]));
  const found = await readPage<GroupRaw, GroupRaw>({
    select: `SELECT g.key, g.count, g.waiting, g.sum, g."oldestOn", g."oldestDays", g."firstId", g.count::text AS rank`,
    from: groups,
    where: onlyParams(where),
    keys: ["g.count", "g.key"],
    casts: ["int", "text"],
    direction: "DESC",
    page,
    toRow: (raw) => raw,
    toKey: (raw) => [raw.rank, raw.key],
  });
  const suggestions = await suggestForGroups(found.rows.map((raw) => raw.firstId));
  const rows = found.rows.map((raw): SuspenseGroupDto => {
    const parsed = parseGroupKey(raw.key);
    const channel = parsed && channels.get(parsed.channelId);
    invariant(parsed && channel, `${raw.key} is a group of a channel`);
    const { kind, itemKind, direction, by, value, asset } = parsed;
    const { key, count, waiting, oldestOn } = raw;
    return {
      ...{ key, channel, kind, itemKind, direction, by, value, asset, count, waiting, oldestOn },
      amountMinor: raw.sum,
      oldestDays: Math.max(raw.oldestDays, 0),
      suggestion: suggestions.get(raw.firstId) ?? { resolution: null, reason: null },
    };
  });
  return { ...found, rows };
}

/** A where-clause with nothing more to say than what the groups were made of; later conditions go behind it. */
function onlyParams(inner: Where): Where {
  const outer = new Where();
  outer.params.push(...inner.params);
  return outer;
}

function groupsOf(actor: Actor, filters: GroupFilters, where: Where): string {
  where.add(`${IS_OPEN} AND i.group_key <> ''`);
  if (!filters.test) where.add("NOT i.is_test");
  if (filters.kind) where.add("i.kind = ?", filters.kind);
  if (filters.direction) where.add("i.direction = ?", filters.direction);
  if (filters.channel) where.add("i.channel_id = (SELECT id FROM channels WHERE code = ?)", filters.channel);
  if (actor.scope !== null) {
    where.add("i.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  }
  return `(SELECT i.group_key AS key, count(*)::int AS count, count(*) FILTER (WHERE i.status = 'PROPOSED')::int AS waiting,
      sum(i.amount_minor)::text AS sum, min(i.opened_on) AS "oldestOn",
      $1::date - min(i.opened_on) AS "oldestDays", min(i.id) AS "firstId"
    FROM suspense_items i ${where.toSql()} GROUP BY i.group_key ${filters.single ? "" : "HAVING count(*) > 1"}) AS g`;
}
