import "server-only";
import type { OrdersFileLine } from "@/contracts/orders";
import type { Json } from "@/core/json";
import { accept, invariant, type Result } from "@/core/result";
import { openArrivalDesk } from "@/server/arrivals/arrival-desk";
import { arriveOrder } from "@/server/arrivals/arrive-order";
import { arriveRefund } from "@/server/arrivals/arrive-refund";
import { saveDesk } from "@/server/arrivals/save-desk";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

export type NumberedOrderLine = { readonly lineNo: number; readonly line: OrdersFileLine };
export type RefusedLine = { readonly line: number; readonly code: string; readonly message: string };
/** `refused` are lines of the chunk that could not even be read: they keep the others out, which are judged all the same. */
export type OrdersChunk = { readonly lines: readonly NumberedOrderLine[]; readonly refused?: readonly RefusedLine[] };
export type OrdersImported = { accepted: number; duplicates: number; refused: RefusedLine[] };

/** At most this many lines go in one transaction: all of them or none. */
export const MAX_ORDER_LINES = 10_000;

/**
 * Takes in a chunk of order and refund lines: orders, legs, refunds and their vouchers, in one transaction. One refused
 * line keeps the whole chunk out; the answer then lists what is wrong, line by line, and `accepted` is 0.
 */
export const importOrders = defineCommand<OrdersChunk, OrdersImported>({
  action: "order.import",
  permission: "order.import",
  object: ({ lines }) => ({ type: "order", no: `${lines.length} lines` }),
  toHashed: ({ lines, refused = [] }) => toJson([lines, refused]),
  seconds: 300,
  async effect(tx, { lines, refused = [] }) {
    invariant(lines.length + refused.length <= MAX_ORDER_LINES, `a chunk has at most ${MAX_ORDER_LINES} lines`);
    const desk = await openArrivalDesk(
      tx,
      lines.map(({ line }) => line),
    );
    const tally: OrdersImported = { accepted: 0, duplicates: 0, refused: [...refused] };
    for (const { lineNo, line } of lines) {
      const arrived: Result<{ changed: boolean }> =
        line.type === "order" ? arriveOrder(desk, line) : arriveRefund(desk, line);
      if (!arrived.ok)
        tally.refused.push({ line: lineNo, code: arrived.refusal.code, message: arrived.refusal.message });
      else if (arrived.value.changed) tally.accepted += 1;
      else tally.duplicates += 1;
    }
    if (tally.refused.length > 0) {
      return accept({
        accepted: 0,
        duplicates: 0,
        refused: tally.refused.sort((left, right) => left.line - right.line),
      });
    }
    await saveDesk(tx, desk);
    if (tally.accepted > 0) {
      const detail = { accepted: tally.accepted, duplicates: tally.duplicates, vouchers: desk.drafts.length };
      await appendAudit(tx, {
        action: "order.imported",
        objectType: "order",
        objectNo: `${lines.length} lines`,
        detail,
      });
    }
    return accept(tally);
  },
});

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)));
}
