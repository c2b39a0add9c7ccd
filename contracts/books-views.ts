import { z } from "zod";
import type { ProofCheckDto, ProofDto } from "./audit-views";
import { commandIdWire } from "./wire";

export const proveBooksInput = z.strictObject({ commandId: commandIdWire });
export type ProveBooksInput = z.output<typeof proveBooksInput>;

/** A proof has failed, and no full proof has held since: what fails by the newest of those that failed. */
export type BooksAlarmDto = { readonly raisedAt: string; readonly failed: readonly ProofCheckDto[] };

/** How the books stand: the last full proof, what was proved since, and the alarm if there is one. */
export type BooksStateDto = {
  readonly last: ProofDto | null;
  /** The last increment that held: everything up to then is proved. */
  readonly increment: { readonly provedAt: string; readonly vouchers: string } | null;
  readonly alarm: BooksAlarmDto | null;
};
