import "server-only";
import type { SuspenseFilters } from "@/contracts/suspense-filters";
import type { SuspenseRowDto } from "@/contracts/suspense-views";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { AGE_BAND_DAYS } from "@/core/suspense/item";
import { countRows, decodeCursor, encodeCursor, readPage, type Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import { type QueueKey, queueKeyOf, readQueueRows } from "./queue-page";
import {
  AGE_DAYS,
  IS_AWAKE,
  IS_OPEN,
  QUEUE_KEYS,
  SUSPENSE_FROM,
  SUSPENSE_ITEMS,
  SUSPENSE_SELECT,
  type SuspenseRaw,
  suspenseWhere,
  toSuspenseRow,
} from "./suspense-rows";

type Order = {
  readonly keys: readonly string[];
  readonly casts: readonly string[];
  readonly toKey: (raw: SuspenseRaw) => readonly string[];
};
const QUEUE: Order = { keys: QUEUE_KEYS, casts: ["int", "int", "numeric", "bigint"], toKey: queueKeyOf };
const NEWEST_RESOLVED: Order = {
  keys: ["i.resolved_at", "i.id"],
  casts: ["timestamptz", "bigint"],
  toKey: (raw) => [raw.resolvedAtText ?? "", `${raw.id}`],
};
const OLD_DAYS = [8, null] as const;
const NEWEST: Order = { keys: ["i.id"], casts: ["bigint"], toKey: (raw) => [`${raw.id}`] };

/**
 * One page of the queue, ranked; closed items by when they were closed. `today` is the accounting day that ages them. How
 * many there are is asked apart: counting costs as much as reading, and nobody waits for it.
 */
export async function listSuspense(
  actor: Actor,
  filters: SuspenseFilters,
  page: { readonly cursor: string | null; readonly limit: number },
  today: string,
): Promise<PageDto<SuspenseRowDto>> {
  const { where, order } = filterSuspense(actor, filters, today);
  if (order === QUEUE) return readQueuePage(actor, where, page);
  return readPage<SuspenseRaw, SuspenseRowDto>({
    select: SUSPENSE_SELECT,
    from: SUSPENSE_FROM,
    where,
    keys: order.keys,
    casts: order.casts,
    direction: "DESC",
    page,
    countsApart: true,
    toRow: (raw) => toSuspenseRow(actor, raw),
    toKey: order.toKey,
  });
}

/** How many rows the filters show, up to the cap of counts. */
export function countSuspense(actor: Actor, filters: SuspenseFilters, today: string): Promise<RowCountDto> {
  return countRows(SUSPENSE_ITEMS, filterSuspense(actor, filters, today).where);
}

async function readQueuePage(
  actor: Actor,
  where: Where,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<PageDto<SuspenseRowDto>> {
  const raws = await readQueueRows(where, decodeCursor(cursor, QUEUE_KEYS.length) as QueueKey | null, limit + 1);
  const shown = raws.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((raw) => toSuspenseRow(actor, raw)),
    nextCursor: raws.length > limit && last ? encodeCursor(queueKeyOf(last)) : null,
    count: null,
  };
}

/** The rows that the filters show to this reader, over `SUSPENSE_ITEMS`; whoever acts on "all matching" asks here, too. */
export function filterSuspense(actor: Actor, filters: SuspenseFilters, today: string): { where: Where; order: Order } {
  const where = suspenseWhere(actor, today);
  const ranked = addView(where, actor, filters.status);
  const order = filters.sort === "newest" ? NEWEST : ranked;
  if (!filters.test) where.add("NOT i.is_test");
  if (filters.kind) where.add("i.kind = ?", filters.kind);
  if (filters.direction) where.add("i.direction = ?", filters.direction);
  if (filters.channel) where.add("i.channel_id = (SELECT id FROM channels WHERE code = ?)", filters.channel);
  if (filters.merchant) where.add("i.merchant_id = (SELECT id FROM merchants WHERE merchant_no = ?)", filters.merchant);
  if (filters.group) where.add("i.group_key = ?", filters.group);
  addPeople(where, actor, filters);
  if (filters.overdue) where.add(`${IS_OPEN} AND i.due_on < today.day`);
  if (filters.closedOn) {
    const begins = "?::date::timestamp AT TIME ZONE 'Asia/Shanghai'";
    where.add(
      `i.resolved_at >= ${begins} AND i.resolved_at < ${begins} + interval '1 day'`,
      filters.closedOn,
      filters.closedOn,
    );
  }
  if (filters.age) addAge(where, order === QUEUE ? today : null, filters.age);
  if (filters.q) addText(where, filters.q, order === QUEUE);
  return { where, order };
}

function addView(where: Where, actor: Actor, view: SuspenseFilters["status"]): Order {
  switch (view) {
    case "open":
      where.add(`${IS_OPEN} AND ${IS_AWAKE}`);
      return QUEUE;
    case "mine":
      where.add(`${IS_OPEN} AND ${IS_AWAKE} AND i.assignee_id = ?`, actor.userId);
      return QUEUE;
    case "unassigned":
      where.add(`${IS_OPEN} AND ${IS_AWAKE} AND i.assignee_id IS NULL`);
      return QUEUE;
    case "proposed":
      where.add(`${IS_OPEN} AND i.status = 'PROPOSED'`);
      return QUEUE;
    case "snoozed":
      where.add(`${IS_OPEN} AND NOT ${IS_AWAKE}`);
      return QUEUE;
    case "resolved":
      where.add("i.resolved_at IS NOT NULL");
      return NEWEST_RESOLVED;
    case "all":
      return NEWEST;
  }
}

function addPeople(where: Where, actor: Actor, { assignee, team }: SuspenseFilters): void {
  if (assignee === "-") where.add("i.assignee_id IS NULL");
  else if (assignee) where.add("i.assignee_id = (SELECT id FROM users WHERE login = ?)", assignee);
  if (team === "-") where.add("i.team_id IS NULL");
  else if (team === "mine")
    where.add("i.team_id IN (SELECT team_id FROM team_members WHERE user_id = ?)", actor.userId);
  else if (team) where.add("i.team_id = (SELECT id FROM teams WHERE code = ?)", team);
}

/** How many bank days there are up to a day, or up to the end of the calendar. */
const NUMBER_OF_TODAY = "(SELECT number FROM bank_days WHERE day <= ?::date ORDER BY day DESC LIMIT 1)";

/** What is open has aged by `today`, so its age is when it was opened, which the index holds; null for what is closed, too. */
function addAge(where: Where, today: string | null, age: NonNullable<SuspenseFilters["age"]>): void {
  const [from, to] = age === ">7" ? OLD_DAYS : AGE_BAND_DAYS[age];
  if (today === null) {
    where.add(`${AGE_DAYS} >= ?`, from);
    if (to !== null) where.add(`${AGE_DAYS} <= ?`, to);
    return;
  }
  if (to !== null) {
    where.add(
      `i.opened_on >= (SELECT min(day) FROM bank_days WHERE number >= ${NUMBER_OF_TODAY} - ?::integer)`,
      today,
      to,
    );
  }
  if (from > 0) {
    where.add(
      `i.opened_on <= (SELECT max(day) FROM bank_days WHERE number <= ${NUMBER_OF_TODAY} - ?::integer)`,
      today,
      from,
    );
  }
}

/**
 * In the open queue any part of a number or name is found, since open items are few. Closed ones only grow, so there a
 * whole number is looked up by its index.
 */
function addText(where: Where, text: string, isOpen: boolean): void {
  if (isOpen) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const columns = ["i.item_no", "i.match_key", "i.order_no", "i.channel_trade_no"];
    const merchants = "i.merchant_id IN (SELECT id FROM merchants WHERE merchant_no ILIKE ? OR name ILIKE ?)";
    const conditions = [...columns.map((column) => `${column} ILIKE ?`), merchants].join(" OR ");
    where.add(`(${conditions})`, ...columns.map(() => pattern), pattern, pattern);
    return;
  }
  where.add(
    `i.id IN (SELECT id FROM suspense_items WHERE item_no = ? UNION SELECT id FROM suspense_items WHERE order_no = ?
      UNION SELECT k.id FROM channels JOIN suspense_items k ON k.channel_id = channels.id AND k.match_key = ?)`,
    text,
    text,
    text,
  );
}

/** The item that follows in the open queue, or null at its end; for "next" on an item's own page. */
export async function findNextItemNo(actor: Actor, itemNo: string, today: string): Promise<string | null> {
  const [here] = await reader.query<SuspenseRaw>(`${SUSPENSE_SELECT} FROM ${SUSPENSE_FROM} WHERE i.item_no = $2`, [
    today,
    itemNo,
  ]);
  if (!here) return null;
  const { where } = filterSuspense(actor, { status: "open" }, today);
  const [next] = await readQueueRows(where, queueKeyOf(here), 1);
  return next?.itemNo ?? null;
}
