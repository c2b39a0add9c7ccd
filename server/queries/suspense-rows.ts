import "server-only";
import type { SuspenseRowDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { ageBandOf, type BreakKind, type Direction, type Severity, type SuspenseStatus } from "@/core/suspense/item";
import { Where } from "@/server/queries/keyset";

export const SUSPENSE_FROM = `suspense_items i JOIN channels c ON c.id = i.channel_id JOIN assets s ON s.code = i.asset
  LEFT JOIN merchants m ON m.id = i.merchant_id LEFT JOIN users u ON u.id = i.assignee_id
  LEFT JOIN teams g ON g.id = i.team_id
  CROSS JOIN (SELECT $1::date AS day) AS today`;
/** In bank days; an item ages until it is closed. */
export const AGE_DAYS =
  "bank_days_between(i.opened_on, coalesce((i.resolved_at AT TIME ZONE 'Asia/Shanghai')::date, today.day))";
/** Spelt as the partial indexes spell it. */
export const IS_OPEN = "i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')";
/** Put off until a day that has come is not put off any more: nobody has to wake it. */
export const IS_AWAKE = "(i.snoozed_until IS NULL OR i.snoozed_until <= today.day)";
/**
 * The order of the queue, all descending: what can be worked before what waits for a checker, short before long, then
 * amount × age. The amount is brought to one scale, so that a yen is not taken for a fen; a day is added to the age,
 * since today's items differ by their amounts, too.
 */
export const QUEUE_KEYS = [
  "(i.status <> 'PROPOSED')::int",
  "(i.direction = 'SHORT')::int",
  `(i.amount_minor * 10::numeric ^ (12 - s.scale) * (${AGE_DAYS} + 1))::numeric(40, 0)`,
  "i.id",
] as const;

export const SUSPENSE_SELECT = `SELECT i.id, i.item_no AS "itemNo", i.kind, i.item_kind AS "itemKind", i.direction,
  i.amount_minor AS "amountMinor", i.asset, c.code AS "channelCode", c.name AS "channelName", i.match_key AS "matchKey",
  i.order_no AS "orderNo", m.merchant_no AS "merchantNo", m.name AS "merchantName", i.is_test AS "isTest",
  i.opened_on AS "openedOn", ${AGE_DAYS} AS "ageDays", i.status, u.display_name AS assignee, i.assignee_id AS "assigneeId",
  g.code AS "teamCode", g.name AS "teamName", CASE WHEN NOT ${IS_AWAKE} AND ${IS_OPEN} THEN i.snoozed_until END AS "snoozedUntil",
  i.version, i.resolved_at::text AS "resolvedAtText", i.severity, i.due_on AS "dueOn",
  (${IS_OPEN} AND i.due_on < today.day) AS "isOverdue",
  ${QUEUE_KEYS[0]} AS "isWorkable", ${QUEUE_KEYS[1]} AS "isShort", ${QUEUE_KEYS[2]}::text AS weight`;

export type SuspenseRaw = {
  id: bigint;
  itemNo: string;
  kind: BreakKind;
  itemKind: "PAYMENT" | "REFUND";
  direction: Direction;
  amountMinor: bigint;
  asset: string;
  channelCode: string;
  channelName: string;
  matchKey: string;
  orderNo: string | null;
  merchantNo: string | null;
  merchantName: string | null;
  isTest: boolean;
  openedOn: string;
  ageDays: number;
  status: SuspenseStatus;
  assignee: string | null;
  assigneeId: bigint | null;
  teamCode: string | null;
  teamName: string | null;
  snoozedUntil: string | null;
  version: number;
  resolvedAtText: string | null;
  severity: Severity;
  dueOn: string;
  isOverdue: boolean;
  isWorkable: number;
  isShort: number;
  weight: string;
};

/** What conditions may speak of: items and the day, so that a list is found before anything is joined to it. */
export const SUSPENSE_ITEMS = "suspense_items i CROSS JOIN (SELECT $1::date AS day) AS today";

/** A where-clause over `SUSPENSE_ITEMS` within the actor's scope; its first parameter is `today`. */
export function suspenseWhere(actor: Actor, today: string): Where {
  const where = new Where();
  where.params.push(today);
  if (actor.scope !== null)
    where.add("i.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  return where;
}

export function toSuspenseRow(actor: Actor, raw: SuspenseRaw): SuspenseRowDto {
  return {
    itemNo: raw.itemNo,
    kind: raw.kind,
    itemKind: raw.itemKind,
    direction: raw.direction,
    amountMinor: `${raw.amountMinor}`,
    asset: raw.asset,
    channel: { no: raw.channelCode, name: raw.channelName },
    matchKey: raw.matchKey,
    orderNo: raw.orderNo,
    merchant: raw.merchantNo === null ? null : { no: raw.merchantNo, name: raw.merchantName ?? raw.merchantNo },
    isTest: raw.isTest,
    openedOn: raw.openedOn,
    ageDays: raw.ageDays,
    ageBand: ageBandOf(raw.ageDays),
    severity: raw.severity,
    dueOn: raw.dueOn,
    isOverdue: raw.isOverdue,
    status: raw.status,
    assignee: raw.assignee,
    isMine: raw.assigneeId !== null && `${raw.assigneeId}` === actor.userId,
    team: raw.teamCode === null ? null : { no: raw.teamCode, name: raw.teamName ?? raw.teamCode },
    snoozedUntil: raw.snoozedUntil,
    version: raw.version,
  };
}
