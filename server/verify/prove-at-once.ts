import "server-only";
import type { DbReader } from "@/server/transact";
import { type CheckResult, runBookCheck } from "./book-check";
import { FOLLOWS_CATALOGUE } from "./catalogue-check";
import { judgeCoverage } from "./coverage-check";
import type { Scope } from "./entry-sums";
import type { Snapshot } from "./snapshot";
import { UsedKinds } from "./used-kinds";
import { drawSeeds } from "./weigh";
import { type HeldSubject, weighAccounts } from "./weigh-accounts";
import { FROM_THE_START, type Since, type WeighedEntries, weighEntries } from "./weigh-entries";
import { areFurtherLinesWhole, type VoucherKind, weighVouchers } from "./weigh-vouchers";

/** What is proved: a snapshot, or a book in which nobody writes meanwhile. */
export type Book = DbReader & Partial<Pick<Snapshot, "both">>;

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
 * (`weigh.ts`). Where the sums agree, every check that they stand for holds; where they do not, none of these is among the
 * answers, and the exact checks say which one fails and where: only a broken book is grouped and sorted.
 */
export async function proveAtOnce(db: Book, scope: Scope, since: Since = FROM_THE_START): Promise<Answers> {
  const weighed = await weighBook(db, scope, since);
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
  if (scope === "ALL") {
    if (used.fitCatalogue()) hold(FOLLOWS_CATALOGUE.name, `${kinds.length} kinds of vouchers`);
    else checks.set(FOLLOWS_CATALOGUE.name, await runBookCheck(db, FOLLOWS_CATALOGUE));
    isCatalogueFollowed = checks.get(FOLLOWS_CATALOGUE.name)?.ok === true;
    // Balances are their entries, on their accounts' sides: so are all sums of them, until a day has figures of its own.
    if (!(await hasClosedDays(db))) hold("subjects_are_accounts", `${subjects.length} subjects`);
  }
  if (used.keepFundsApart(isCatalogueFollowed)) hold("funds_apart", `${vouchers} vouchers`);
  return answers;
}

type Weighed = {
  readonly entries: WeighedEntries;
  readonly kinds: readonly VoucherKind[];
  readonly subjects: readonly HeldSubject[];
  readonly areFurtherLinesWhole: boolean;
};

/** Entries are as much to read as everything else together. */
async function weighBook(db: Book, scope: Scope, since: Since): Promise<Weighed> {
  const seeds = drawSeeds();
  const mark = since.voucherId;
  const weighOthers = async (other: DbReader) => ({
    kinds: await weighVouchers(other, scope, mark, seeds),
    subjects: await weighAccounts(other, scope, seeds),
    areFurtherLinesWhole: await areFurtherLinesWhole(other, scope, mark),
  });
  const weigh = () => weighEntries(db, scope, since, seeds);
  const [others, entries] = db.both ? await db.both(weighOthers, weigh) : [await weighOthers(db), await weigh()];
  return { ...others, entries };
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
