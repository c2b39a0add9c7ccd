import { findAsset } from "@/core/money/assets";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { accept, type Refusal, type Result, refuse } from "@/core/result";

/** A row as a spreadsheet gives it: its number there, and its cells by column. */
export type FileRow = { readonly rowNo: number; readonly cells: ReadonlyMap<number, string> };
/** One payout that a file asks for; `amountMinor` null and `fault` where it cannot be read. */
export type PayoutFileRow = {
  readonly sheetRow: number;
  readonly merchantNo: string;
  readonly asset: string;
  readonly amountText: string;
  readonly amountMinor: bigint | null;
  readonly clientRef: string;
  readonly fault: Refusal | null;
};
export type PayoutFileRefusal = Refusal<"payout_file_columns" | "payout_file_empty" | "payout_file_long">;

export const MAX_PAYOUT_ROWS = 500;
export const PAYOUT_COLUMNS = ["merchant", "amount", "asset", "reference"] as const;
type Column = (typeof PAYOUT_COLUMNS)[number];
/** As the columns may be called; without spaces, in small letters. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  merchant: ["merchant", "merchantno", "商户", "商户号"],
  amount: ["amount", "金额"],
  asset: ["asset", "currency", "币种"],
  reference: ["reference", "ref", "参考号", "商户参考号"],
};
const MERCHANT_NO = /^[A-Za-z0-9_-]{1,32}$/;
const REFERENCE = /^[A-Za-z0-9_.:|*#-]{1,64}$/;

/**
 * Reads a file of payouts: the row with the columns' names, then one payout a row. What is wrong with a row is said with the
 * row; only a file that is none of ours is refused as a whole.
 */
export function readPayoutFile(rows: readonly FileRow[]): Result<PayoutFileRow[], PayoutFileRefusal> {
  const [head, ...below] = rows;
  const columns = findColumns(head?.cells ?? new Map());
  const missing = PAYOUT_COLUMNS.filter((column) => !columns.has(column));
  if (missing.length > 0) {
    const named = missing.join(", ");
    return refuse("payout_file_columns", `The file lacks the column ${named}. Nothing was read.`, { columns: named });
  }
  const filled = below.filter(({ cells }) => [...cells.values()].some((text) => text.trim() !== ""));
  if (filled.length === 0) return refuse("payout_file_empty", "The file has no rows. Nothing was read.");
  if (filled.length > MAX_PAYOUT_ROWS) {
    const limit = `${MAX_PAYOUT_ROWS}`;
    return refuse("payout_file_long", `The file has more than ${limit} rows. Split it; nothing was read.`, { limit });
  }
  return accept(refuseRepeated(filled.map((row) => readRow(row, columns))));
}

function findColumns(cells: ReadonlyMap<number, string>): Map<Column, number> {
  const found = new Map<Column, number>();
  for (const [place, text] of cells) {
    const name = text.replaceAll(/[\s_]/g, "").toLowerCase();
    const column = PAYOUT_COLUMNS.find((one) => NAMES[one].includes(name));
    if (column && !found.has(column)) found.set(column, place);
  }
  return found;
}

function readRow({ rowNo, cells }: FileRow, columns: ReadonlyMap<Column, number>): PayoutFileRow {
  const textOf = (column: Column) => (cells.get(columns.get(column) ?? -1) ?? "").trim().slice(0, 200);
  const [merchantNo, amountText, clientRef] = [textOf("merchant"), textOf("amount"), textOf("reference")];
  const asset = textOf("asset").toUpperCase() || "CNY";
  const known = findAsset(asset);
  const amount = known?.kind === "CASH" ? parseDecimalAmount(amountText.replaceAll(",", ""), known.scale) : null;
  const amountMinor = amount?.ok && amount.value > 0n ? amount.value : null;
  const fault = findFault({ merchantNo, asset, isKnown: known?.kind === "CASH", amountText, amountMinor, clientRef });
  return { sheetRow: rowNo, merchantNo, asset, amountText, amountMinor, clientRef, fault };
}

type Read = {
  readonly merchantNo: string;
  readonly asset: string;
  readonly isKnown: boolean;
  readonly amountText: string;
  readonly amountMinor: bigint | null;
  readonly clientRef: string;
};

function findFault({ merchantNo, asset, isKnown, amountText, amountMinor, clientRef }: Read): Refusal | null {
  const say = (code: string, text: string, message: string) => refuse(code, message, { text, asset }).refusal;
  if (!MERCHANT_NO.test(merchantNo)) {
    return say("payout_row_merchant", merchantNo, `"${merchantNo}" is no merchant's number.`);
  }
  if (!isKnown) return say("payout_row_asset", asset, `"${asset}" is no currency that the books keep.`);
  if (amountMinor === null) {
    return say("payout_row_amount", amountText, `"${amountText}" is no amount above zero in ${asset}.`);
  }
  if (REFERENCE.test(clientRef)) return null;
  return say("payout_row_reference", clientRef, `"${clientRef}" is no reference.`);
}

/** The same reference twice for one merchant is one payout written twice: the first stands. */
function refuseRepeated(rows: readonly PayoutFileRow[]): PayoutFileRow[] {
  const first = new Map<string, number>();
  return rows.map((row) => {
    const key = `${row.merchantNo} ${row.clientRef}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row.sheetRow);
    if (earlier === undefined || row.fault) return row;
    const params = { reference: row.clientRef, row: `${earlier}` };
    const message = `The reference ${row.clientRef} stands in row ${earlier} already.`;
    return { ...row, fault: refuse("payout_row_repeated", message, params).refusal };
  });
}
