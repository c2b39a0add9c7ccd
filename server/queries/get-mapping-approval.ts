import "server-only";
import type { MappingApprovalDto } from "@/contracts/approval-views";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { findMappedChannel } from "@/server/statements/find-channel-mapping";
import { findNewestMapping } from "@/server/store/statement-mappings";
import { reader } from "@/server/transact";
import { APPROVAL_FROM, APPROVAL_SELECT, approvalWhere, type MappingRaw, toInboxRow } from "./approval-rows";
import { listSignatures } from "./approval-signatures";
import { decisionOf } from "./get-approval";
import { getMappingRequest } from "./get-mapping";

type Requested = MappingRaw & {
  version: number;
  reason: string;
  objectVersion: number;
  payload: Json;
  deciders: string[];
};

/** A request about a mapping with what it changes; null when there is none in the actor's scope, or it is about else. */
export async function getMappingApproval(actor: Actor, approvalNo: string): Promise<MappingApprovalDto | null> {
  const where = approvalWhere(actor).add("a.approval_no = ? AND a.act = 'STATEMENT_MAPPING'", approvalNo);
  const [raw] = await reader.query<Requested>(
    `${APPROVAL_SELECT}, a.version, a.reason, a.object_version AS "objectVersion", a.payload,
       ARRAY(SELECT d.checker_id::text FROM approval_decisions d WHERE d.approval_id = a.id) AS deciders
     FROM ${APPROVAL_FROM} ${where.toSql()}`,
    where.params,
  );
  if (!raw) return null;
  const signatures = (await listSignatures([raw])).get(raw.id) ?? [];
  const row = toInboxRow(actor, raw, signatures);
  if (row.act !== "STATEMENT_MAPPING") return null;
  return {
    ...row,
    ...decisionOf(actor, raw, signatures),
    version: raw.version,
    reason: raw.reason,
    signatures,
    isOutdated: raw.status === "PENDING" && (await isOvertaken(raw)),
    canWithdraw: raw.status === "PENDING" && row.isOwn && isPermitted(actor.roles, "mapping.propose"),
    mapping: await getMappingRequest(raw.objectNo, raw.objectVersion, raw.payload),
  };
}

/** Whether another version came first, or the channel delivers something else by now. */
async function isOvertaken({ objectNo, objectVersion }: Requested): Promise<boolean> {
  const channel = await findMappedChannel(reader, objectNo);
  const newest = channel && (await findNewestMapping(reader, channel.id));
  return channel === null || (newest?.version ?? 0) !== objectVersion;
}
