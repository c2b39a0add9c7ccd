import "server-only";
import type { ApprovalDto, ChangeDto } from "@/contracts/approval-views";
import type { HistoryEntryDto } from "@/contracts/suspense-history";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";
import { type ApprovalRaw, isAboutSuspense, toApprovalRow } from "./approval-rows";
import { listLinkedApprovals } from "./linked-approvals";
import type { ReadRequest } from "./read-request";
import { closedBy, planAgain, type RequestedPlan, readBooked } from "./requested-plan";
import { type EvidenceKey, findEvidence } from "./suspense-evidence";
import { AGE_DAYS, SUSPENSE_FROM } from "./suspense-rows";
import { toTAccounts } from "./t-accounts";

type Requested = Pick<ApprovalRaw, "status" | "resolution" | "objectNo"> & Pick<RequestedPlan, "payload">;

/** The page of a request about a suspense item, with all that a checker needs. */
export async function getApproval(actor: Actor, request: ReadRequest, today: string): Promise<ApprovalDto | null> {
  if (!isAboutSuspense(request.raw)) return null;
  const raw = { ...request.raw, payload: request.raw.payload as RequestedPlan["payload"] };
  const { item, key } = await readItem(raw.objectNo, today);
  const { orderNo, counterpartNo, lines } = raw.payload;
  const plan = raw.status === "PENDING" ? await planAgain(raw) : null;
  const booked = await readBooked(raw.id);
  return {
    ...toApprovalRow(request.checker, raw, request.signatures),
    ...request.common,
    item,
    orderNo,
    counterpartNo,
    changes: [itemChange(raw, item.status), ...(plan ? plan.changes : await closedChanges(raw))],
    accounts: await toTAccounts(actor, lines, raw.asset, plan?.owner ?? {}, plan ? "projected" : booked.balances),
    voucherNos: booked.voucherNos,
    evidence: await findEvidence(actor, key),
    comments: await listComments(raw.objectNo),
    linked: await listLinkedApprovals(actor, raw.id, orderNo, raw.merchantNo),
  };
}

function itemChange({ status, objectNo, resolution }: Requested, itemStatus: string): ChangeDto {
  const closed = closedBy(resolution);
  if (status === "PENDING") return { what: "item", no: objectNo, before: itemStatus, after: closed };
  const after = status === "EXECUTED" ? closed : "INVESTIGATING";
  return { what: "item", no: objectNo, before: "PROPOSED", after };
}

/** Of an executed request: what else it changed. The order's state before is not kept; its booking tells it. */
async function closedChanges({ status, resolution, payload, objectNo }: Requested): Promise<ChangeDto[]> {
  if (status !== "EXECUTED") return [];
  const { orderNo, counterpartNo } = payload;
  if (counterpartNo !== null)
    return [{ what: "counterpart", no: counterpartNo, before: null, after: closedBy(resolution) }];
  if (resolution === "REVERSE_CAPTURE") return [{ what: "order", no: orderNo, before: "PAID", after: "CLOSED" }];
  if (resolution !== "REFUND_TO_PAYER" && resolution !== "BOOK_TO_ORDER") return [];
  const [made] = await reader.query<{ refundNo: string | null; isBooked: boolean }>(
    `SELECT (SELECT r.refund_no FROM refunds r JOIN vouchers v ON v.command_id = r.command_id
             WHERE v.object_type = 'suspense' AND v.object_no = $1 AND r.origin = 'SUSPENSE' LIMIT 1) AS "refundNo",
            EXISTS (SELECT 1 FROM orders WHERE order_no = $2 AND booked_by = 'SUSPENSE') AS "isBooked"`,
    [objectNo, orderNo],
  );
  if (resolution === "REFUND_TO_PAYER")
    return [{ what: "refund", no: made?.refundNo ?? null, before: null, after: "ACCEPTED" }];
  return made?.isBooked ? [{ what: "order", no: orderNo, before: null, after: "PAID" }] : [];
}

type ItemRaw = Omit<ApprovalDto["item"], "channel"> & EvidenceKey & { code: string; name: string };

async function readItem(itemNo: string, today: string): Promise<{ item: ApprovalDto["item"]; key: EvidenceKey }> {
  const [raw] = await reader.query<ItemRaw>(
    `SELECT i.item_no AS "itemNo", i.kind, i.item_kind AS "itemKind", i.direction, i.status, c.code, c.name,
            i.match_key AS "matchKey", i.opened_on AS "openedOn", ${AGE_DAYS} AS "ageDays", i.channel_id AS "channelId",
            i.order_no AS "orderNo", i.signature, i.result_id AS "resultId"
     FROM ${SUSPENSE_FROM} WHERE i.item_no = $2`,
    [today, itemNo],
  );
  invariant(raw, `a request is about suspense item ${itemNo}`);
  const { code, name, channelId, orderNo, signature, resultId, ...item } = raw;
  const key = { channelId, matchKey: raw.matchKey, itemKind: raw.itemKind, orderNo, signature, resultId };
  return { item: { ...item, channel: { no: code, name } }, key };
}

async function listComments(itemNo: string): Promise<HistoryEntryDto[]> {
  const rows = await reader.query<{ id: bigint; at: Date; by: string; note: string }>(
    `SELECT k.id, k.created_at AS at, u.display_name AS by, k.body AS note
     FROM suspense_items i JOIN suspense_comments k ON k.item_id = i.id JOIN users u ON u.id = k.author_id
     WHERE i.item_no = $1 ORDER BY k.id DESC LIMIT 50`,
    [itemNo],
  );
  return rows.reverse().map((row) => ({
    key: `${row.id}`,
    kind: "commented",
    at: row.at.toISOString(),
    by: row.by,
    note: row.note,
    approvalNo: null,
    about: null,
    voucherNo: null,
    asRole: null,
  }));
}
