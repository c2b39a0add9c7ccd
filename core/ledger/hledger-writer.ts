import { toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { type JournalAccount, type JournalHead, type JournalVoucher, type JournalWriter, sayRange } from "./journal";

const PLAIN_SYMBOL = /^[A-Z]+$/;
/** Of the accounts' nature as hledger has it: asset, liability, equity, revenue, expense. */
type Nature = "A" | "L" | "E" | "R" | "X";

/**
 * The journal in hledger's plain-text format: debits positive, each account below its subjects, each asset a commodity
 * of its own scale. It ends in balance assertions, so that hledger itself refuses a file that lacks a part.
 */
export function hledgerWriter(head: JournalHead): JournalWriter {
  const scales = new Map(head.assets.map(({ code, scale }) => [code, scale]));
  const amount = (minor: bigint, asset: string) => {
    const scale = scales.get(asset);
    invariant(scale !== undefined, `the asset ${asset} is declared`);
    return `${toDecimalString(minor, scale)} ${symbolOf(asset)}`;
  };
  const posting = (account: JournalAccount, minor: bigint) =>
    `    ${accountName(account)}  ${amount(minor, account.asset)}`;
  return {
    head: () => headOf(head),
    account: (account) => `account ${accountName(account)}  ; type:${natureOf(account)}\n`,
    beginOpening: (on) => `\n${on} * (OPENING) opening balances\n`,
    openingLine: (_, { account, debitMinor }) => `${posting(account, debitMinor)}\n`,
    voucher: (voucher) => {
      const lines = voucher.lines.map(({ account, side, amountMinor }) =>
        posting(account, side === "DEBIT" ? amountMinor : -amountMinor),
      );
      return `\n${[titleOf(voucher), ...tagsOf(voucher), ...lines].join("\n")}\n`;
    },
    beginClosing: (on) => `\n${on} * (CLOSING) what the book holds\n`,
    closingLine: ({ account, debitMinor }) => `${posting(account, 0n)} = ${amount(debitMinor, account.asset)}\n`,
  };
}

function headOf(head: JournalHead): string {
  const lines = [
    "; clearing-desk, journal",
    `; days: ${sayRange(head)}`,
    `; accounting days and times in: ${head.zone}`,
    `; exported by ${comment(head.user)} at ${head.exportedAt}`,
    "; debits are positive, credits negative",
    "",
    "decimal-mark .",
    ...head.assets.map(({ code, scale }) => `commodity 1000.${"0".repeat(scale)} ${symbolOf(code)}`),
  ];
  return `${lines.join("\n")}\n\n`;
}

function titleOf({ accountingOn, voucherNo, event, objectType, objectNo }: JournalVoucher): string {
  return comment(`${accountingOn} * (${voucherNo}) ${event} | ${objectType} ${objectNo}`).trimEnd();
}

function tagsOf(voucher: JournalVoucher): string[] {
  const { occurredAt, by, event, objectType, objectNo, reversesVoucherNo, memo } = voucher;
  const tags: [name: string, value: string | null][] = [
    ["occurred", occurredAt],
    ["event", event],
    ["object", `${objectType} ${objectNo}`],
    ["by", by],
    ["reverses", reversesVoucherNo],
    ["memo", memo],
  ];
  return tags.filter(([, value]) => value).map(([name, value]) => `    ; ${name}:${tagValue(value ?? "")}`);
}

/** `1122 Channel receivable:1122-wechat`; two spaces would end a name, a colon would begin another. */
export function accountName({ subjects, accountNo }: JournalAccount): string {
  const path = [...subjects.map(({ code, name }) => `${code} ${name}`), accountNo];
  return path.map((part) => comment(part).replaceAll(":", "_").replaceAll(/\s+/g, " ").trim()).join(":");
}

/** Letters alone need no quotes; a digit or a point in the symbol would be read as part of the number. */
function symbolOf(asset: string): string {
  return PLAIN_SYMBOL.test(asset) ? asset : `"${asset}"`;
}

/** A semicolon begins a comment, a line break ends the line: neither may come from a text. */
function comment(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, " ").replaceAll(";", ",");
}

/** A comma ends a tag's value. */
function tagValue(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(",", ";")
    .trim();
}

/** By the class of the chart: 1 what we have, 2 what we owe, 3 and 4 our own, from 5 on what came in and went out. */
function natureOf({ subjects, normalSide }: JournalAccount): Nature {
  const code = subjects[0]?.code ?? "";
  if (code.startsWith("1")) return "A";
  if (code.startsWith("2")) return "L";
  if (code.startsWith("3") || code.startsWith("4")) return "E";
  return normalSide === "CREDIT" ? "R" : "X";
}
