import "server-only";
import { listApprovalObjects } from "@/server/store/approvals";
import { type DbReader, hashInput } from "@/server/transact";
import type { BoundAct } from "./act";

/**
 * What a request depends on and is not as it was when it was made: "order O1", "plan SU…". Empty while the request still
 * stands. What it was made of and is not there any more counts, as does what came to it.
 */
export async function findChanges(db: DbReader, approvalId: bigint, act: BoundAct): Promise<string[]> {
  const kept = await listApprovalObjects(db, approvalId);
  const observed = await act.observe(db);
  if (!observed.ok) return [`${act.object.type} ${act.object.no}`];
  const now = new Map(observed.value.map((one) => [`${one.type} ${one.no}`, `${one.version} ${hashInput(one.facts)}`]));
  const before = new Map(kept.map((one) => [`${one.type} ${one.no}`, `${one.version} ${one.digest}`]));
  return [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key));
}
