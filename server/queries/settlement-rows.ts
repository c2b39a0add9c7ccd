import "server-only";
import type { SettlementRowDto } from "@/contracts/settlement-views";
import type { SettlementStatus } from "@/core/settlement/settlement";
import { needsRequest } from "@/server/store/settlements";

export const SETTLEMENT_FROM = `settlements s JOIN settlement_batches b ON b.id = s.batch_id JOIN merchants m ON m.id = s.merchant_id`;
export const SETTLEMENT_SELECT = `SELECT s.id, s.settlement_no AS "settlementNo", b.batch_no AS "batchNo", b.settled_on AS "settledOn", s.status, s.asset,
  m.merchant_no AS "merchantNo", m.name AS "merchantName", s.opening_minor AS opening,
  s.captured_minor - s.refunded_minor - s.fee_minor - s.share_minor + s.received_minor + s.adjustment_minor AS net,
  s.settled_minor AS "settledMinor", s.held_minor AS held, s.carried_minor AS carried, s.payout_no AS "payoutNo", s.paid_minor AS paid,
  b.release_limit_minor AS "releaseLimitMinor", s.version`;

export type SettlementRaw = {
  id: bigint;
  settlementNo: string;
  batchNo: string;
  settledOn: string;
  status: SettlementStatus;
  asset: string;
  merchantNo: string;
  merchantName: string;
  opening: bigint;
  net: bigint;
  settledMinor: bigint;
  held: bigint;
  carried: bigint;
  payoutNo: string | null;
  paid: bigint;
  releaseLimitMinor: bigint;
  version: number;
};

export function toSettlementRow(raw: SettlementRaw): SettlementRowDto {
  const { settlementNo, batchNo, settledOn, status, asset, payoutNo, version } = raw;
  return {
    ...{ settlementNo, batchNo, settledOn, status, asset, payoutNo, version },
    merchant: { no: raw.merchantNo, name: raw.merchantName },
    openingMinor: `${raw.opening}`,
    netMinor: `${raw.net}`,
    settledMinor: `${raw.settledMinor}`,
    heldMinor: `${raw.held}`,
    carriedMinor: `${raw.carried}`,
    paidMinor: `${raw.paid}`,
    needsRequest: needsRequest(raw),
  };
}
