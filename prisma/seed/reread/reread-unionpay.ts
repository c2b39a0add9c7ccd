import iconv from "iconv-lite";
import { invariant } from "@/core/result";
import type { RereadLine } from "./reread-statement";

/** First byte and length of the fields, counted out by hand from the specification. */
const CUTS = {
  tradeCode: [0, 3],
  transmittedAt: [35, 10],
  amount: [66, 12],
  queryId: [87, 21],
  merchantOrderNo: [112, 32],
  fee: [166, 13],
  settlement: [180, 13],
  tradeType: [215, 2],
  originalQueryId: [271, 21],
  net: [374, 13],
  originalOrderNo: [475, 32],
} as const satisfies Record<string, readonly [number, number]>;

const RECORD_BYTES = 607 - 1;

export function rereadRecord(record: string): RereadLine {
  const bytes = iconv.encode(record, "gbk");
  invariant(bytes.length === RECORD_BYTES || bytes.length === RECORD_BYTES + 1, `${bytes.length} bytes in ${record}`);
  const field = (name: keyof typeof CUTS) => {
    const [start, length] = CUTS[name];
    return iconv.decode(bytes.subarray(start, start + length), "gbk").trim();
  };
  const isRefund = field("tradeType") === "04";
  invariant(field("tradeCode") === (isRefund ? "S30" : "S22"), "trade code and type say the same");
  invariant(field("queryId").length === 21, "the query id is 21 long");
  invariant((field("originalQueryId") !== "") === isRefund, "a refund names its payment");
  const amountMinor = BigInt(field("amount"));
  // Signed as the merchant's: a fee is debited, and comes back as a credit.
  const feeMinor = -signed(field("fee"));
  const net = isRefund ? -amountMinor - feeMinor : amountMinor - feeMinor;
  invariant(
    signed(field("settlement")) === net && signed(field("net")) === net,
    "the net is the amount without the fee",
  );
  return {
    itemKind: isRefund ? "REFUND" : "PAYMENT",
    key: field("merchantOrderNo"),
    orderNo: isRefund ? field("originalOrderNo") : field("merchantOrderNo"),
    amountMinor,
    feeMinor,
    asset: "CNY",
    time: field("transmittedAt"),
  };
}

function signed(field: string): bigint {
  invariant(/^[CD]\d{12}$/.test(field), `"${field}" is D or C and twelve digits`);
  return field.startsWith("C") ? BigInt(field.slice(1)) : -BigInt(field.slice(1));
}
