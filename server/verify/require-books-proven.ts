import "server-only";
import { type Refusal, refuse } from "@/core/result";
import type { DbReader } from "@/server/transact";

/**
 * A refusal while an alarm stands, null otherwise: every command by which we decide to send money out asks first. The
 * database refuses the voucher as well, should one forget.
 */
export async function requireBooksProven(
  db: DbReader,
): Promise<{ ok: false; refusal: Refusal<"books_not_proven"> } | null> {
  const [alarm] = await db.query("SELECT 1 FROM proof_alarms WHERE cleared_at IS NULL");
  if (!alarm) return null;
  return refuse(
    "books_not_proven",
    "A proof of the books has failed; until a full proof holds, no money is sent out. Nothing was changed.",
  );
}
