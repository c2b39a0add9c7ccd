import "server-only";
import type { MappingApprovalDto } from "@/contracts/approval-views";
import { isAboutSuspense, toOtherRow } from "./approval-rows";
import { getMappingRequest } from "./get-mapping";
import type { ReadRequest } from "./read-request";

/** The page of a request about a mapping, with what it changes; null when it is about something else. */
export async function getMappingApproval({
  raw,
  checker,
  signatures,
  common,
}: ReadRequest): Promise<MappingApprovalDto | null> {
  if (isAboutSuspense(raw) || raw.act !== "STATEMENT_MAPPING") return null;
  const { baseVersion } = raw.payload as { baseVersion: number };
  const mapping = await getMappingRequest(raw.objectNo, baseVersion, raw.payload);
  return { ...toOtherRow(checker, raw, signatures), ...common, mapping };
}
