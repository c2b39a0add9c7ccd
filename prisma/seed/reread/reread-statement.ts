import { unzipSync } from "fflate";
import iconv from "iconv-lite";
import { invariant } from "@/core/result";
import type { ItemKind, StatementFile } from "../demo-types";
import { rereadRecord } from "./reread-unionpay";

/** A statement's line as the tests see it: read from the bytes in the plainest way, sharing nothing with the writers. */
export type RereadLine = {
  itemKind: ItemKind;
  key: string;
  orderNo: string;
  amountMinor: bigint;
  feeMinor: bigint;
  asset: string;
  /** `YYYY-MM-DD hh:mm:ss`; UnionPay says no year. */
  time: string;
};

export type Reread = { lines: RereadLine[]; footer: string[]; members: string[] };

export function rereadStatement(file: StatementFile): Reread {
  switch (file.channel) {
    case "wechat":
      return rereadWechat(new TextDecoder("utf-8", { fatal: true }).decode(file.bytes));
    case "alipay":
      return rereadAlipay(rereadMembers(file.bytes));
    case "unionpay":
      return rereadUnionpay(rereadMembers(file.bytes));
  }
}

function rereadWechat(text: string): Reread {
  const [header = "", ...rows] = text.trimEnd().split("\r\n");
  const names = header.split(",");
  invariant(
    names.length === 27 && rows.at(-2)?.startsWith("总交易单数"),
    "an ALL bill has 27 columns and two last lines",
  );
  const lines = rows.slice(0, -2).map((row): RereadLine => {
    const cells = row.slice(1).split(",`");
    invariant(cells.length === 27, `27 cells in ${row}`);
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    const isRefund = cell("交易状态") === "REFUND";
    return {
      itemKind: isRefund ? "REFUND" : "PAYMENT",
      key: cell(isRefund ? "商户退款单号" : "商户订单号"),
      orderNo: cell("商户订单号"),
      amountMinor: minorOf(cell(isRefund ? "退款金额" : "应结订单金额")),
      feeMinor: minorOf(cell("手续费").replace(/000$/, "")),
      asset: cell("货币种类"),
      time: cell("交易时间"),
    };
  });
  return { lines, footer: (rows.at(-1) ?? "").slice(1).split(",`"), members: [] };
}

function rereadAlipay(members: Map<string, string>): Reread {
  const names = [...members.keys()];
  const detail = members.get(names.find((name) => !name.includes("汇总")) ?? "") ?? "";
  const summary = members.get(names.find((name) => name.includes("汇总")) ?? "") ?? "";
  const rows = detail.split("\r\n");
  const header = (rows[4] ?? "").split(",");
  const end = rows.findIndex((row) => row.includes("业务明细列表结束"));
  const lines = rows.slice(5, end).map((row): RereadLine => {
    const cells = row.split(",");
    invariant(cells.length === 25, `25 cells in ${row}`);
    const cell = (name: string) => cells[header.indexOf(name)]?.trimEnd() ?? "";
    const isRefund = cell("业务类型") === "退款";
    const amountMinor = minorOf(cell("商家实收（元）"));
    return {
      itemKind: isRefund ? "REFUND" : "PAYMENT",
      key: cell(isRefund ? "退款批次号/请求号" : "商户订单号"),
      orderNo: cell("商户订单号"),
      amountMinor: isRefund ? -amountMinor : amountMinor,
      feeMinor: -minorOf(cell("服务费（元）")),
      asset: "CNY",
      time: cell("完成时间"),
    };
  });
  const totals = summary.split("\r\n").filter((row) => row.startsWith("合计"));
  return { lines, footer: [...rows.slice(end + 1, end + 3), ...totals], members: names };
}

function rereadUnionpay(members: Map<string, string>): Reread {
  const names = [...members.keys()];
  const records = members.get(names.find((name) => name.startsWith("INN")) ?? "") ?? "";
  const report = members.get(names.find((name) => name.startsWith("RD2010")) ?? "") ?? "";
  const lines = records.split("\r\n").slice(0, -1).map(rereadRecord);
  return { lines, footer: report.split("\r\n").filter((row) => /^(消费|退货|合计)/.test(row)), members: names };
}

/** Member names come out as Latin-1 where the UTF-8 flag is not set: their bytes are GBK. */
function rereadMembers(bytes: Uint8Array): Map<string, string> {
  const fromGbk = (gbk: Uint8Array) => iconv.decode(Buffer.from(gbk), "gbk");
  const members = Object.entries(unzipSync(bytes));
  return new Map(members.map(([name, content]) => [fromGbk(Buffer.from(name, "latin1")), fromGbk(content)]));
}

/** Two decimals, and nothing else, as every amount of these files has. */
export function minorOf(text: string): bigint {
  invariant(/^-?\d+\.\d\d$/.test(text), `"${text}" has two decimals`);
  return BigInt(text.replace(".", ""));
}
