import "server-only";
import type { DbReader } from "@/server/transact";
import type { Scope } from "./entry-sums";
import { SEALS } from "./keep-proof";
import { FOLDED, natureOf, nodeOf, type Seeds, sumOf } from "./weigh";

/** What the accounts of one subject, asset and owner hold. Minor units; the two posted figures on the normal side. */
export type HeldSubject = {
  readonly glCode: string;
  readonly asset: string;
  readonly fundOwner: string;
  readonly normalSide: string;
  readonly accounts: bigint;
  /** Accounts with entries. */
  readonly used: bigint;
  readonly postedMinor: bigint;
  /** With what waits to be folded. */
  readonly holdingMinor: bigint;
  /** Σ where the chains of entries begin − Σ where they end. */
  readonly chains: bigint;
  /** Accounts without a balance of their own kind, or with a place that no account comes to: none. */
  readonly faults: bigint;
  readonly overdrawn: bigint;
  /** Accounts of which something is frozen. */
  readonly frozen: bigint;
};

/** Reads every account with its balance once. In the scope NEW a chain begins at the account's seal. */
export async function weighAccounts(db: DbReader, scope: Scope, seeds: Seeds): Promise<HeldSubject[]> {
  const isNew = scope === "NEW";
  const [seq, minor] = isNew
    ? ["coalesce(seal.entry_seq, 0)", "coalesce(seal.posted_minor, 0)"]
    : ["0::bigint", "0::bigint"];
  const nature = natureOf("a.id", "a.asset", "a.normal_side = 'DEBIT'", seeds);
  // An account that has not moved begins where it ends.
  const moved = `FILTER (WHERE (held.entry_seq, held.posted_minor) <> (${seq}, ${minor}))`;
  const rows = await db.query<Omit<HeldSubject, "postedMinor" | "holdingMinor" | "chains"> & Record<Sum, string>>(
    `SELECT h.*, h.posted + h.waiting AS holding, CASE WHEN s.allow_negative THEN 0 ELSE h.below END AS overdrawn FROM (
       SELECT a.gl_code AS "glCode", a.asset, a.fund_owner AS "fundOwner", a.normal_side AS "normalSide", count(*) AS accounts,
              count(*) FILTER (WHERE held.entry_seq > 0 OR waiting.minor IS NOT NULL) AS used,
              coalesce(sum(held.posted_minor), 0) AS posted, coalesce(sum(waiting.minor), 0) AS waiting,
              coalesce(sum(${nodeOf(nature, `${seq} + 1`, minor)}) ${moved}, 0)
                - coalesce(sum(${nodeOf(nature, "held.entry_seq + 1", "held.posted_minor")}) ${moved}, 0) AS chains,
              count(*) FILTER (WHERE (held.normal_side = a.normal_side AND held.entry_seq >= 0 AND held.entry_seq < ${FOLDED}
                AND ${seq} >= 0 AND ${seq} < ${FOLDED}) IS NOT TRUE) AS faults,
              count(*) FILTER (WHERE held.allow_negative OR held.posted_minor < held.frozen_minor) AS below,
              count(*) FILTER (WHERE held.frozen_minor <> 0) AS frozen
       FROM accounts a LEFT JOIN account_balances held ON held.account_id = a.id
       LEFT JOIN (SELECT account_id, sum(change_minor) AS minor FROM buffered_entries GROUP BY account_id) AS waiting
         ON waiting.account_id = a.id
       ${isNew ? `LEFT JOIN (${SEALS}) AS seal ON seal.account_id = a.id` : ""}
       GROUP BY 1, 2, 3, 4
     ) AS h JOIN gl_subjects s ON s.code = h."glCode"`,
  );
  return rows.map(({ posted, holding, chains, ...row }) => ({
    ...row,
    postedMinor: sumOf(posted),
    holdingMinor: sumOf(holding),
    chains: sumOf(chains),
  }));
}

type Sum = "posted" | "holding" | "chains";
