import "server-only";
import type { DbReader } from "@/server/transact";
import { type CheckResult, runBookCheck } from "./book-check";
import { FOLLOWS_CATALOGUE } from "./catalogue-check";
import { judgeCoverage } from "./coverage-check";
import type { Scope } from "./entry-sums";
import { UsedKinds } from "./used-kinds";
import { drawSeeds } from "./weigh";
import { type HeldSubject, weighAccounts } from "./weigh-accounts";
import { FROM_THE_START, type Since, type WeighedEntries, weighEntries } from "./weigh-entries";
import { areFurtherLinesWhole, type VoucherKind, weighVouchers } from "./weigh-vouchers";

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
export async function proveAtOnce(db: DbReader, scope: Scope, since: Since = FROM_THE_START): Promise<Answers> {
  const mark = since.voucherId;
  const seeds = drawSeeds();
  const entries = await weighEntries(db, scope, since, seeds);
  const kinds = await weighVouchers(db, scope, mark, seeds);
  const subjects = await weighAccounts(db, scope, seeds);
  const used = await UsedKinds.read(db, kinds, subjects);
  const vouchers = total(kinds, "vouchers");
  const checks = new Map<string, CheckResult>([["coverage", judgeCoverage(subjects)]]);
  const answers = { checks, kinds };
  const hold = (name: string, figure: string) => checks.set(name, { name, ok: true, figure });

  holdBalances(subjects, hold);
  if (await isNothingFrozen(db, subjects)) hold("holds_are_frozen", sayAccounts(subjects));
  const isWhole = await areEntriesWhole(db, { scope, mark, entries, kinds, subjects });
  if (!isWhole || !used.areKnown()) return answers;

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
  readonly scope: Scope;
  readonly mark: bigint;
  readonly entries: WeighedEntries;
  readonly kinds: readonly VoucherKind[];
  readonly subjects: readonly HeldSubject[];
};

/** Vouchers balance and have their lines, accounts' chains have no gap, and what waits waits once. */
async function areEntriesWhole(db: DbReader, { scope, mark, entries, kinds, subjects }: Weighed): Promise<boolean> {
  const { faults, balance, chains, places, lines, further } = entries;
  const isWhole =
    faults === 0n &&
    balance === 0n &&
    places === 0n &&
    chains === total(subjects, "chains") &&
    lines === total(kinds, "lines") &&
    total(kinds, "orphans") === 0n &&
    total(subjects, "faults") === 0n;
  return isWhole && (further === 0n || (await areFurtherLinesWhole(db, scope, mark)));
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
