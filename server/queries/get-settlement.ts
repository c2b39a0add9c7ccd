import "server-only";
import type { DrawnVoucherDto } from "@/contracts/refund-views";
import type {
  SettlementDetailDto,
  SettlementDrawDto,
  SettlementPartDto,
  SignedDto,
} from "@/contracts/settlement-views";
import type { PayoutStatus } from "@/core/payouts/payout";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { findPendingRequest } from "@/server/queries/find-pending-request";
import { listStoryVouchers } from "@/server/queries/order-story/list-story-vouchers";
import { toTAccounts } from "@/server/queries/t-accounts";
import { LEAST_PAYOUT } from "@/server/store/settlements";
import { reader } from "@/server/transact";
import { SETTLEMENT_FROM, SETTLEMENT_SELECT, type SettlementRaw, toSettlementRow } from "./settlement-rows";

type Figure = "captured" | "refunded" | "fee" | "share" | "received" | "adjustment";
type DetailRaw = SettlementRaw &
  Record<Figure | "deposit" | "newlyHeld" | "letGo" | "minPayout", bigint> & {
    cycleDays: number;
    autoPayout: boolean;
    computedAt: Date;
    reviewer: string | null;
    reviewerId: bigint | null;
    reviewedAt: Date | null;
    releaser: string | null;
    releasedAt: Date | null;
    approvalNo: string | null;
    previousNo: string | null;
    nextNo: string | null;
    payoutStatus: PayoutStatus | null;
    payoutMinor: bigint | null;
  };

const DETAIL = `
  ${SETTLEMENT_SELECT}, s.captured_minor AS captured, s.refunded_minor AS refunded, s.fee_minor AS fee, s.share_minor AS share,
         s.received_minor AS received, s.adjustment_minor AS adjustment, s.deposit_minor AS deposit, t.cycle_days AS "cycleDays",
         t.auto_payout AS "autoPayout", ${LEAST_PAYOUT} AS "minPayout", b.computed_at AS "computedAt",
         ru.display_name AS reviewer, s.reviewed_by AS "reviewerId", s.reviewed_at AS "reviewedAt", lu.display_name AS releaser,
         s.released_at AS "releasedAt", a.approval_no AS "approvalNo", o.status AS "payoutStatus", o.amount_minor AS "payoutMinor",
         (SELECT coalesce(sum(h.net_minor), 0)::bigint FROM settlement_hold_backs h WHERE h.held_by = s.id) AS "newlyHeld",
         (SELECT coalesce(sum(h.net_minor), 0)::bigint FROM settlement_hold_backs h WHERE h.released_by = s.id) AS "letGo",
         (SELECT p.settlement_no FROM settlements p WHERE p.merchant_id = s.merchant_id AND p.asset = s.asset AND p.id < s.id
          ORDER BY p.id DESC LIMIT 1) AS "previousNo",
         (SELECT n.settlement_no FROM settlements n WHERE n.merchant_id = s.merchant_id AND n.asset = s.asset AND n.id > s.id
          ORDER BY n.id LIMIT 1) AS "nextNo"
  FROM ${SETTLEMENT_FROM} JOIN settlement_terms t ON t.batch_id = s.batch_id AND t.merchant_id = s.merchant_id
  LEFT JOIN users ru ON ru.id = s.reviewed_by LEFT JOIN users lu ON lu.id = s.released_by
  LEFT JOIN approvals a ON a.id = s.approval_id LEFT JOIN payouts o ON o.payout_no = s.payout_no
  WHERE s.settlement_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`;

/** A settlement with what it consists of, and what the reader may do about it; null when there is none in their scope. */
export async function getSettlement(actor: Actor, settlementNo: string): Promise<SettlementDetailDto | null> {
  const [raw] = await reader.query<DetailRaw>(DETAIL, [settlementNo, actor.scope]);
  if (!raw) return null;
  const [parts, draws, drawsSince, request] = await Promise.all([
    listParts(raw.id),
    listDraws("d.counted_by", raw.id),
    listDraws("d.settlement_id", raw.id),
    findPendingRequest(actor, { type: "settlement", no: settlementNo }),
  ]);
  const { previousNo, nextNo, approvalNo, payoutNo, payoutStatus } = raw;
  return {
    ...toSettlementRow(raw),
    ...toFigures(raw),
    ...{ previousNo, nextNo, approvalNo, parts, draws, drawsSince, request },
    terms: { cycleDays: raw.cycleDays, autoPayout: raw.autoPayout, minPayoutMinor: `${raw.minPayout}` },
    computedAt: raw.computedAt.toISOString(),
    reviewed: toSigned(raw.reviewer, raw.reviewedAt),
    released: toSigned(raw.releaser, raw.releasedAt),
    payout: payoutNo && payoutStatus ? { payoutNo, status: payoutStatus, amountMinor: `${raw.payoutMinor}` } : null,
    vouchers: isPermitted(actor.roles, "ledger.view") ? await drawVouchers(actor, settlementNo, raw.asset) : null,
    may: mayOf(actor, raw, request === null),
  };
}

