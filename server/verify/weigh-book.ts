import "server-only";
import type { DbReader } from "@/server/transact";
import type { Book } from "./snapshot";
import { drawSeeds } from "./weigh";
import { type HeldSubject, weighAccounts } from "./weigh-accounts";
import { type WeighedEntries, weighEntries } from "./weigh-entries";
import { areFurtherLinesWhole, type VoucherKind, weighVouchers } from "./weigh-vouchers";

/** What a book comes to, or what is new in it. A kind of vouchers may stand there several times. */
export type Weighed = {
  readonly entries: WeighedEntries;
  readonly kinds: readonly VoucherKind[];
  readonly subjects: readonly HeldSubject[];
  readonly areFurtherLinesWhole: boolean;
};

/** Entries are as much to read as everything else together, and are read by all processors that there are. */
export async function weighBook(db: Book): Promise<Weighed> {
  const seeds = drawSeeds();
  const weighOthers = async (other: DbReader) => ({
    kinds: await weighVouchers(other, seeds),
    subjects: await weighAccounts(other, "ALL", seeds),
    areFurtherLinesWhole: await areFurtherLinesWhole(other),
  });
  const weigh = () => weighEntries(db, seeds);
  const [others, entries] = db.both ? await db.both(weighOthers, weigh) : [await weighOthers(db), await weigh()];
  return { ...others, entries };
}
