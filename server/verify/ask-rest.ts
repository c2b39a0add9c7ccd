import "server-only";
import type { DbReader } from "@/server/transact";
import { type BookCheck, type CheckResult, runBookCheck } from "./book-check";
import { checkEntries, ENTRY_CHECKS } from "./check-entries";
import type { Scope } from "./entry-sums";
import type { Answers } from "./prove-at-once";
import { checkVouchers, VOUCHERS_COMPLETE } from "./voucher-checks";

/** The checks of entries and vouchers, then `others`: as they were answered at once, or asked exactly where they were not. */
export async function askRest(
  db: DbReader,
  { checks, kinds }: Answers,
  others: readonly BookCheck[],
  { scope, mark = 0n }: { readonly scope: Scope; readonly mark?: bigint },
): Promise<CheckResult[]> {
  const answered = ENTRY_CHECKS.flatMap((name) => checks.get(name) ?? []);
  const results = answered.length === ENTRY_CHECKS.length ? answered : await checkEntries(db, scope, mark);
  results.push(checks.get(VOUCHERS_COMPLETE) ?? (await checkVouchers(db, scope, mark)));
  for (const check of others) {
    const params = check.paramsFor?.(kinds) ?? check.params ?? [];
    results.push(checks.get(check.name) ?? (await runBookCheck(db, { ...check, params })));
  }
  return results;
}
