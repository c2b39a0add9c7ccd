import "server-only";
import type { HomeDto, QueueDto } from "@/contracts/home-views";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";
import { getClock } from "@/server/clock";
import { findLastProof } from "@/server/queries/find-last-proof";
import { getBoard } from "@/server/queries/get-board";
import { listCoverages } from "@/server/queries/get-position";
import { Where } from "@/server/queries/keyset";
import { listLatestBatches } from "@/server/queries/list-batches";
import { reader } from "@/server/transact";

/** Items open for longer than this many days stand in the two oldest bands of ageing. */
const OLD_AFTER_DAYS = 7;

/** What the home page shows to this person: only the parts that their roles may see, the rest is not even read. */
export async function getHome(actor: Actor): Promise<HomeDto> {
  const today = accountingDayOf(getClock().now());
  const may = (permission: Permission) => isPermitted(actor.roles, permission);
  const [queue, approvals, board, batches, coverages, proof, orders] = await Promise.all([
    may("suspense.view") ? countQueue(actor, today) : null,
    may("approval.view") ? countApprovals(actor) : null,
    may("reconciliation.view") ? getBoard(null) : null,
    may("reconciliation.view") ? listLatestBatches() : null,
    may("position.view") ? listCoverages() : null,
    may("ledger.view") || may("audit.view") ? findLastProof() : null,
    may("order.view") ? countInDoubt(actor) : null,
  ]);
  return { queue, approvals, board, batches, coverages, proof, orders };
}

type QueueRaw = { mine: number; unassigned: number; open: number; old: number };
type SumRaw = { direction: "LONG" | "SHORT"; asset: string; count: number; minor: bigint };

async function countQueue(actor: Actor, today: string): Promise<QueueDto> {
  // Test payments of our own merchants are nobody's work.
  const where = new Where().add("i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND NOT i.is_test");
  if (actor.scope) where.add("i.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  const filter = where.toSql();
  const next = where.params.length + 1;
  const [counts] = await reader.query<QueueRaw>(
    `SELECT count(*) FILTER (WHERE i.assignee_id = $${next})::int AS mine,
            count(*) FILTER (WHERE i.assignee_id IS NULL AND i.status = 'OPEN')::int AS unassigned,
            count(*)::int AS open, count(*) FILTER (WHERE i.opened_on < $${next + 1}::date)::int AS old
     FROM suspense_items i ${filter}`,
    [...where.params, actor.userId, addDays(today, -OLD_AFTER_DAYS)],
  );
  const sums = await reader.query<SumRaw>(
    `SELECT i.direction, i.asset, count(*)::int AS count, sum(i.amount_minor)::bigint AS minor
     FROM suspense_items i ${filter} GROUP BY 1, 2 ORDER BY 2, 1 DESC`,
    where.params,
  );
  const { mine, unassigned, open, old } = counts ?? { mine: 0, unassigned: 0, open: 0, old: 0 };
  const byDirection = sums.map(({ direction, asset, count, minor }) => ({
    direction,
    asset,
    count,
    amountMinor: `${minor}`,
  }));
  return { mine, unassigned, open, old, byDirection };
}

/** A request waits for me when I am not its maker, have not signed it, and hold a signature that it still lacks. */
async function countApprovals(actor: Actor): Promise<NonNullable<HomeDto["approvals"]>> {
  const signatures = [
    ...(actor.roles.includes("FINANCE") || actor.roles.includes("FINANCE_LEAD") ? ["FINANCE"] : []),
    ...(actor.roles.includes("FINANCE_LEAD") ? ["FINANCE_LEAD"] : []),
  ];
  const [counts] = await reader.query<{ for_me: number; mine: number; all: number }>(
    `SELECT count(*) FILTER (WHERE a.maker_id IS DISTINCT FROM $1::bigint
              AND NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = a.id AND d.checker_id = $1)
              AND EXISTS (SELECT 1 FROM unnest(a.required_roles) AS role WHERE role = ANY ($2)
                          AND NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = a.id AND d.as_role = role))
            )::int AS for_me,
            count(*) FILTER (WHERE a.maker_id = $1)::int AS mine, count(*)::int AS all
     FROM approvals a LEFT JOIN merchants m ON m.id = a.merchant_id
     WHERE a.status = 'PENDING' AND a.expires_at > now() AND ($3::text[] IS NULL OR m.merchant_no = ANY ($3))`,
    [actor.userId, signatures, actor.scope],
  );
  return { forMe: counts?.for_me ?? 0, mine: counts?.mine ?? 0, all: counts?.all ?? 0 };
}

async function countInDoubt(actor: Actor): Promise<NonNullable<HomeDto["orders"]>> {
  const scoped = actor.scope ? "AND merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY ($1))" : "";
  const [counts] = await reader.query<{ unknown: number; refunds: number }>(
    `SELECT (SELECT count(*)::int FROM orders WHERE status = 'UNKNOWN' ${scoped}) AS unknown,
            (SELECT count(*)::int FROM refunds WHERE status = 'UNKNOWN' ${scoped}) AS refunds`,
    actor.scope ? [actor.scope] : [],
  );
  return { unknown: counts?.unknown ?? 0, refundsInDoubt: counts?.refunds ?? 0 };
}
