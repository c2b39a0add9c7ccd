import "server-only";
import type { ApprovalDescriptionDto, FieldChangeDto, FieldValueDto } from "@/contracts/approval-views";
import type { ManualRefundPayload } from "@/contracts/refunds";
import { loadRefundFacts } from "@/server/refunds/load-refund-facts";
import type { DbReader } from "@/server/transact";

/** What a checker compares: the order, how the money goes back over its legs, by which route and to whom. */
export async function describeRefund(db: DbReader, payload: ManualRefundPayload): Promise<ApprovalDescriptionDto> {
  const { refundNo, orderNo, merchantNo, asset, amountMinor, channelMinor, parts, route, payee } = payload;
  const subject = await loadRefundFacts(db, null, orderNo);
  const money = (minor: bigint | string): FieldValueDto => ({ kind: "amount", amountMinor: `${minor}`, asset });
  const legs = (subject?.legs ?? []).flatMap((leg, index): FieldChangeDto[] => {
    const part = BigInt(parts[index] ?? "0");
    const before = leg.paidMinor - leg.refundedMinor - leg.disputedMinor;
    return [{ field: `leg.${leg.funder ?? "CHANNEL"}`, before: money(before + part), after: money(before) }];
  });
  const isWaiting = subject !== null && (await isRequested(db, refundNo));
  const payeeFields =
    payee === null ? [] : (["holder", "bank", "accountNo"] as const).map((field) => asked(field, text(payee[field])));
  return {
    subject: { kind: "object", object: "refund", no: refundNo },
    changes: [
      asked("order", { kind: "object", object: "order", no: orderNo }),
      asked("merchant", { kind: "object", object: "merchant", no: merchantNo }),
      asked("amount", money(amountMinor)),
      asked("cash", money(channelMinor)),
      asked("route", { kind: "message", key: `act.MANUAL_REFUND.route.${route}` }),
      ...payeeFields,
      ...(isWaiting ? legs : []),
    ],
  };
}

/** What the legs have now is of use while the request waits; later refunds have moved them on. */
async function isRequested(db: DbReader, refundNo: string): Promise<boolean> {
  const rows = await db.query("SELECT 1 FROM refunds WHERE refund_no = $1 AND status = 'REQUESTED'", [refundNo]);
  return rows.length > 0;
}

const text = (value: string) => ({ kind: "text", text: value }) as const;
const asked = (field: string, after: FieldValueDto): FieldChangeDto => ({ field, before: null, after });
