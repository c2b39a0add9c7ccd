import "server-only";
import type { DbReader } from "@/server/transact";
import { type BookCheck, type CheckResult, runBookCheck } from "./book-check";
import { drawWeights, type Scope } from "./entry-sums";
import { hash } from "./weigh";

export const VOUCHERS_COMPLETE = "vouchers_complete";

/**
 * What no foreign key promises, since checked row by row it would cost more than the posting: every voucher has at least
 * two lines on its own day, the receipt of a command that ended, an event of the catalogue and, where that asks for one, an
 * approval; every line has its voucher. That the vouchers and their first and second lines are the same is asked by random
 * weights, as in entry-sums.ts, and every further line follows another one; what fails is named exactly. NEW takes the vouchers after the mark, and leaves their receipts
 * to the full proof: looking up one for each would take as long as everything else together.
 */
export async function checkVouchers(db: DbReader, scope: Scope, mark = 0n): Promise<CheckResult> {
  const params = scope === "NEW" ? [mark] : [];
  const [found] = await db.query<{ vouchers: bigint; isSound: boolean }>(askAll(scope), params);
  const name = VOUCHERS_COMPLETE;
  if (found?.isSound) return { name, ok: true, figure: `${found.vouchers} vouchers` };
  const named = await runBookCheck(db, { name, noun: "vouchers", units: askEach(scope), params });
  return { ...named, ok: false };
}

function askAll(scope: Scope): string {
  const { voucher: seed } = drawWeights();
  const weigh = (id: string, day: string) => `(${hash(id, `(${seed} + (${day} - date '2000-01-01'))`)} & 1073741823)`;
  const since = (id: string) => (scope === "NEW" ? `AND ${id} > $1` : "");
  return `
    WITH head AS (
      SELECT count(*) AS vouchers, coalesce(sum(${weigh("v.id", "v.accounting_on")}), 0) AS weight,
             count(*) FILTER (WHERE ${scope === "ALL" ? "r.command_id IS NULL OR " : ""}event.event IS NULL
                                 OR (event.needs_approval AND v.approval_id IS NULL)) AS faults
      FROM vouchers v ${scope === "ALL" ? "LEFT JOIN receipts r ON r.command_id = v.command_id AND r.outcome IS NOT NULL" : ""}
      LEFT JOIN voucher_events event ON event.event = v.event WHERE true ${since("v.id")}
    ), line AS (
      SELECT coalesce(sum(${weigh("e.voucher_id", "e.accounting_on")}) FILTER (WHERE e.line_no = 1), 0) AS firsts,
             coalesce(sum(${weigh("e.voucher_id", "e.accounting_on")}) FILTER (WHERE e.line_no = 2), 0) AS seconds,
             count(*) FILTER (WHERE e.line_no < 1) AS faults
      FROM entries e WHERE true ${since("e.voucher_id")}
    ), further AS (
      SELECT count(*) AS faults FROM entries e WHERE e.line_no > 2 ${since("e.voucher_id")}
        AND NOT EXISTS (SELECT 1 FROM entries b WHERE b.voucher_id = e.voucher_id AND b.line_no = e.line_no - 1
                          AND b.accounting_on = e.accounting_on ${since("b.voucher_id")})
    )
    SELECT head.vouchers, head.faults + line.faults + further.faults = 0 AND head.weight = line.firsts
             AND head.weight = line.seconds AS "isSound"
    FROM head, line, further`;
}

function askEach(scope: Scope): string {
  const since = (id: string) => (scope === "NEW" ? `WHERE ${id} > $1` : "");
  return `
    SELECT coalesce(v.voucher_no, 'voucher ' || e.voucher_id) AS name,
           e.lines >= 2 AND e.first_no = 1 AND e.last_no = e.lines AND r.command_id IS NOT NULL AND event.event IS NOT NULL
             AND (v.approval_id IS NOT NULL OR NOT event.needs_approval) AS ok
    FROM (SELECT * FROM vouchers ${since("id")}) AS v
    FULL JOIN (
      SELECT voucher_id, accounting_on, count(*) AS lines, min(line_no) AS first_no, max(line_no) AS last_no FROM entries ${since("voucher_id")} GROUP BY voucher_id, accounting_on
    ) AS e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
    LEFT JOIN receipts r ON r.command_id = v.command_id AND r.outcome IS NOT NULL
    LEFT JOIN voucher_events event ON event.event = v.event`;
}

/** Between customers' funds and our own, money moves by the events of the list alone, and with a signed approval where the list says so. */
export function fundsApart(scope: Scope): BookCheck {
  return {
    name: "funds_apart",
    noun: "vouchers that touch own funds",
    units: `
      SELECT v.voucher_no AS name, event.crosses_funds AND (approval.status = 'EXECUTED' OR NOT event.needs_approval) AS ok
      FROM (
        SELECT DISTINCT own.voucher_id, own.accounting_on FROM entries own
        JOIN accounts a ON a.id = own.account_id AND a.fund_owner = 'OWN' ${scope === "NEW" ? "WHERE own.voucher_id > $1" : ""}
      ) AS own
      JOIN vouchers v ON v.id = own.voucher_id AND v.accounting_on = own.accounting_on
      LEFT JOIN voucher_events event ON event.event = v.event LEFT JOIN approvals approval ON approval.id = v.approval_id
      WHERE EXISTS (
        SELECT 1 FROM entries e JOIN accounts a ON a.id = e.account_id AND a.fund_owner = 'CLIENT'
        WHERE e.voucher_id = own.voucher_id AND e.accounting_on = own.accounting_on)`,
  };
}

/** No voucher that was posted after a day was closed is dated into it. Told by ids, as clocks cannot tell it (migration 0800). */
export const CLOSED_DAYS_KEPT: BookCheck = {
  name: "closed_days_kept",
  noun: "vouchers posted after a day was closed",
  units: `
    SELECT v.voucher_no AS name, v.accounting_on > c.closed_through AS ok
    FROM (SELECT closed_through, last_voucher_id, lead(last_voucher_id) OVER (ORDER BY id) AS next_voucher_id
          FROM day_closings) AS c
    CROSS JOIN LATERAL (
      SELECT v.voucher_no, v.accounting_on FROM vouchers v
      WHERE v.id > c.last_voucher_id AND v.id <= coalesce(c.next_voucher_id, 9223372036854775807) OFFSET 0
    ) AS v`,
};
