import "server-only";
import type { RefundPayee } from "@/contracts/refunds";
import { invariant } from "@/core/result";
import type { RefundInstruction, TransferInstruction } from "@/server/channels/channel-client";
import type { Attempt } from "@/server/money-out/attempts";
import type { DbReader } from "@/server/transact";

type InstructedRow = {
  orderNo: string | null;
  channelTradeNo: string | null;
  orderMinor: bigint | null;
  itemMinor: bigint | null;
  itemKey: string | null;
  itemTradeNo: string | null;
  payee: RefundPayee | null;
};

/** Of suspense money the channel alone knows the payment: its numbers and its amount stand in the item. */
const INSTRUCTED = `
  SELECT r.order_no AS "orderNo", o.channel_trade_no AS "channelTradeNo", o.channel_minor AS "orderMinor", r.payee,
         i.match_key AS "itemKey", i.channel_trade_no AS "itemTradeNo", i.amount_minor AS "itemMinor"
  FROM refunds r LEFT JOIN orders o ON o.order_no = r.order_no LEFT JOIN suspense_items i ON i.item_no = r.item_no
  WHERE r.refund_no = $1`;

/** What the channel is asked to do: the same bytes however often it is asked. */
export async function instructRefund(db: DbReader, attempt: Attempt): Promise<RefundInstruction | TransferInstruction> {
  const { outNo, objectNo, amountMinor, asset, operation } = attempt;
  const [row] = await db.query<InstructedRow>(INSTRUCTED, [objectNo]);
  invariant(row, `refund ${objectNo} does not go away`);
  if (operation === "TRANSFER") {
    invariant(row.payee, `refund ${objectNo} has its payee`);
    return { outNo, amountMinor, asset, payee: row.payee, purpose: `refund ${objectNo}` };
  }
  const orderNo = row.itemKey ?? row.orderNo;
  const orderMinor = row.itemMinor ?? row.orderMinor;
  invariant(orderNo !== null && orderMinor !== null, `refund ${objectNo} is of a payment that the channel knows`);
  const channelTradeNo = row.itemTradeNo ?? row.channelTradeNo;
  return { outNo, orderNo, channelTradeNo, orderMinor, amountMinor, asset, reason: `refund ${objectNo}` };
}
