import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desk } from "../fixtures/test";
import type { BillLine } from "./wechat-bill";

/** A channel of a spec's own, so that its figures are exact whatever the demo company and other specs do. */
export type SmallChannel = {
  code: string;
  name: string;
  /** The statement day: yesterday in Shanghai, so that everything of it is due. */
  day: string;
  matching: readonly BillLine[];
  /** Stands in the bill, and no order of ours knows it. */
  long: BillLine;
  /** An order of ours that the bill does not list. */
  short: BillLine;
};

const AMOUNT_MINOR = { matching: [12_000n, 34_500n, 8_000n], long: 20_000n, short: 50_000n };
/** What is of a day is due at once, and the channel keeps 0.60 %. */
export const NOTHING_WAITS = { bufferDays: 0, costBps: 60 };

/** Sets up a channel, a merchant and four paid orders by the command line; three stand in the bill, and one more does. */
export async function setUpSmallChannel(code: string): Promise<SmallChannel> {
  const day = yesterday();
  const name = `渠道 ${code}`;
  const line = (suffix: string, amountMinor: bigint): BillLine => ({
    orderNo: `${code}-${suffix}`.toUpperCase(),
    tradeNo: `4200${code}${suffix}`.toUpperCase(),
    at: `${day} 12:00:00`,
    amountMinor,
    fee: feeOf(amountMinor),
  });
  const matching = AMOUNT_MINOR.matching.map((amountMinor, index) => line(`m${index + 1}`, amountMinor));
  const [long, short] = [line("long", AMOUNT_MINOR.long), line("short", AMOUNT_MINOR.short)];
  const merchantNo = `${code}-shop`.toUpperCase();
  const channel = { code, name, format: "wechat-trade", bankAccount: `R-${code.toUpperCase()}`, ...NOTHING_WAITS };
  await desk("channel", "set", fileOf(channel), "--json");
  await desk("merchant", "set", fileOf({ merchantNo, name: `商户 ${code}` }), "--json");
  const orders = [...matching, short].map((paid) => orderOf(paid, code, merchantNo, day));
  await desk("orders", "import", fileOf(...orders), "--json");
  return { code, name, day, matching, long, short };
}

/** The line of an orders file: paid through the channel alone. */
export function orderOf({ orderNo, tradeNo, amountMinor }: BillLine, channel: string, merchantNo: string, day: string) {
  const paid = `${amountMinor}`;
  const legs = [{ kind: "channel", channel, amountMinor: paid, channelTradeNo: tradeNo }];
  const paidAt = `${day}T12:00:00+08:00`;
  return { type: "order", orderNo, merchantNo, asset: "CNY", dueMinor: paid, legs, status: "PAID", paidAt };
}

/** 0.60 % of whole tens of fen, which is exact with five decimals. */
export function feeOf(amountMinor: bigint): string {
  const digits = `${amountMinor * 6n}`.padStart(6, "0");
  return `${digits.slice(0, -5)}.${digits.slice(-5)}`;
}

export function fileOf(...lines: readonly object[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "desk-e2e-")), "lines.json");
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join("\n"));
  return path;
}

function yesterday(): string {
  const now = new Date();
  now.setUTCDate(now.getUTCDate() - 1);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(now);
}
