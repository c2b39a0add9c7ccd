import "server-only";
import type { PayoutDetailDto, PayoutEventDto } from "@/contracts/payout-views";
import type { DrawnVoucherDto } from "@/contracts/refund-views";
import type { SecondLook } from "@/core/payouts/decide-payout";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { loadRepayout } from "@/server/payouts/load-repayout";
import { findLatePayments } from "@/server/queries/find-late-payments";
import { findPendingRequest } from "@/server/queries/find-pending-request";
import { listAttemptViews } from "@/server/queries/list-attempts";
import { listPayingChannels } from "@/server/queries/list-paying-channels";
import { listStoryVouchers } from "@/server/queries/order-story/list-story-vouchers";
import { toTAccounts } from "@/server/queries/t-accounts";
import { findPayout } from "@/server/store/payouts";
import { reader } from "@/server/transact";
import { PAYOUT_FROM, PAYOUT_SELECT, type PayoutRaw, toPayoutRow } from "./payout-rows";

type DetailRaw = PayoutRaw & { note: string; requestedBy: string | null };
type Asked = { looks: SecondLook[]; twinNos: string[] };

/** A payout with everything that happened to it, and what the reader may do about it; null when there is none in their scope. */
export async function getPayout(actor: Actor, payoutNo: string): Promise<PayoutDetailDto | null> {
  const [raw] = await reader.query<DetailRaw>(
    `${PAYOUT_SELECT}, o.note, u.display_name AS "requestedBy" FROM ${PAYOUT_FROM} LEFT JOIN users u ON u.id = o.requested_by
     WHERE o.payout_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [payoutNo, actor.scope],
  );
  if (!raw) return null;
  const [attempts, events, request, asked, late] = await Promise.all([
    listAttemptViews("PAYOUT", [payoutNo]),
    listEvents(payoutNo),
    findPendingRequest(actor, { type: "payout", no: payoutNo }),
    findAsked(payoutNo),
    findLatePayments(actor, payoutNo),
  ]);
  const waits = raw.status === "FAILED" || raw.status === "BOUNCED";
  const mayAsk = isPermitted(actor.roles, "payout.ask") && request === null;
  return {
    ...toPayoutRow(raw),
    note: raw.note,
    requestedBy: raw.requestedBy,
    attempts: attempts.get(payoutNo) ?? [],
    events,
    ...asked,
    vouchers: isPermitted(actor.roles, "ledger.view") ? await drawVouchers(actor, payoutNo, raw.asset) : null,
    request,
    channels: waits ? await listPayingChannels(raw.asset) : [],
    may: {
      putForward: mayAsk && raw.status === "REQUESTED",
      repay: waits && request === null && isPermitted(actor.roles, "repayout.propose"),
      settle: request === null && isPermitted(actor.roles, "repayout.propose"),
    },
    late,
    obstacle: waits || raw.status === "IN_DOUBT" ? await findObstacle(payoutNo) : null,
  };
}

/** What stands against another attempt and against giving back, whoever asks. */
async function findObstacle(payoutNo: string): Promise<PayoutDetailDto["obstacle"]> {
  const payout = await findPayout(reader, null, payoutNo);
  if (!payout) return null;
  const loaded = await loadRepayout(reader, payout, { choice: "RETURN", channel: null });
  return loaded.ok ? null : { code: loaded.refusal.code, params: loaded.refusal.params ?? {} };
}

/** Why somebody has to look at it, as it was when it was asked for. */
async function findAsked(payoutNo: string): Promise<Asked> {
  const [row] = await reader.query<{ detail: Partial<Asked> }>(
    `SELECT detail FROM audit_events WHERE stream = 'payout' AND object_no = $1 AND action = 'payout.requested' AND outcome = 'DONE'
     ORDER BY seq LIMIT 1`,
    [payoutNo],
  );
  return { looks: row?.detail.looks ?? [], twinNos: row?.detail.twinNos ?? [] };
}

type EventDetail = Partial<
  Record<"outNo" | "voucherNo" | "approvalNo" | "reason" | "code" | "message" | "channel", string | null>
>;

async function listEvents(payoutNo: string): Promise<PayoutEventDto[]> {
  const rows = await reader.query<{ seq: bigint; at: Date; by: string | null; action: string; detail: EventDetail }>(
    `SELECT e.seq, e.at, u.display_name AS by, e.action, e.detail FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
     WHERE e.object_type = 'payout' AND e.object_no = $1 AND e.outcome = 'DONE' ORDER BY e.seq LIMIT 200`,
    [payoutNo],
  );
  return rows.map(({ seq, at, by, action, detail }) => ({
    key: `${seq}`,
    at: at.toISOString(),
    by,
    action,
    outNo: detail.outNo ?? null,
    voucherNo: detail.voucherNo || null,
    approvalNo: detail.approvalNo ?? null,
    said: [detail.reason, detail.code, detail.message].filter(Boolean).join(" · "),
  }));
}

async function drawVouchers(actor: Actor, payoutNo: string, asset: string): Promise<DrawnVoucherDto[]> {
  const cases = await reader.query<{ no: string }>(
    "SELECT case_no AS no FROM money_cases WHERE object_kind = 'PAYOUT' AND object_no = $1",
    [payoutNo],
  );
  // What was charged for a second payment is booked under its case.
  const objects = [
    { type: "payout", no: payoutNo } as const,
    ...cases.map(({ no }) => ({ type: "money_case", no }) as const),
  ];
  const vouchers = await listStoryVouchers(objects);
  return Promise.all(
    vouchers.map(async (voucher) => ({
      voucher,
      accounts: await toTAccounts(actor, voucher.entries, asset, {}, "none"),
    })),
  );
}
