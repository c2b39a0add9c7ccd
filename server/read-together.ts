import "server-only";
import { inTransaction, readerOn } from "@/server/in-transaction";
import type { DbReader } from "@/server/transact";

/**
 * Reads several things as they are at one instant, on one connection: what others commit meanwhile is seen by all of the queries or by
 * none. For a page's few queries; proofs have `readSnapshot`, files `withSnapshot`.
 */
export function readTogether<T>(read: (db: DbReader) => Promise<T>): Promise<T> {
  return inTransaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", (client) => read(readerOn(client)));
}
