import { strToU8, zipSync } from "fflate";
import { toBeijingWire } from "@/contracts/channel-api/times";
import { feeOf } from "@/core/money/money";
import { encodeGb18030 } from "@/core/statements/fixtures/encode-gb18030";
import { writeAlipayBill } from "@/core/statements/fixtures/write-alipay";
import { writeUnionpayReport, writeUnionpayZm } from "@/core/statements/fixtures/write-unionpay";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import type { SandboxChannel } from "../channel";
import type { Sandbox } from "../sandbox";
import { bendLines, type StatementFlaw, spoilText } from "./flaws";
import { listLines } from "./list-lines";
import type { SandboxLine } from "./statement-line";

export type StatementFile = { readonly fileName: string; readonly bytes: Uint8Array };

/** The channel's statement of a day as it would write it; null for a day on which nothing happened. */
export async function writeStatement(
  { db, clock }: Sandbox,
  channel: SandboxChannel,
  day: string,
  flaw: StatementFlaw,
): Promise<StatementFile | null> {
  const lines = bendLines(await listLines(db, channel, day, clock()), flaw);
  return lines.length === 0 ? null : WRITERS[channel.format](channel, day, lines, flaw);
}

type Writer = (
  channel: SandboxChannel,
  day: string,
  lines: readonly SandboxLine[],
  flaw: StatementFlaw,
) => StatementFile;

const WRITERS: Readonly<Record<SandboxChannel["format"], Writer>> = {
  "wechat-trade": writeWechat,
  "alipay-trade": writeAlipay,
  "unionpay-zm": writeUnionpay,
};

/** Text without anything that a bill's cells may not hold. */
const UNSAFE = /[`,"\t\r\n]/g;

function writeWechat(
  channel: SandboxChannel,
  day: string,
  lines: readonly SandboxLine[],
  flaw: StatementFlaw,
): StatementFile {
  const text = writeWechatBill(
    "ALL",
    lines.map((line) => {
      const fee = feeOf(line.amountMinor, channel.costBps) * 1_000n;
      const isRefund = line.kind === "REFUND";
      return {
        status: isRefund ? "REFUND" : "SUCCESS",
        at: toBeijingWire(line.at),
        orderNo: line.orderNo.replaceAll(UNSAFE, "_"),
        tradeNo: line.tradeNo.replaceAll(UNSAFE, "_"),
        amountMinor: line.amountMinor,
        feeE5: isRefund ? -fee : fee,
        ...(line.refundNo === null ? {} : { refundNo: line.refundNo }),
        ...(line.channelRefundNo === null ? {} : { channelRefundNo: line.channelRefundNo }),
      };
    }),
  );
  return { fileName: `${channel.merchantId}All${day}.csv`, bytes: spoilText(strToU8(text), flaw) };
}

function writeAlipay(
  channel: SandboxChannel,
  day: string,
  lines: readonly SandboxLine[],
  flaw: StatementFlaw,
): StatementFile {
  const text = writeAlipayBill(
    lines.map((line) => {
      const fee = feeOf(line.amountMinor, channel.costBps);
      const isRefund = line.kind === "REFUND";
      return {
        type: isRefund ? "退款" : "交易",
        at: toBeijingWire(line.at),
        orderNo: line.orderNo.replaceAll(UNSAFE, "_"),
        tradeNo: line.tradeNo.replaceAll(UNSAFE, "_"),
        amountMinor: line.amountMinor,
        feeMinor: isRefund ? -fee : fee,
        ...(line.refundNo === null ? {} : { refundNo: line.refundNo }),
      };
    }),
    false,
    { day, account: channel.merchantId },
  );
  const name = `${channel.merchantId}_${day.replaceAll("-", "")}`;
  return {
    fileName: `${name}.csv.zip`,
    bytes: zipSync({ [`${name}_DETAILS.csv`]: spoilText(encodeGb18030(text), flaw) }),
  };
}

function writeUnionpay(
  channel: SandboxChannel,
  day: string,
  lines: readonly SandboxLine[],
  flaw: StatementFlaw,
): StatementFile {
  const rows = lines.map((line) => {
    const isRefund = line.kind === "REFUND";
    const fee = feeOf(line.amountMinor, channel.costBps);
    const numbers = isRefund
      ? {
          orderNo: line.refundNo ?? "",
          queryId: (line.channelRefundNo ?? "").slice(-21),
          originalOrderNo: line.orderNo,
          originalQueryId: line.tradeNo.slice(-21),
        }
      : { orderNo: line.orderNo, queryId: line.tradeNo.slice(-21) };
    return {
      type: isRefund ? ("04" as const) : ("01" as const),
      at: toBeijingWire(line.at).slice(5).replaceAll(/\D/g, ""),
      ...numbers,
      amountMinor: line.amountMinor,
      feeMinor: isRefund ? -fee : fee,
    };
  });
  const compact = day.slice(2).replaceAll("-", "");
  const bytes = zipSync({
    [`INN${compact}88ZM_${channel.merchantId}`]: spoilText(writeUnionpayZm(rows), flaw),
    [`RD2010${compact}01_${channel.merchantId}`]: writeUnionpayReport(rows),
  });
  return { fileName: `UNIONPAY${compact}_${channel.merchantId}.zip`, bytes };
}
