import "server-only";
import type { EvidenceCount } from "@/core/suspense/evidence";
import type { DbReader } from "@/server/transact";

/** What people have put beside an item: comments and files. */
export async function countEvidence(db: DbReader, itemNo: string): Promise<EvidenceCount> {
  const [count] = await db.query<EvidenceCount>(
    `SELECT (SELECT count(*)::int FROM suspense_comments c JOIN suspense_items i ON i.id = c.item_id WHERE i.item_no = $1) AS comments,
            (SELECT count(*)::int FROM attachments WHERE object_type = 'suspense' AND object_no = $1) AS attachments`,
    [itemNo],
  );
  return count ?? { comments: 0, attachments: 0 };
}
