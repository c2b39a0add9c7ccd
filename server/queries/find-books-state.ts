import "server-only";
import type { BooksStateDto } from "@/contracts/books-views";
import { findBooksAlarm } from "@/server/queries/find-books-alarm";
import { findLastProof } from "@/server/queries/find-last-proof";
import { reader } from "@/server/transact";

/** How the books stand, for whoever may read them. */
export async function findBooksState(): Promise<BooksStateDto> {
  const [last, alarm, marks] = await Promise.all([
    findLastProof(),
    findBooksAlarm(),
    reader.query<{ provedAt: Date; vouchers: bigint }>('SELECT proved_at AS "provedAt", vouchers FROM proof_marks'),
  ]);
  const [mark] = marks;
  const isNewer = mark !== undefined && (last === null || mark.provedAt.toISOString() > last.ranAt);
  return {
    last,
    alarm,
    increment: isNewer ? { provedAt: mark.provedAt.toISOString(), vouchers: `${mark.vouchers}` } : null,
  };
}
