import "server-only";
import { formatAmount } from "@/core/money/format-money";
import { type Coverage, computeCoverage, type SubjectBalance } from "@/core/position/coverage";
import type { DbReader } from "@/server/transact";
import type { CheckResult } from "./book-check";

const BALANCES = `
  SELECT a.gl_code AS "glCode", a.asset, sum(b.posted_minor)::bigint AS "postedMinor"
  FROM accounts a JOIN account_balances b ON b.account_id = a.id GROUP BY 1, 2`;

/**
 * Reserve coverage. Between a channel's statement and the day on which its cost is charged on, every company is a
 * little short of 100%; that is the position page's alarm. What no open item and no cost explains is money that is gone.
 */
export async function checkCoverage(db: DbReader): Promise<CheckResult> {
  return judgeCoverage(await db.query<SubjectBalance>(BALANCES));
}

export function judgeCoverage(balances: readonly SubjectBalance[]): CheckResult {
  const coverages = computeCoverage(balances);
  return {
    name: "coverage",
    ok: coverages.every((coverage) => coverage.unexplainedMinor === 0n),
    figure: coverages.map(sayCoverage).join("; "),
  };
}

function sayCoverage({ asset, ratioBps, heldMinor, owedMinor, isCovered, explainingMinor }: Coverage): string {
  if (ratioBps === null) return `${asset}: nothing is owed`;
  const say = (minor: bigint) => formatAmount(minor, asset, "en");
  // Basis points have two decimals of a percent, as a currency has of its unit.
  const ratio = `${asset} ${formatAmount(ratioBps, "CNY", "en")}%`;
  if (isCovered) return ratio;
  return `${ratio}: ${say(heldMinor)} held for ${say(owedMinor)} owed, ${say(explainingMinor)} in open shorts, claims, channel costs and losses written off`;
}