function toFigures(raw: DetailRaw) {
  return {
    capturedMinor: `${raw.captured}`,
    refundedMinor: `${raw.refunded}`,
    feeMinor: `${raw.fee}`,
    shareMinor: `${raw.share}`,
    receivedMinor: `${raw.received}`,
    adjustmentMinor: `${raw.adjustment}`,
    depositMinor: `${raw.deposit}`,
    newlyHeldMinor: `${raw.newlyHeld}`,
    letGoMinor: `${raw.letGo}`,
  };
}

function mayOf(actor: Actor, raw: DetailRaw, isFree: boolean): SettlementDetailDto["may"] {
  const mayDo = (permission: Parameters<typeof isPermitted>[1]) => isFree && isPermitted(actor.roles, permission);
  return {
    review: raw.status === "COMPUTED" && mayDo("settlement.review"),
    release: raw.status === "REVIEWED" && `${raw.reviewerId}` !== actor.userId && mayDo("settlement.release"),
    pay: raw.status === "RELEASED" && raw.settledMinor > 0n && raw.payoutNo === null && mayDo("payout.ask"),
    draw: raw.carried < 0n && raw.nextNo === null && mayDo("deposit.draw"),
  };
}

function toSigned(by: string | null, at: Date | null): SignedDto | null {
  return by === null || at === null ? null : { by, at: at.toISOString() };
}

type PartRaw = Record<Figure | "net" | "items", bigint> & {
  clearingNo: string;
  clearedOn: string;
  channelCode: string | null;
  channelName: string | null;
};

async function listParts(id: bigint): Promise<SettlementPartDto[]> {
  const rows = await reader.query<PartRaw>(
    `SELECT b.batch_no AS "clearingNo", b.accounting_on AS "clearedOn", c.code AS "channelCode", c.name AS "channelName", l.item_count AS items,
            l.gross_minor AS captured, l.refund_minor AS refunded, l.fee_charged_minor - l.fee_returned_minor AS fee, l.share_minor AS share,
            l.received_minor AS received, l.adjustment_minor AS adjustment, l.net_minor AS net
     FROM settlement_parts p JOIN clearing_batches b ON b.id = p.clearing_batch_id
     JOIN clearing_lines l ON l.batch_id = p.clearing_batch_id AND l.merchant_id = p.merchant_id AND l.channel_id = p.channel_id AND l.asset = p.asset
     LEFT JOIN channels c ON c.id = p.channel_id WHERE p.settlement_id = $1 ORDER BY b.accounting_on, c.code NULLS LAST`,
    [id],
  );
  return rows.map((row) => ({
    clearingNo: row.clearingNo,
    clearedOn: row.clearedOn,
    channel: row.channelCode === null ? null : { no: row.channelCode, name: row.channelName ?? row.channelCode },
    itemCount: Number(row.items),
    capturedMinor: `${row.captured}`,
    refundedMinor: `${row.refunded}`,
    feeMinor: `${row.fee}`,
    shareMinor: `${row.share}`,
    receivedMinor: `${row.received}`,
    adjustmentMinor: `${row.adjustment}`,
    netMinor: `${row.net}`,
  }));
}

async function listDraws(by: "d.counted_by" | "d.settlement_id", id: bigint): Promise<SettlementDrawDto[]> {
  const rows = await reader.query<{ voucherNo: string; approvalNo: string; minor: bigint; takenAt: Date }>(
    `SELECT d.voucher_no AS "voucherNo", a.approval_no AS "approvalNo", d.amount_minor AS minor, d.taken_at AS "takenAt"
     FROM deposit_draws d JOIN approvals a ON a.id = d.approval_id WHERE ${by} = $1 ORDER BY d.id`,
    [id],
  );
  return rows.map(({ minor, takenAt, ...draw }) => ({
    ...draw,
    amountMinor: `${minor}`,
    takenAt: takenAt.toISOString(),
  }));
}

async function drawVouchers(actor: Actor, settlementNo: string, asset: string): Promise<DrawnVoucherDto[]> {
  const vouchers = await listStoryVouchers([{ type: "settlement", no: settlementNo }]);
  return Promise.all(
    vouchers.map(async (voucher) => ({
      voucher,
      accounts: await toTAccounts(actor, voucher.entries, asset, {}, "none"),
    })),
  );
}
