import "server-only";
import type { AdjustmentOrigin } from "@/contracts/adjustments";
import { FREE_EVENT, isManualEvent, type ManualEvent } from "@/core/adjustments/manual-events";
import type { Actor } from "@/core/permissions/actor";
import { voucherInScope } from "@/server/queries/voucher-scope";
import { reader } from "@/server/transact";

type Asked = Partial<Record<"voucher" | "account" | "item" | "event", string | string[]>>;
type Start = { readonly origin: AdjustmentOrigin | null; readonly accountNos: readonly string[] };
export type AdjustmentStart = Start & { readonly event: ManualEvent };

/** What an adjustment is begun from, as its address names it: the event, and the accounts that it has to do with. */
export async function findStartOfAdjustment(actor: Actor, asked: Asked): Promise<AdjustmentStart> {
  const event = typeof asked.event === "string" && isManualEvent(asked.event) ? asked.event : FREE_EVENT;
  return { ...(await findStart(actor, asked)), event };
}

async function findStart(actor: Actor, { voucher, account, item }: Asked): Promise<Start> {
  if (typeof voucher === "string") {
    return { origin: { type: "voucher", no: voucher }, accountNos: await ofVoucher(actor, voucher) };
  }
  if (typeof account === "string") return { origin: { type: "account", no: account }, accountNos: [account] };
  if (typeof item === "string") {
    return { origin: { type: "suspense", no: item }, accountNos: await ofItem(actor, item) };
  }
  return { origin: null, accountNos: [] };
}

async function ofVoucher(actor: Actor, voucherNo: string): Promise<string[]> {
  const rows = await reader.query<{ no: string }>(
    `SELECT a.account_no AS no FROM vouchers v JOIN entries e ON e.voucher_id = v.id JOIN accounts a ON a.id = e.account_id
     WHERE v.id = voucher_id_of($1) AND v.voucher_no = $1 AND ${voucherInScope("$2")}
     GROUP BY a.account_no ORDER BY min(e.line_no)`,
    [voucherNo, actor.scope],
  );
  return rows.map(({ no }) => no);
}

/** Its suspense account is for a resolution; what an adjustment can move is its merchant's. */
async function ofItem(actor: Actor, itemNo: string): Promise<string[]> {
  const rows = await reader.query<{ no: string }>(
    `SELECT a.account_no AS no FROM suspense_items i JOIN merchants m ON m.id = i.merchant_id
     JOIN accounts a ON a.merchant_id = i.merchant_id AND a.asset = i.asset AND a.gl_code = '2202.02'
     WHERE i.item_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [itemNo, actor.scope],
  );
  return rows.map(({ no }) => no);
}
