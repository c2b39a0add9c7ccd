import "server-only";
import type { OtherApprovalDto } from "@/contracts/approval-views";
import type { Actor } from "@/core/permissions/actor";
import { bindAct } from "@/server/approvals/acts/registry";
import { reader } from "@/server/transact";
import { isAboutSuspense, toOtherRow } from "./approval-rows";
import { listLinkedApprovals } from "./linked-approvals";
import type { ReadRequest } from "./read-request";
import { readBooked } from "./requested-plan";
import { toTAccounts } from "./t-accounts";

/** The page of a request that has none of its own: the act itself says what changes, and what it would post. */
export async function getOtherApproval(actor: Actor, request: ReadRequest): Promise<OtherApprovalDto | null> {
  const { raw, checker, signatures, common } = request;
  if (isAboutSuspense(raw)) return null;
  const description = await bindAct(raw).describe(reader);
  const { voucherNos, balances } = await readBooked(raw.id);
  const lines = description?.lines ?? [];
  const shown = raw.status === "PENDING" ? "projected" : balances;
  return {
    ...toOtherRow(checker, raw, signatures),
    ...common,
    description,
    accounts: raw.asset === null ? [] : await toTAccounts(actor, lines, raw.asset, {}, shown),
    voucherNos,
    linked: await listLinkedApprovals(actor, raw.id, null, raw.merchantNo),
  };
}
