import "server-only";
import { reader } from "@/server/transact";

/** Whether a person or a restored database has stopped money going out; a failed proof has its own alarm. */
export async function isMoneyStopped(): Promise<boolean> {
  const rows = await reader.query("SELECT 1 FROM money_stops WHERE resumed_at IS NULL LIMIT 1");
  return rows.length > 0;
}
