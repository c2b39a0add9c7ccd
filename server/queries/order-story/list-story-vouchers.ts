import "server-only";
import type { StoryVoucherDto } from "@/contracts/order-views";
import { reader } from "@/server/transact";

export type StoryObject = {
  readonly type: "order" | "refund" | "suspense" | "payout" | "settlement" | "money_case";
  readonly no: string;
};

type VoucherRaw = {
  id: bigint;
  voucher_no: string;
  event: string;
  accounting_on: string;
  occurred_at: Date;
  created_at: Date;
  object_type: string;
  object_no: string;
  reverses: string | null;
};
type EntryRaw = {
  voucher_id: bigint;
  line_no: number;
  account_no: string;
  gl_code: string;
  side: "DEBIT" | "CREDIT";
  amount_minor: bigint;
  asset: string;
};

const MOST = 200;

const VOUCHERS = `
  SELECT v.id, v.voucher_no, v.event, v.accounting_on, v.occurred_at, v.created_at, v.object_type, v.object_no,
         r.voucher_no AS reverses
  FROM unnest($1::text[], $2::text[]) AS o (type, no)
  CROSS JOIN LATERAL vouchers_about(o.type, o.no) AS v
  LEFT JOIN vouchers r ON r.id = v.reverses_voucher_id
  ORDER BY v.id LIMIT ${MOST}`;
const ENTRIES = `
  SELECT e.voucher_id, e.line_no, a.account_no, a.gl_code, e.side, e.amount_minor, e.asset
  FROM unnest($1::bigint[], $2::date[]) AS w (id, day)
  JOIN entries e ON e.voucher_id = w.id AND e.accounting_on = w.day
  JOIN accounts a ON a.id = e.account_id
  ORDER BY e.voucher_id, e.line_no`;

/** The vouchers of these objects with their entries, in the order in which they were posted. */
export async function listStoryVouchers(objects: readonly StoryObject[]): Promise<StoryVoucherDto[]> {
  const raws = await reader.query<VoucherRaw>(VOUCHERS, [
    objects.map((object) => object.type),
    objects.map((object) => object.no),
  ]);
  const entries = await reader.query<EntryRaw>(ENTRIES, [
    raws.map((raw) => raw.id),
    raws.map((raw) => raw.accounting_on),
  ]);
  return raws.map((raw) => ({
    voucherNo: raw.voucher_no,
    event: raw.event,
    accountingOn: raw.accounting_on,
    occurredAt: raw.occurred_at.toISOString(),
    createdAt: raw.created_at.toISOString(),
    objectType: raw.object_type,
    objectNo: raw.object_no,
    reversesVoucherNo: raw.reverses,
    entries: entries
      .filter((entry) => entry.voucher_id === raw.id)
      .map((entry) => ({
        lineNo: entry.line_no,
        accountNo: entry.account_no,
        glCode: entry.gl_code,
        side: entry.side,
        amountMinor: `${entry.amount_minor}`,
        asset: entry.asset,
      })),
  }));
}
