import "server-only";
import { inTransaction, readerOn } from "@/server/in-transaction";
import type { DbReader } from "@/server/transact";

/**
 * One transaction of the only worker that may write anchors now; null when another one is at it. It is no command: an
 * anchor speaks about the trail, and would otherwise have to be anchored itself.
 */
export function asOnlyAnchorer<T>(work: (tx: DbReader) => Promise<T>): Promise<T | null> {
  return inTransaction("BEGIN", async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtext('audit'), hashtext('anchors of the trail')) AS mine",
    );
    return rows[0]?.mine ? work(readerOn(client)) : null;
  });
}
