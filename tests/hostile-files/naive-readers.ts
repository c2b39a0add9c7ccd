import { linesOf, type NaiveRow, quotedRows, rowOf, sizeOf, unitsOf } from "./naive-tables";
import type { SampleFormat } from "./sample-files";
import { decodeNaively } from "./unpack-naively";

/** What a file's lines say, one text each: kind or direction, amount in minor units, asset, and for payments more. */
export type SaidLines = readonly string[];

/**
 * What the lines of an unpacked file say, read again as simply as can be and by none of the desk's code. It believes a
 * file, and is only asked about those that the desk has taken.
 */
export function readNaively(format: SampleFormat, bytes: Uint8Array): SaidLines {
  switch (format) {
    case "wechat-trade":
      return readWechatTrade(linesOf(bytes));
    case "alipay-trade":
      return alipayRows(linesOf(bytes), "商家实收").map(sayAlipayTrade);
    case "unionpay-zm":
      return readUnionpay(bytes);
    case "stripe-payout":
      return readCsv(bytes, "reporting_category").flatMap(sayStripe);
    case "adyen-settlement":
      return readCsv(bytes, "BatchNumber").flatMap(sayAdyen);
    case "wechat-fund":
      return readWechatFund(linesOf(bytes));
    case "alipay-fund":
      return alipayRows(linesOf(bytes), "收入金额").map(sayAlipayFund);
    case "camt053":
      return readCamt053(decodeNaively(bytes));
    case "mt940":
      return readMt940(linesOf(bytes));
  }
}

const SCALES: Readonly<Record<string, number>> = { CNY: 2, USD: 2, EUR: 2, JPY: 0, KWD: 3 };

function scaleOf(asset: string): number {
  const scale = SCALES[asset];
  if (scale === undefined) throw new Error(`"${asset}" is in none of the samples`);
  return scale;
}

const absent = (text: string) => (text === "0" ? "" : text);

function wechatRows(lines: readonly string[], totals: string): NaiveRow[] {
  const [header = "", ...rest] = lines.filter((line) => line.trim() !== "");
  const names = header.split(",");
  const end = rest.findIndex((line) => line.includes(totals));
  const product = names.indexOf("商品名称");
  return rest.slice(0, end).map((line) => {
    const cells = line.trim().slice(1).split(",`");
    const surplus = cells.length - names.length;
    // Only the two texts that people wrote can be longer.
    return rowOf(names, surplus > 0 ? [...cells.slice(0, product), ...cells.slice(product + surplus)] : cells);
  });
}

function readWechatTrade(lines: readonly string[]): SaidLines {
  if (lines.some((line) => line.includes("No Bill Exist"))) return [];
  return wechatRows(lines, "总交易单数").map((row) => {
    const isPayment = row("交易状态") === "SUCCESS";
    const asset = row("货币种类") || "CNY";
    const amount = sizeOf(
      unitsOf(isPayment ? row("应结订单金额", "总金额", "订单金额") : row("退款金额", "申请退款金额"), scaleOf(asset)),
    );
    const refundNo = isPayment ? "" : absent(row("商户退款单号"));
    return `${isPayment ? "PAYMENT" : "REFUND"} ${amount} ${asset} ${absent(row("商户订单号"))} ${refundNo} ${unitsOf(row("手续费"), 5)}`;
  });
}

function readWechatFund(lines: readonly string[]): SaidLines {
  return wechatRows(lines, "资金流水总笔数").map((row) => {
    const isIncome = row("收支类型") === "收入";
    return `${isIncome ? "IN" : "OUT"} ${sizeOf(unitsOf(row("收支金额"), 2))} CNY`;
  });
}

function alipayRows(lines: readonly string[], column: string): NaiveRow[] {
  const rows = lines.filter((line) => line.trim() !== "" && !/^["\ufeff\s]*#/.test(line));
  const names = (rows.shift() ?? "").split(",");
  if (!names.some((name) => name.includes(column))) throw new Error("there is no header");
  return rows.map((line) => {
    const cells = line.split(",");
    const surplus = cells.length - names.length;
    // What is too much belongs to the product's name, the fourth column of all layouts.
    return rowOf(names, [...cells.slice(0, 4), ...cells.slice(4 + surplus)]);
  });
}

function sayAlipayTrade(row: NaiveRow): string {
  const isPayment = row("业务类型") === "交易";
  const fee = sizeOf(unitsOf(row("服务费"), 5));
  const refundNo = isPayment ? "" : absent(row("退款批次号/请求号", "退款批次号"));
  const amount = sizeOf(unitsOf(row("商家实收"), 2));
  return `${isPayment ? "PAYMENT" : "REFUND"} ${amount} CNY ${absent(row("商户订单号"))} ${refundNo} ${isPayment ? fee : -fee}`;
}

function sayAlipayFund(row: NaiveRow): string {
  const [income, outgo] = [row("收入金额"), row("支出金额")].map((cell) => (cell === "" ? 0n : unitsOf(cell, 2)));
  return income ? `IN ${income} CNY` : `OUT ${sizeOf(outgo ?? 0n)} CNY`;
}

/** Where the fields begin in bytes, and how long they are, by the document's list. */
const ZM = {
  amount: [66, 12],
  order: [112, 32],
  fee: [166, 13],
  settled: [180, 13],
  type: [215, 2],
  original: [476, 32],
} as const;

function readUnionpay(bytes: Uint8Array): SaidLines {
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "");
  const isOldMac = /^[^\r\n]*\r[^\r\n]/.test(text);
  const lines = text.split(isOldMac ? /\r\n|\n|\r/ : /\r*\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const field = ([start, length]: readonly [number, number]) => line.slice(start, start + length).trim();
    const signed = (cell: string) => BigInt(cell.slice(1)) * (cell.startsWith("D") ? -1n : 1n);
    const [settled, fee] = [signed(field(ZM.settled)), -signed(field(ZM.fee))];
    const isPayment = settled === 0n ? field(ZM.type) === "01" : settled > 0n;
    const order = /^0*$/.test(field(ZM.order)) ? "" : field(ZM.order);
    // A refund is an order of its own: the order that it returns stands at the end, where the end is divided.
    const original = (line[508] ?? " ") === " " ? field(ZM.original) : "";
    const numbers = isPayment ? `${order} ` : `${/^0*$/.test(original) ? "" : original} ${order}`;
    const amount = settled === 0n ? BigInt(field(ZM.amount)) : sizeOf(settled + fee);
    return `${isPayment ? "PAYMENT" : "REFUND"} ${amount} CNY ${numbers} ${fee * 1000n}`;
  });
}

