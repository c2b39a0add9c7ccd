import { findColumn, readHeader } from "./header";
import type { StatementFormat } from "./statement";
import { isUnionpayLine, readUnionpayName } from "./unionpay-fields";
import { isEmptyWechatDay } from "./wechat-trade";

/** How many lines may stand before the header that gives a format away. */
const MAX_FRAME_LINES = 20;

/**
 * Which format a file has, by what stands in it. `head` is its decompressed beginning (a few thousand bytes are enough).
 * The name only helps where the content cannot: UnionPay's file of a day without trades is empty.
 */
export function detectStatementFormat(head: Uint8Array, memberName?: string): StatementFormat | null {
  if (isUnionpayLine(firstLine(head)) || (head.length === 0 && readUnionpayName(memberName ?? "")?.kind === "ZM")) {
    return "unionpay-zm";
  }
  const text = decodeHead(head);
  if (isEmptyWechatDay(text.slice(0, 1000))) return "wechat-trade";
  for (const lineText of text.split("\n", MAX_FRAME_LINES)) {
    const header = readHeader({ lineNo: 0, byteOffset: 0, text: lineText, bytes: head, isTerminated: true });
    const has = (...names: string[]) => names.every((name) => findColumn(header, name) >= 0);
    if (has("交易时间", "商户订单号", "交易状态")) return "wechat-trade";
    if (has("商户订单号", "业务类型", "商家实收")) return "alipay-trade";
  }
  return null;
}

function firstLine(head: Uint8Array): Uint8Array {
  const end = head.indexOf(10);
  return end < 0 ? head : head.subarray(0, end);
}

/** The head may end inside a character; whether the whole file is text is the parser's question. */
function decodeHead(head: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    // Not UTF-8: the only other encoding that channels use.
    return new TextDecoder("gb18030").decode(head);
  }
}
