import "server-only";
import { isEnglishWechatBill } from "@/core/statements/detect-format";
import { refuseAtByte, refuseStatement } from "@/core/statements/refuse-statement";
import type { SplitFailure } from "@/core/statements/split-lines";
import type { StatementRefusal } from "@/core/statements/statement";

const UTF_16: SplitFailure = {
  code: "statement_encoding_invalid",
  lineNo: 1,
  byteOffset: 0,
  reason: "it is written in UTF-16, as a spreadsheet saves it; the desk reads UTF-8 and GB18030",
};

/** What can be told of a file that is none of the known formats, from its beginning; null where it is nothing known. */
export function refuseHead(head: Uint8Array): { ok: false; refusal: StatementRefusal } | null {
  if (isBlank(head)) return refuseStatement("statement_file_empty", EMPTY_FILE);
  if (isUtf16(head)) return refuseAtByte(UTF_16);
  if (!isEnglishWechatBill(head)) return null;
  const message =
    "This is a bill of WeChat Pay with English column names, as its merchant platform exports it to people who read English. " +
    "The desk reads the one with Chinese names: set the merchant platform to Chinese and download the bill again. Nothing was read.";
  return refuseStatement("statement_header_english", message);
}

/** Nothing, or nothing but blanks behind a mark of UTF-8. */
export function isBlank(bytes: Uint8Array): boolean {
  return withoutMark(bytes).every((byte) => byte === 10 || byte === 13 || byte === 32 || byte === 9);
}

const EMPTY_FILE =
  "The file is empty. A day without business has a file with a header or totals in it, too: fetch it again. Nothing was read.";

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

export function refuseNested(name: string): { ok: false; refusal: StatementRefusal } {
  const message = `"${name}" is packed once more inside the upload. Unpack it once and upload what comes out.`;
  return refuseStatement("statement_zip_nested", message, { name });
}

export function refuseUnknown(names: readonly string[]): { ok: false; refusal: StatementRefusal } {
  const listed = names.slice(0, 10).join(", ");
  const message = names.includes("[Content_Types].xml")
    ? "This is a spreadsheet (XLSX). Download the bill from the channel as CSV and upload it unopened."
    : `No statement of a known format was found in: ${listed || "an empty archive"}. The desk reads bills of WeChat Pay, Alipay and UnionPay, payout reports of Stripe and Adyen, and bank statements in camt.053 and MT940.`;
  return refuseStatement("statement_format_unknown", message, { names: listed });
}

export function refusePartMissing(part: number): { ok: false; refusal: StatementRefusal } {
  const message = `The archive holds the numbered parts of one bill, but not part ${part}. Fetch it from the channel again.`;
  return refuseStatement("statement_zip_part_missing", message, { part: `${part}` });
}

export function refuseAmbiguous(names: readonly string[]): { ok: false; refusal: StatementRefusal } {
  const listed = names.slice(0, 10).join(", ");
  const message = `The archive holds ${names.length} statements: ${listed}. Upload one at a time.`;
  return refuseStatement("statement_zip_ambiguous", message, { count: `${names.length}`, names: listed });
}

export function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
