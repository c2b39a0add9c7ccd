import type { CashFormat } from "./cash-line";
import { findColumn, readHeader } from "./header";
import type { StatementFormat } from "./statement";
import { isUnionpayLine, readUnionpayName } from "./unionpay-fields";
import { isEmptyWechatDay } from "./wechat-trade";

/** What a file may be: a channel's list of payments, or a list of what moved on our account with it or with a bank. */
export type FileFormat = StatementFormat | CashFormat;

/** How many lines may stand before the header that gives a format away. */
const MAX_FRAME_LINES = 20;
/** An XML document may stand in an envelope, so its namespace is looked for beyond the first tags. */
const MAX_BANK_HEAD_BYTES = 16 * 1024;

/**
 * Which format a file has, by what stands in it. `head` is its decompressed beginning (a few thousand bytes are enough).
 * The name only helps where the content says nothing: UnionPay's file of a day without trades is empty.
 */
export function detectStatementFormat(head: Uint8Array, memberName?: string): FileFormat | null {
  const lines = headLines(head);
  const bank = detectBankFormat(head);
  if (bank !== null) return bank;
  if (isUnionpayLine(lines[0] ?? head)) return "unionpay-zm";
  for (const bytes of lines) {
    const text = decodeLine(bytes).trimEnd();
    if (isEmptyWechatDay(text)) return "wechat-trade";
    const header = readHeader({ text });
    const has = (...names: string[]) => names.every((name) => findColumn(header, name) >= 0);
    if (has("交易时间", "商户订单号", "交易状态")) return "wechat-trade";
    if (has("商户订单号", "业务类型", "商家实收")) return "alipay-trade";
    if (has("balance_transaction_id", "reporting_category", "gross")) return "stripe-payout";
    if (has("PspReference", "NetCurrency", "BatchNumber", "Type")) return "adyen-settlement";
    if (has("资金流水单号", "收支类型", "收支金额")) return "wechat-fund";
    if (has("账务流水号", "收入金额", "支出金额") || has("支付宝流水号", "收入", "支出")) return "alipay-fund";
  }
  return readUnionpayName(memberName ?? "")?.kind === "ZM" ? "unionpay-zm" : null;
}

const ENGLISH_NAMES = [/time/i, /order/i, /merchant|vendor|mch/i, /status/i, /fee|charge|rate/i];
const FEWEST_ENGLISH_NAMES = 10;

/**
 * Whether this is WeChat's bill as its merchant platform exports it to people who read English: the back-ticks are there, and
 * the column names are none by which the bill could be read. What they are called has changed, so their words decide.
 */
export function isEnglishWechatBill(head: Uint8Array): boolean {
  const texts = headLines(head).map((line) => decodeLine(line).trim());
  return texts.some((text, at) => {
    const names = text.split(",");
    const isHeader = names.length >= FEWEST_ENGLISH_NAMES && ENGLISH_NAMES.every((words) => words.test(text));
    return isHeader && !/[\u4e00-\u9fff]/.test(text) && /^"?`/.test(texts[at + 1] ?? "");
  });
}

/**
 * By the namespace that an XML document names, and by the tags that stand before a first MT940 entry. Blanks before a tag are looked
 * for in its line only: over many empty lines that would be done again for each.
 */
function detectBankFormat(head: Uint8Array): CashFormat | null {
  const text = new TextDecoder("latin1")
    .decode(head.subarray(0, MAX_BANK_HEAD_BYTES))
    .replace(/^\u00ef\u00bb\u00bf/, "");
  if (/^\s*</.test(text)) {
    return /["':]camt\.053\.001\.\d\d["']/.test(text) ? "camt053" : null;
  }
  const has = (tags: RegExp) => tags.test(text);
  return has(/^(?:\{.{1,200}\{4:)?[ \t]*:20:/m) && has(/^[ \t]*:25P?:/m) && has(/^[ \t]*:60[FM]:/m) ? "mt940" : null;
}

function headLines(head: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < head.length && lines.length < MAX_FRAME_LINES; ) {
    // A line may end with a carriage return alone; behind one, the line feed of a usual end only makes an empty line.
    const end = head.subarray(start).findIndex((byte) => byte === 10 || byte === 13);
    const line = head.subarray(start, end < 0 ? head.length : start + end);
    if (line.length > 0) lines.push(line);
    start += line.length + 1;
  }
  return lines;
}

/** The head may end inside a character; whether the whole file is text of one encoding is the parser's question. */
function decodeLine(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    // Not UTF-8: the only other encoding that channels use.
    return new TextDecoder("gb18030").decode(bytes);
  }
}