function readCsv(bytes: Uint8Array, column: string): NaiveRow[] {
  const rows = quotedRows(bytes);
  const at = rows.findIndex((row) => row.some((cell) => cell.replaceAll(/\s/g, "") === column));
  const names = rows[at] ?? [];
  return rows.slice(at + 1).map((cells) => rowOf(names, cells));
}

function sayStripe(row: NaiveRow): string[] {
  const category = row("reporting_category");
  if (category !== "charge" && category !== "refund") return [];
  const asset = row("currency").toUpperCase();
  const refundNo = category === "charge" ? "" : row("refund_metadata[refund_id]");
  const amount = sizeOf(unitsOf(row("gross"), scaleOf(asset)));
  const kind = category === "charge" ? "PAYMENT" : "REFUND";
  const fee = unitsOf(row("gross"), 5) - unitsOf(row("net"), 5);
  return [`${kind} ${amount} ${asset} ${absent(row("payment_metadata[order_id]"))} ${refundNo} ${fee}`];
}

const FEES = ["Commission", "Markup", "SchemeFees", "Interchange"];

function sayAdyen(row: NaiveRow): string[] {
  const type = /^\w*/.exec(row("Type"))?.[0];
  if (type !== "Settled" && type !== "Refunded") return [];
  const asset = row("GrossCurrency").toUpperCase();
  const cell = (name: string) => unitsOf(row(name) || "0", 5);
  const gross = cell("GrossCredit(GC)") - cell("GrossDebit(GC)");
  const fee = FEES.reduce((sum, name) => sum + cell(`${name}(NC)`), 0n);
  const kind = type === "Settled" ? "PAYMENT" : "REFUND";
  const amount = sizeOf(gross) / 10n ** BigInt(5 - scaleOf(asset));
  const refundNo = type === "Settled" ? "" : row("ModificationMerchantReference");
  return [`${kind} ${amount} ${asset} ${absent(row("MerchantReference"))} ${refundNo} ${fee}`];
}

function readCamt053(text: string): SaidLines {
  const plain = text.replaceAll(/<!--[\s\S]*?-->/g, "").replaceAll(/(<\/?)[\w-]+:/g, "$1");
  const elements = (within: string, name: string) =>
    [...within.matchAll(new RegExp(`<${name}[ >/][\\s\\S]*?</${name}\\s*>`, "g"))].map(([whole]) => whole);
  const side = (within: string) => /<CdtDbtInd\s*>\s*(\w+)/.exec(within)?.[1];
  const money = (within: string) => {
    const [, asset = "", amount = ""] = /<Amt\s+Ccy\s*=\s*["'](\w+)["']\s*>\s*([^<]*?)\s*</.exec(within) ?? [];
    return `${unitsOf(amount, scaleOf(asset))} ${asset}`;
  };
  return elements(plain, "Ntry").flatMap((entry) => {
    const status = /<Sts\s*>\s*(?:<Cd\s*>)?\s*(\w+)/.exec(entry)?.[1];
    // A statement lists what is booked; its balances tell whether an entry that does not say so is.
    if (status !== undefined && status !== "BOOK") return [];
    const details = elements(entry, "TxDtls");
    const own = side(entry);
    const say = (within: string) => `${(side(within) ?? own) === "CRDT" ? "IN" : "OUT"} ${money(within)}`;
    return details.length > 1 ? details.map(say) : [say(entry)];
  });
}

function readMt940(lines: readonly string[]): SaidLines {
  let asset = "";
  return lines.flatMap((line) => {
    asset = /:60[FM]:[CD]\d{6}([A-Z]{3})/.exec(line)?.[1] ?? asset;
    const entry = /^\s*:61:\d{6}(?:\d{4})?(R?[CD])[A-Z]?(\d+,\d*)/.exec(line);
    if (!entry) return [];
    const direction = entry[1] === "C" || entry[1] === "RD" ? "IN" : "OUT";
    return [`${direction} ${unitsOf((entry[2] ?? "").replace(",", "."), scaleOf(asset))} ${asset}`];
  });
}
