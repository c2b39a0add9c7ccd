import "server-only";
import type { HistoryEntryDto, HistoryKind } from "@/contracts/suspense-views";
import { reader } from "@/server/transact";

/** The newest events of an item; nobody reads more of them here, and the audit trail holds all. */
const MAX_EVENTS = 200;

const KIND_OF_ACTION: Readonly<Record<string, HistoryKind>> = {
  "suspense.claimed": "claimed",
  "suspense.released": "released",
  "suspense.commented": "commented",
  "suspense.proposed": "proposed",
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
     )
     SELECT e.id, e.at, u.display_name AS by, e.action, e.outcome, e.object_type AS "objectType",
            e.object_no AS "objectNo", e.detail
     FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
     WHERE (e.object_type = 'suspense' AND e.object_no = $1)
        OR (e.object_type = 'approval' AND e.object_no IN (SELECT approval_no FROM requests))
     ORDER BY e.id DESC LIMIT ${MAX_EVENTS}`,
    [item.itemNo],
  );
  return [...openingOf(item), ...events.reverse().flatMap(toEntry), ...explanationOf(item)];
}

function entry(key: string, kind: HistoryKind, at: Date, more: Partial<HistoryEntryDto>): HistoryEntryDto {
  const nothing = { by: null, note: null, approvalNo: null, voucherNo: null, asRole: null };
  return { ...nothing, ...more, key, kind, at: at.toISOString() };
}

function openingOf({ createdAt, openedVoucherNo }: ItemEnds): HistoryEntryDto[] {
  return [entry("opened", "opened", createdAt, { voucherNo: openedVoucherNo })];
}

/** A later statement closes an item without any event of the item's own. */
function explanationOf({ status, resolvedAt, resolvedVoucherNo }: ItemEnds): HistoryEntryDto[] {
  if (status !== "AUTO_RESOLVED" || !resolvedAt) return [];
  return [entry("explained", "explained", resolvedAt, { voucherNo: resolvedVoucherNo })];
}

function toEntry(raw: EventRaw): HistoryEntryDto[] {
  const { detail } = raw;
  const kind = raw.outcome === "REFUSED" ? "refused" : KIND_OF_ACTION[raw.action];
  if (!kind) return [];
  const approvalNo = raw.objectType === "approval" ? raw.objectNo : (detail.approvalNo ?? null);
  const note = detail.body ?? detail.reason ?? detail.note ?? detail.refused?.message ?? "";
  return [
    entry(`${raw.id}`, kind, raw.at, {
      by: raw.by,
      note: note === "" ? null : note,
      approvalNo,
      voucherNo: detail.voucherNo ?? null,
      asRole: detail.asRole ?? null,
    }),
  ];
}
