import "server-only";
import type { Refusal } from "@/core/result";
import { booksNotProven, type DbReader } from "@/server/transact";

/**
 * A refusal while an alarm stands, null otherwise: every command by which we decide to send money out asks first. Should
 * one forget, the database refuses its voucher, and `transact` gives the same refusal.
 */
export async function requireBooksProven(
  db: DbReader,
): Promise<{ ok: false; refusal: Refusal<"books_not_proven"> } | null> {
  const [alarm] = await db.query("SELECT 1 FROM proof_alarms WHERE cleared_at IS NULL");
  return alarm ? booksNotProven() : null;
}
