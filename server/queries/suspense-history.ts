import "server-only";
import type { HistoryEntryDto, HistoryKind } from "@/contracts/suspense-history";
import { reader } from "@/server/transact";

/** The newest events of an item; nobody reads more of them here, and the audit trail holds all. */
const MAX_EVENTS = 200;

const KIND_OF_ACTION: Readonly<Record<string, HistoryKind>> = {
  "suspense.claimed": "claimed",
  "suspense.released": "released",
  "suspense.handed_over": "handedOver",
  "suspense.hand_over_read": "noteRead",
  "suspense.snoozed": "snoozed",
  "suspense.woken": "woken",
  "suspense.commented": "commented",
  "attachment.added": "attached",
  "suspense.proposed": "proposed",
  "suspense.reopening_proposed": "reopeningProposed",
  "suspense.reopened": "reopened",
  "approval.signed": "signed",
  "approval.executed": "executed",
  "approval.rejected": "rejected",
  "approval.withdrawn": "withdrawn",
  "approval.found_stale": "stale",
  "approval.expired": "expired",
};

type EventRaw = {
  id: bigint;
  at: Date;
  by: string | null;
  action: string;
  outcome: "DONE" | "REFUSED";
  objectType: string;
  objectNo: string;
  detail: {
    body?: string;
    reason?: string;
    note?: string;
    asRole?: string;
    approvalNo?: string;
    voucherNo?: string;
    why?: "AWAY" | "IDLE" | "GONE";
    person?: string;
    to?: string;
    until?: string;
    fileName?: string;
    refused?: { code?: string; message?: string };
  };
};
export type ItemEnds = {
  readonly itemNo: string;
  readonly createdAt: Date;
  readonly openedVoucherNo: string;
  readonly status: string;
  readonly resolvedAt: Date | null;
  readonly resolvedVoucherNo: string | null;
};

/** What happened to an item, oldest first: its opening, the trail's events of it and of its requests, its end. */
export async function listHistory(item: ItemEnds): Promise<HistoryEntryDto[]> {
  const events = await reader.query<EventRaw>(
    `WITH requests AS (
       SELECT approval_no FROM approvals WHERE object_type = 'suspense' AND object_no = $1
       UNION
       SELECT a.approval_no FROM vouchers v JOIN approvals a ON a.id = v.approval_id
       WHERE v.object_type = 'suspense' AND v.object_no = $1
       UNION
       SELECT approval_no FROM bulk_rows WHERE item_no = $1 AND approval_no IS NOT NULL
     )
     SELECT e.id, e.at, u.display_name AS by, e.action, e.outcome, e.object_type AS "objectType",
            e.object_no AS "objectNo", e.detail
     FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
     WHERE (e.object_type = 'suspense' AND e.object_no = $1)
        OR (e.object_type = 'approval' AND e.object_no IN (SELECT approval_no FROM requests))
     ORDER BY e.id DESC LIMIT ${MAX_EVENTS}`,
    [item.itemNo],
  );
  return [
    ...openingOf(item),
    ...inOrder(await listRoute(item), events.reverse().flatMap(toEntry)),
    ...explanationOf(item),
  ];
}

function inOrder(routes: readonly HistoryEntryDto[], events: readonly HistoryEntryDto[]): HistoryEntryDto[] {
  const [route] = routes;
  const later = route ? events.findIndex(({ at }) => at > route.at) : -1;
  const at = later < 0 ? events.length : later;
  return [...events.slice(0, at), ...routes, ...events.slice(at)];
}

function entry(key: string, kind: HistoryKind, at: Date, more: Partial<HistoryEntryDto>): HistoryEntryDto {
  const nothing = { by: null, note: null, about: null, approvalNo: null, voucherNo: null, asRole: null };
  return { ...nothing, ...more, key, kind, at: at.toISOString() };
}

function openingOf({ createdAt, openedVoucherNo }: ItemEnds): HistoryEntryDto[] {
  return [entry("opened", "opened", createdAt, { voucherNo: openedVoucherNo })];
}

/** Where the rules sent it: at its opening, or with the rules that were saved later. */
async function listRoute({ itemNo }: ItemEnds): Promise<HistoryEntryDto[]> {
  const routes = await reader.query<{ at: Date; about: string }>(
    `SELECT greatest(i.created_at, s.saved_at) AS at, coalesce(t.name, u.display_name) AS about
     FROM suspense_items i JOIN routing_rules r ON r.id = i.routed_rule_id JOIN routing_sets s ON s.id = r.set_id
     LEFT JOIN teams t ON t.id = r.team_id LEFT JOIN users u ON u.id = r.user_id WHERE i.item_no = $1`,
    [itemNo],
  );
  return routes.map(({ at, about }) => entry("routed", "routed", at, { about }));
}

const WHY_RELEASED = { AWAY: "releasedAway", IDLE: "releasedIdle", GONE: "releasedGone" } as const;

/** A later statement closes an item without any event of the item's own. */
function explanationOf({ status, resolvedAt, resolvedVoucherNo }: ItemEnds): HistoryEntryDto[] {
  if (status !== "AUTO_RESOLVED" || !resolvedAt) return [];
  return [entry("explained", "explained", resolvedAt, { voucherNo: resolvedVoucherNo })];
}

function toEntry(raw: EventRaw): HistoryEntryDto[] {
  const { detail } = raw;
  const known = raw.outcome === "REFUSED" ? "refused" : KIND_OF_ACTION[raw.action];
  if (!known) return [];
  const kind = known === "released" && detail.why ? WHY_RELEASED[detail.why] : known;
  const approvalNo = raw.objectType === "approval" ? raw.objectNo : (detail.approvalNo ?? null);
  const note = detail.body ?? detail.reason ?? detail.note ?? detail.refused?.message ?? "";
  return [
    entry(`${raw.id}`, kind, raw.at, {
      by: raw.by,
      note: note === "" ? null : note,
      about: kind === "handedOver" ? (detail.to ?? null) : (detail.person ?? detail.until ?? detail.fileName ?? null),
      approvalNo,
      voucherNo: detail.voucherNo ?? null,
      asRole: detail.asRole ?? null,
    }),
  ];
}
