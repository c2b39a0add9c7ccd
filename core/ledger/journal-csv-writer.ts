import { toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { type JournalBalance, type JournalHead, type JournalLine, type JournalWriter, sayRange } from "./journal";

const COLUMNS = [
  "accounting_day",
  "voucher_no",
  "line_no",
  "event",
  "object_type",
  "object_no",
  "account_no",
  "gl_code",
  "gl_name",
  "debit",
  "credit",
  "asset",
  "memo",
  "occurred_at",
  "by",
  "reverses_voucher_no",
] as const;

const FORMULA_START = /^[=+\-@\t\r]/;
const ONLY_NUMBER = /^[\d.,]+$/;
const NEEDS_QUOTES = /[",\n\r]/;
/** So that spreadsheets read it as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * The journal as CSV (RFC 4180), one entry a row, behind comment lines that begin with #. Amounts are exact decimals on
 * their side. The opening balances are rows without a voucher, so that the columns add up to the balances.
 */
export function journalCsvWriter(head: JournalHead): JournalWriter {
  const scales = new Map(head.assets.map(({ code, scale }) => [code, scale]));
  const amounts = ({ account, side, amountMinor }: JournalLine): [debit: string, credit: string] => {
    const scale = scales.get(account.asset);
    invariant(scale !== undefined, `the asset ${account.asset} is known`);
    const decimal = toDecimalString(amountMinor, scale);
    return side === "DEBIT" ? [decimal, ""] : ["", decimal];
  };
  const accountCells = ({ account }: JournalLine) => {
    const subject = account.subjects.at(-1);
    return [account.accountNo, subject?.code ?? "", subject?.name ?? ""].map(toText);
  };
  const openingRow = (on: string, balance: JournalBalance) => {
    const line = toLine(balance);
    const cells = [on, "", "", "opening", "", "", ...accountCells(line), ...amounts(line), toText(line.account.asset)];
    return toRow([...cells, "", "", "", ""]);
  };
  return {
    head: () => headOf(head),
    account: () => "",
    beginOpening: () => "",
    openingLine: openingRow,
    voucher: (voucher) =>
      voucher.lines
        .map((line, index) =>
          toRow([
            voucher.accountingOn,
            toText(voucher.voucherNo),
            `${index + 1}`,
            toText(voucher.event),
            toText(voucher.objectType),
            toText(voucher.objectNo),
            ...accountCells(line),
            ...amounts(line),
            toText(line.account.asset),
            toText(voucher.memo),
            voucher.occurredAt,
            toText(voucher.by),
            toText(voucher.reversesVoucherNo ?? ""),
          ]),
        )
        .join(""),
    beginClosing: () => "",
    closingLine: () => "",
  };
}

function toLine({ account, debitMinor }: JournalBalance): JournalLine {
  return debitMinor < 0n
    ? { account, side: "CREDIT", amountMinor: -debitMinor }
    : { account, side: "DEBIT", amountMinor: debitMinor };
}

function headOf(head: JournalHead): string {
  const notes = [
    "# clearing-desk, journal",
    `# days: ${sayRange(head)}`,
    `# accounting days and times in: ${head.zone}`,
    `# exported by ${head.user} at ${head.exportedAt}`,
    "# numbers of things, and texts that a spreadsheet would calculate, begin with an apostrophe",
  ];
  return `${BYTE_ORDER_MARK}${notes.map((note) => `${note}\r\n`).join("")}${toRow(COLUMNS)}`;
}

/**
 * A text that stays one in a spreadsheet: what would run as a formula, or lose digits as a number ("2202.10", a channel's
 * 28 digits), begins with an apostrophe. Texts come from outside, and opening a file must never do anything.
 */
function toText(text: string): string {
  return FORMULA_START.test(text) || ONLY_NUMBER.test(text) ? `'${text}` : text;
}

function toRow(cells: readonly string[]): string {
  return `${cells.map(quoted).join(",")}\r\n`;
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
