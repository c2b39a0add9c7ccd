import "server-only";
import type { Json } from "@/core/json";
import type { DependedObject } from "@/server/approvals/act";
import type { DbReader } from "@/server/transact";

/** A claim with whom it is on, what was claimed and what became of it; null when there is none. */
export async function observeClaim(db: DbReader, claimNo: string): Promise<DependedObject | null> {
  const [row] = await db.query<{ version: number; facts: Json }>(
    `SELECT k.version, jsonb_build_object('status', k.status, 'itemNo', i.item_no, 'channel', c.code, 'merchantNo', m.merchant_no,
              'asset', k.asset, 'claimedMinor', k.claimed_minor::text, 'recoveredMinor', k.recovered_minor::text,
              'writtenOffMinor', k.written_off_minor::text) AS facts
     FROM claims k JOIN suspense_items i ON i.id = k.item_id JOIN channels c ON c.id = k.channel_id
     LEFT JOIN merchants m ON m.id = i.merchant_id WHERE k.claim_no = $1`,
    [claimNo],
  );
  return row ? { type: "claim", no: claimNo, ...row } : null;
}
