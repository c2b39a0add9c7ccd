import "server-only";
import type { ClaimRowDto } from "@/contracts/claim-views";
import { type ClaimStatus, outstandingOf } from "@/core/suspense/claim";

export const CLAIM_FROM = `claims k JOIN suspense_items i ON i.id = k.item_id JOIN channels c ON c.id = k.channel_id
  LEFT JOIN merchants m ON m.id = i.merchant_id`;
/** Its first parameter is today. */
export const CLAIM_SELECT = `SELECT k.id, k.claim_no AS "claimNo", i.item_no AS "itemNo", c.code AS "channelCode",
  c.name AS "channelName", m.merchant_no AS "merchantNo", m.name AS "merchantName", k.asset, k.claimed_minor AS "claimedMinor",
  k.recovered_minor AS "recoveredMinor", k.written_off_minor AS "writtenOffMinor", k.status, k.opened_on AS "openedOn",
  k.due_on AS "dueOn", CASE k.status WHEN 'OPEN' THEN bank_days_between(k.due_on, $1::date) ELSE 0 END AS "overdueDays",
  k.version, k.closed_at::text AS "closedAtText"`;

export type ClaimRaw = {
  id: bigint;
  claimNo: string;
  itemNo: string;
  channelCode: string;
  channelName: string;
  merchantNo: string | null;
  merchantName: string | null;
  asset: string;
  claimedMinor: bigint;
  recoveredMinor: bigint;
  writtenOffMinor: bigint;
  status: ClaimStatus;
  openedOn: string;
  dueOn: string;
  overdueDays: number;
  version: number;
  closedAtText: string | null;
};

export function toClaimRow(raw: ClaimRaw): ClaimRowDto {
  return {
    claimNo: raw.claimNo,
    itemNo: raw.itemNo,
    channel: { no: raw.channelCode, name: raw.channelName },
    merchant: raw.merchantNo === null ? null : { no: raw.merchantNo, name: raw.merchantName ?? raw.merchantNo },
    asset: raw.asset,
    claimedMinor: `${raw.claimedMinor}`,
    recoveredMinor: `${raw.recoveredMinor}`,
    writtenOffMinor: `${raw.writtenOffMinor}`,
    outstandingMinor: `${outstandingOf(raw)}`,
    status: raw.status,
    openedOn: raw.openedOn,
    dueOn: raw.dueOn,
    overdueDays: raw.overdueDays,
    version: raw.version,
  };
}
