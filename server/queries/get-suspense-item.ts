import "server-only";
import type { EvidenceDto, SuggestionDto, SuspenseItemDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { isWorkable, type SuspenseStatus } from "@/core/suspense/item";
import { listResolutions, PLAYBOOK } from "@/core/suspense/playbook";
import type { Resolution } from "@/core/suspense/resolutions";
import { findSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import { loadResolution } from "@/server/suspense/load-resolution";
import { reader } from "@/server/transact";
import { findInquiry } from "./find-inquiry";
import { findPendingRequest } from "./find-pending-request";
import { findClaimNo } from "./get-claim";
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
  const canWorkOn = isWorkable(item.status);
  const canPropose = isPermitted(actor.roles, "suspense.propose");
  const candidates = canWorkOn ? await listCandidates(actor, item, raw, evidence) : NO_CANDIDATES;
  const suggestions = canWorkOn ? await suggestForItem(actor, item, evidence, candidates) : [];
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
    allowed: canWorkOn ? listResolutions(item) : [],
    suggestions,
    preview: await previewFirst(actor, item, suggestions),
    ...candidates,
    inquiry: await findInquiry(item, raw.channelCode),
    approval: await findPendingRequest(actor, { type: "suspense", no: itemNo }),
    history: await listHistory({ ...raw, itemNo }),
    teamwork: await findTeamwork(actor, item, today),
    claimNo: await findClaimNo(item.id),
    reopenedCount: item.reopenedCount,
    canReopen: canPropose && isReopenable(item.status, raw.resolution),
    canWork: isPermitted(actor.roles, "suspense.work"),
    canPropose,
  };
}

function isReopenable(status: SuspenseStatus, resolution: Extra["resolution"]): boolean {
  const isByPeople = status === "RESOLVED" && resolution !== null && resolution !== "EXPLAINED";
  return isByPeople && PLAYBOOK[resolution].canReopen;
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
