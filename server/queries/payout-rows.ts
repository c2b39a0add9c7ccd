import "server-only";
import type { PayeeDto, PayoutRowDto } from "@/contracts/payout-views";
import { maskAccountNo, maskPayeeName } from "@/core/orders/mask-payer";
import type { PayoutSource, PayoutStatus } from "@/core/payouts/payout";

export const PAYOUT_FROM = `payouts o JOIN merchants m ON m.id = o.merchant_id JOIN channels c ON c.id = o.channel_id
  JOIN merchant_bank_accounts p ON p.id = o.payee_account_id`;
export const PAYOUT_SELECT = `SELECT o.id, o.payout_no AS "payoutNo", o.status, o.amount_minor AS minor, o.asset,
  m.merchant_no AS "merchantNo", m.name AS "merchantName", c.code AS "channelCode", c.name AS "channelName",
  p.account_ref AS "accountRef", p.holder, p.bank, p.account_no AS "accountNo", o.source, o.client_ref AS "clientRef",
  o.batch_no AS "batchNo", o.requested_at AS "requestedAt", o.finished_at AS "finishedAt", o.version`;

export type PayeeRaw = { accountRef: string; holder: string; bank: string; accountNo: string };
export type PayoutRaw = PayeeRaw & {
  id: bigint;
  payoutNo: string;
  status: PayoutStatus;
  minor: bigint;
  asset: string;
  merchantNo: string;
  merchantName: string;
  channelCode: string;
  channelName: string;
  source: PayoutSource;
  clientRef: string | null;
  batchNo: string | null;
  requestedAt: Date;
  finishedAt: Date | null;
  version: number;
};

export function toPayoutRow(raw: PayoutRaw): PayoutRowDto {
  return {
    payoutNo: raw.payoutNo,
    status: raw.status,
    amountMinor: `${raw.minor}`,
    asset: raw.asset,
    merchant: { no: raw.merchantNo, name: raw.merchantName },
    channel: { no: raw.channelCode, name: raw.channelName },
    payee: toPayee(raw),
    source: raw.source,
    clientRef: raw.clientRef,
    batchNo: raw.batchNo,
    requestedAt: raw.requestedAt.toISOString(),
    finishedAt: raw.finishedAt?.toISOString() ?? null,
    version: raw.version,
  };
}

/** Whole numbers are for the request that somebody checks, and for the channel. */
export function toPayee({ accountRef, holder, bank, accountNo }: PayeeRaw): PayeeDto {
  return { accountRef, holder: maskPayeeName(holder), bank, maskedNo: maskAccountNo(accountNo) };
}
