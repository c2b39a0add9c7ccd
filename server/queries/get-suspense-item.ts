import "server-only";
import type { EvidenceDto, ItemApprovalDto, SuggestionDto, SuspenseItemDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { listResolutions } from "@/core/suspense/playbook";
import type { Resolution } from "@/core/suspense/resolutions";
import { findSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import { loadResolution } from "@/server/suspense/load-resolution";
import { reader } from "@/server/transact";
import { listSignatures } from "./approval-signatures";
import { findInquiry } from "./find-inquiry";
import { toPreview } from "./preview-resolution";
import { listOffsetCandidates, listOrderCandidates, listPairCandidates } from "./suspense-candidates";
import { type EvidenceKey, findEvidence } from "./suspense-evidence";
import { listHistory } from "./suspense-history";
import { SUSPENSE_FROM, SUSPENSE_SELECT, type SuspenseRaw, toSuspenseRow } from "./suspense-rows";
import { type Candidates, suggestForItem } from "./suspense-suggestions";
import { findTeamwork } from "./suspense-teamwork";

type Extra = {
  signature: string;
  resultId: bigint;
  refundNo: string | null;
  channelTradeNo: string | null;
  batchNo: string;
  batchOn: string;
  openedVoucherNo: string;
  resolution: Resolution | "EXPLAINED" | null;
  resolvedVoucherNo: string | null;
  resolvedAt: Date | null;
  createdAt: Date;
};

/** The item with all that a person needs to decide on it; null when there is none in the actor's scope. */
export async function getSuspenseItem(actor: Actor, itemNo: string, today: string): Promise<SuspenseItemDto | null> {
  const item = await findSuspenseItem(reader, actor, itemNo);
  if (!item) return null;
  const [raw] = await reader.query<SuspenseRaw & Extra>(
    `${SUSPENSE_SELECT}, i.signature, i.result_id AS "resultId", i.refund_no AS "refundNo",
       i.channel_trade_no AS "channelTradeNo", batch.batch_no AS "batchNo", i.batch_on AS "batchOn",
       opening.voucher_no AS "openedVoucherNo", i.resolution, closing.voucher_no AS "resolvedVoucherNo",
       i.resolved_at AS "resolvedAt", i.created_at AS "createdAt"
     FROM ${SUSPENSE_FROM} JOIN batches batch ON batch.id = i.batch_id JOIN vouchers opening ON opening.id = i.opened_voucher_id
     LEFT JOIN vouchers closing ON closing.id = i.resolved_voucher_id WHERE i.id = $2`,
    [today, item.id],
  );
  if (!raw) return null;
  const key: EvidenceKey = { ...item, signature: raw.signature, resultId: raw.resultId };
  const evidence = await findEvidence(actor, key);
  const isWorkable = item.status === "OPEN" || item.status === "ASSIGNED" || item.status === "INVESTIGATING";
  const candidates = isWorkable ? await listCandidates(actor, item, raw, evidence) : NO_CANDIDATES;
  const suggestions = isWorkable ? await suggestForItem(actor, item, evidence, candidates) : [];
  return {
    ...toSuspenseRow(actor, raw),
    refundNo: raw.refundNo,
    channelTradeNo: raw.channelTradeNo,
    batchNo: raw.batchNo,
    batchOn: raw.batchOn,
    openedVoucherNo: raw.openedVoucherNo,
    resolution: raw.resolution,
    resolvedVoucherNo: raw.resolvedVoucherNo,
    resolvedAt: raw.resolvedAt?.toISOString() ?? null,
    evidence,
    allowed: isWorkable ? listResolutions(item) : [],
    suggestions,
    preview: await previewFirst(actor, item, suggestions),
    ...candidates,
    inquiry: await findInquiry(item, raw.channelCode),
    approval: item.status === "PROPOSED" ? await findPending(actor, itemNo) : null,
    history: await listHistory({ ...raw, itemNo }),
    teamwork: await findTeamwork(actor, item, today),
    canWork: isPermitted(actor.roles, "suspense.work"),
    canPropose: isPermitted(actor.roles, "suspense.propose"),
  };
}

const NO_CANDIDATES: Candidates = { offsets: [], pairs: [], orders: [] };

async function listCandidates(
  actor: Actor,
  item: SuspenseItemRow,
  { openedOn, channelCode }: SuspenseRaw,
  evidence: EvidenceDto,
): Promise<Candidates> {
  return {
    offsets: await listOffsetCandidates(actor, item, openedOn),
    pairs: await listPairCandidates(actor, item, openedOn),
    orders: await listOrderCandidates(actor, item, channelCode, evidence),
  };
}

async function previewFirst(actor: Actor, item: SuspenseItemRow, suggestions: readonly SuggestionDto[]) {
  const [first] = suggestions;
  if (!first?.resolution) return null;
  const { resolution, orderNo, counterpartNo } = first;
  const loaded = await loadResolution(reader, actor, item, { resolution, orderNo, counterpartNo });
  return loaded.ok ? toPreview(actor, item, loaded.value) : null;
}

type PendingRaw = {
  id: bigint;
  approvalNo: string;
  version: number;
  resolution: Resolution;
  maker: string;
  makerId: bigint;
  createdAt: Date;
  expiresAt: Date;
  isExpired: boolean;
  requiredRoles: string[];
};

async function findPending(actor: Actor, itemNo: string): Promise<ItemApprovalDto | null> {
  const [raw] = await reader.query<PendingRaw>(
    `SELECT a.id, a.approval_no AS "approvalNo", a.version, a.payload ->> 'resolution' AS resolution,
            u.display_name AS maker, a.maker_id AS "makerId", a.created_at AS "createdAt", a.expires_at AS "expiresAt",
            a.expires_at <= now() AS "isExpired", a.required_roles AS "requiredRoles"
     FROM approvals a JOIN users u ON u.id = a.maker_id
     WHERE a.object_type = 'suspense' AND a.object_no = $1 AND a.status = 'PENDING'`,
    [itemNo],
  );
  if (!raw) return null;
  const { id, makerId, requiredRoles, createdAt, expiresAt, ...approval } = raw;
  return {
    ...approval,
    isOwn: `${makerId}` === actor.userId,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    signatures: (await listSignatures([{ id, requiredRoles }])).get(id) ?? [],
  };
}
