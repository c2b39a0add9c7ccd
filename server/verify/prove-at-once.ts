import "server-only";
import type { DbReader } from "@/server/transact";
import { type CheckResult, runBookCheck } from "./book-check";
import { FOLLOWS_CATALOGUE } from "./catalogue-check";
import { judgeCoverage } from "./coverage-check";
import type { Book } from "./snapshot";
import { UsedKinds } from "./used-kinds";
import type { HeldSubject } from "./weigh-accounts";
import { type Weighed, weighBook } from "./weigh-book";
import type { Since } from "./weigh-entries";
import { weighNew } from "./weigh-new";
import type { VoucherKind } from "./weigh-vouchers";

/**
 * Checks that are answered, by name. One that is not among them has to be asked exactly, which does not say that it fails.
 * `kinds` are those of the vouchers in scope.
 */
export type Answers = {
  readonly checks: ReadonlyMap<string, CheckResult>;
  readonly kinds: readonly VoucherKind[];
};

/**
 * The ledger's own checks from one reading of each table: entries, vouchers and accounts, in flat sums by random weights
 * (`weigh.ts`), of the whole book or of what is new `since`. Where the sums agree, every check that they stand for holds; where they do not, none of these is among the
 * answers, and the exact checks say which one fails and where: only a broken book is grouped and sorted. `partVouchers`: how many ids of new vouchers are weighed at a time.
 */
export async function proveAtOnce(db: Book, since?: Since, partVouchers?: bigint): Promise<Answers> {
  const weighed = await (since ? weighNew(db, since, partVouchers) : weighBook(db));
  const { entries, kinds, subjects } = weighed;
  const used = await UsedKinds.read(db, kinds, subjects);
  const vouchers = total(kinds, "vouchers");
  const checks = new Map<string, CheckResult>([["coverage", judgeCoverage(subjects)]]);
  const answers = { checks, kinds };
  const hold = (name: string, figure: string) => checks.set(name, { name, ok: true, figure });

  holdBalances(subjects, hold);
  if (await isNothingFrozen(db, subjects)) hold("holds_are_frozen", sayAccounts(subjects));
  if (!areEntriesWhole(weighed) || !used.areKnown()) return answers;

  hold("vouchers_balanced", `${entries.entries} entries`);
  for (const name of ["balances_are_entries", "entries_chained", "waiting_once"]) hold(name, sayAccounts(subjects));
  hold("vouchers_complete", `${vouchers} vouchers`);
  let isCatalogueFollowed = false;
  if (!since) {
    if (used.fitCatalogue()) hold(FOLLOWS_CATALOGUE.name, `${kinds.length} kinds of vouchers`);
    else checks.set(FOLLOWS_CATALOGUE.name, await runBookCheck(db, FOLLOWS_CATALOGUE));
    isCatalogueFollowed = checks.get(FOLLOWS_CATALOGUE.name)?.ok === true;
    // Balances are their entries, on their accounts' sides: so are all sums of them, until a day has figures of its own.
    if (!(await hasClosedDays(db))) hold("subjects_are_accounts", `${subjects.length} subjects`);
  }
  if (used.keepFundsApart(isCatalogueFollowed)) hold("funds_apart", `${vouchers} vouchers`);
  return answers;
}

/** Vouchers balance and have their lines, accounts' chains have no gap, and what waits waits once. */
function areEntriesWhole({ entries, kinds, subjects, areFurtherLinesWhole }: Weighed): boolean {
  const { faults, balance, chains, places, lines } = entries;
  return (
    faults === 0n &&
    balance === 0n &&
    places === 0n &&
    chains === total(subjects, "chains") &&
    lines === total(kinds, "lines") &&
    total(kinds, "orphans") === 0n &&
    total(subjects, "faults") === 0n &&
    areFurtherLinesWhole
  );
}

function holdBalances(subjects: readonly HeldSubject[], hold: (name: string, figure: string) => void): void {
  const assets = new Map<string, bigint>();
  for (const { asset, normalSide, holdingMinor } of subjects) {
    assets.set(asset, (assets.get(asset) ?? 0n) + (normalSide === "DEBIT" ? holdingMinor : -holdingMinor));
  }
  const hasOwnSides = total(subjects, "faults") === 0n;
  if (hasOwnSides && [...assets.values()].every((difference) => difference === 0n))
    hold("trial_balance", `${assets.size} assets`);
  if (total(subjects, "overdrawn") === 0n) hold("no_overdraft", sayAccounts(subjects));
}

async function isNothingFrozen(db: DbReader, subjects: readonly HeldSubject[]): Promise<boolean> {
  if (total(subjects, "frozen") > 0n || total(subjects, "faults") > 0n) return false;
  return (await db.query("SELECT 1 FROM holds WHERE status = 'ACTIVE' LIMIT 1")).length === 0;
}

async function hasClosedDays(db: DbReader): Promise<boolean> {
  return (await db.query("SELECT 1 FROM closed_days LIMIT 1")).length > 0;
}

function sayAccounts(subjects: readonly HeldSubject[]): string {
  return `${total(subjects, "accounts")} accounts`;
}

function total<Name extends string>(rows: readonly Readonly<Record<Name, bigint>>[], name: Name): bigint {
  return rows.reduce((sum, row) => sum + row[name], 0n);
}
