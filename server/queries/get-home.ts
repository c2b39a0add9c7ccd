import "server-only";
import type { HomeDto } from "@/contracts/home-views";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";
import { countBankBreaks } from "@/server/queries/bank/count-bank-breaks";
import { listCalendarAlarms } from "@/server/queries/calendar";
import { countMoneyOut } from "@/server/queries/count-money-out";
import { countApprovals } from "@/server/queries/count-my-approvals";
import { findBooksState } from "@/server/queries/find-books-state";
import { findDayToClose } from "@/server/queries/find-day-to-close";
import { getBoard } from "@/server/queries/get-board";
import { findHomePosition } from "@/server/queries/home-position";
import { Where } from "@/server/queries/keyset";
import { listApprovalAlarms } from "@/server/queries/list-approval-alarms";
import { listLatestBatches } from "@/server/queries/list-batches";
import { listMentions } from "@/server/queries/list-mentions";
import { summariseSuspense } from "@/server/queries/suspense-summary";
import { reader } from "@/server/transact";

/** What the home page shows to this person: only the parts that their roles may see, the rest is not even read. */
export async function getHome(actor: Actor, now: Date): Promise<HomeDto> {
  const today = accountingDayOf(now);
  const may = (permission: Permission) => isPermitted(actor.roles, permission);
  const [
    queue,
    mentions,
    approvals,
    alarms,
    days,
    toClose,
    position,
    proof,
    bank,
    calendarAlarms,
    inDoubt,
    moneyOut,
    setUp,
  ] = await Promise.all([
    may("suspense.view") ? summariseSuspense(actor, today, false) : null,
    may("suspense.view") ? listMentions(actor, { unreadOnly: true }) : [],
    may("approval.view") ? countApprovals(actor) : null,
    may("approval.review") ? listApprovalAlarms(actor, now) : null,
    may("reconciliation.view") ? readDays(now) : null,
    may("ledger.view") ? findDayToClose(actor, now) : null,
    may("position.view") ? findHomePosition(now) : null,
    may("ledger.view") || may("audit.view") ? findBooksState() : null,
    may("bank.view") ? countBankBreaks(today) : null,
    may("calendar.view") ? listCalendarAlarms(today) : [],
    may("order.view") ? countInDoubt(actor) : null,
    may("payout.view") ? countMoneyOut(actor) : null,
    may("user.edit") ? countSetUp() : null,
  ]);
  return {
    today,
    queue: queue && { ...queue, mayWork: may("suspense.work") },
    mentions,
    approvals: approvals && { ...approvals, maySign: may("approval.decide") },
    alarms,
    days,
    toClose,
    coverages: position?.coverages ?? null,
    position: position?.alarms ?? null,
    proof,
    bank,
    calendarAlarms,
    inDoubt,
    moneyOut,
    setUp,
  };
}

async function readDays(now: Date): Promise<NonNullable<HomeDto["days"]>> {
  const [board, latest, counted] = await Promise.all([
    getBoard(now, {}),
    listLatestBatches(),
    // The same condition as the list of statements that the number leads to.
    reader.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM statements s
       LEFT JOIN batches b ON b.channel_id = s.channel_id AND b.statement_on = s.settles_on AND b.is_current
       WHERE s.superseded_by IS NULL AND b.statement_id IS DISTINCT FROM s.id`,
    ),
  ]);
  const cells = board.channels.flatMap((channel) => channel.cells);
  const missing = cells.filter((cell) => cell.state === "LATE").length;
  return { board, latest, unreconciled: counted[0]?.count ?? 0, missing };
}

async function countInDoubt(actor: Actor): Promise<NonNullable<HomeDto["inDoubt"]>> {
  const where = new Where().add("status = 'UNKNOWN'");
  if (actor.scope) where.add("merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  const [counts] = await reader.query<{ orders: number }>(
    `SELECT count(*)::int AS orders FROM orders ${where.toSql()}`,
    where.params,
  );
  return counts ?? { orders: 0 };
}

async function countSetUp(): Promise<NonNullable<HomeDto["setUp"]>> {
  const [counts] = await reader.query<{ users: number; channels: number; merchants: number }>(
    `SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM channels) AS channels,
            (SELECT count(*)::int FROM merchants) AS merchants`,
  );
  return counts ?? { users: 0, channels: 0, merchants: 0 };
}
