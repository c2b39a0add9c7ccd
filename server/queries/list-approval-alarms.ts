import "server-only";
import type { ApprovalAlarmDto } from "@/contracts/approval-alarms";
import type { Actor } from "@/core/permissions/actor";
import { APPROVAL_FROM, approvalWhere, UNREVIEWED } from "@/server/queries/approval-rows";
import { reader } from "@/server/transact";

/** So many requests of an alarm are named. */
const NAMED = 5;
/** A press that approves many makes its commands' ids from its own (see approve-many.ts): UUIDs of version 8. */
const IS_ALONE = "substr(d.command_id::text, 15, 1) <> '8'";

/** Each gives the signatures concerned with the limit that they passed; from `watch` of its name, and `signed`. */
const FOUND = `
  SELECT w.name AS kind, w.within_seconds AS limit, w.least, s.checker_id, NULL::bigint AS maker_id, NULL::bigint AS total, s.id, s.approval_no, s.at
  FROM watch w JOIN signed s ON s.took < make_interval(secs => w.within_seconds) AND s.at > w.since
  WHERE w.name = 'HASTY'
  UNION ALL
  SELECT DISTINCT w.name, w.within_seconds, w.least, s.checker_id, NULL::bigint, NULL::bigint, s.id, s.approval_no, s.at
  FROM watch w JOIN bursts b ON b.since > w.since
  JOIN signed s ON s.checker_id = b.checker_id AND s.is_alone AND s.at BETWEEN b.since AND b.at
  WHERE w.name = 'RUSHED' AND b.at - b.since <= make_interval(secs => w.within_seconds)
  UNION ALL
  SELECT w.name, w.share_percent, w.least, s.checker_id, s.maker_id, p.total, s.id, s.approval_no, s.at
  FROM watch w JOIN pairs p ON p.signed * 100 >= p.total * w.share_percent AND p.signed >= w.least AND p.elsewhere >= w.least
  JOIN signed s ON s.checker_id = p.checker_id AND s.maker_id = p.maker_id AND s.at > w.since
  WHERE w.name = 'ONE_MAKER'`;

/** The last of as many signatures as make a burst, with when the first of them was given. */
const BURSTS = `
  SELECT checker_id, at, lag(at, (SELECT least FROM watch WHERE name = 'RUSHED') - 1) OVER (PARTITION BY checker_id ORDER BY at, id) AS since
  FROM signed WHERE is_alone`;

/** How many of a checker's signatures are for one person's requests, and how many others have signed for other people. */
const PAIRS = `
  SELECT s.checker_id, s.maker_id, count(*) AS signed, sum(count(*)) OVER (PARTITION BY s.checker_id)::bigint AS total,
         (SELECT count(*) FROM recent o WHERE o.checker_id <> s.checker_id AND o.maker_id NOT IN (s.maker_id, s.checker_id)) AS elsewhere
  FROM recent s GROUP BY s.checker_id, s.maker_id`;

type AlarmRaw = Omit<ApprovalAlarmDto, "at"> & { at: Date };

/**
 * What should be looked at in how requests were approved, by the limits in `approval_watches`, the gravest first. `now` is
 * by the clock that dates signatures. Of requests that the actor may see, and of nothing else.
 */
export async function listApprovalAlarms(actor: Actor, now: Date): Promise<ApprovalAlarmDto[]> {
  const where = approvalWhere(actor);
  const scope = where.toSql().replace(/^WHERE/, "AND");
  const at = `$${where.params.length + 1}::timestamptz`;
  const rows = await reader.query<AlarmRaw>(
    `WITH watch AS (
       SELECT *, ${at} - make_interval(days => look_back_days) AS since FROM approval_watches WHERE is_on
     ), signed AS MATERIALIZED (
       SELECT d.id, d.checker_id, a.maker_id, a.approval_no, d.created_at AS at, d.created_at - a.created_at AS took, ${IS_ALONE} AS is_alone
       FROM approval_decisions d JOIN (${APPROVAL_FROM}) ON a.id = d.approval_id
       WHERE d.verdict = 'APPROVE' AND d.created_at > (SELECT min(since) FROM watch) ${scope}
     ), recent AS (
       SELECT * FROM signed WHERE at > (SELECT since FROM watch WHERE name = 'ONE_MAKER')
     ), bursts AS (${BURSTS}), pairs AS (${PAIRS}), found AS (${FOUND}
       UNION ALL
       SELECT w.name, w.within_seconds, w.least, d.checker_id, NULL, NULL, d.id, a.approval_no, a.closed_at
       FROM watch w JOIN (${APPROVAL_FROM}) ON ${UNREVIEWED} AND a.closed_at < ${at} - make_interval(secs => w.within_seconds)
       JOIN approval_decisions d ON d.approval_id = a.id AND d.command_id = a.command_id
       WHERE w.name = 'UNREVIEWED' ${scope})
     SELECT f.kind, c.display_name AS checker, m.display_name AS maker, count(*)::int AS count,
            coalesce(max(f.total), count(*))::int AS total, f.limit,
            (array_agg(f.approval_no ORDER BY f.at DESC, f.id DESC))[1:${NAMED}] AS approvals, max(f.at) AS at
     FROM found f JOIN users c ON c.id = f.checker_id LEFT JOIN users m ON m.id = f.maker_id
     GROUP BY f.kind, f.limit, f.least, c.id, m.id HAVING count(*) >= f.least
     ORDER BY f.kind <> 'UNREVIEWED', max(f.at) DESC`,
    [...where.params, now],
  );
  return rows.map(({ at: newest, ...row }) => ({ ...row, at: newest.toISOString() }));
}
