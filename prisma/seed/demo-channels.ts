import type { ChannelConfig } from "./demo-types";

/** The demo company's channels with their share of the orders, in percent. Own codes, so that several may share a format. */
export const DEMO_CHANNELS = [
  {
    sharePercent: 46,
    config: buildChannel("wechat", "微信支付 WeChat Pay", "wechat-trade", "00:00", 60, "RESERVE-01"),
  },
  { sharePercent: 38, config: buildChannel("alipay", "支付宝 Alipay", "alipay-trade", "00:00", 55, "RESERVE-01") },
  { sharePercent: 16, config: buildChannel("unionpay", "银联 UnionPay", "unionpay-zm", "23:00", 50, "RESERVE-02") },
] as const satisfies readonly { sharePercent: number; config: ChannelConfig }[];

function buildChannel(
  code: ChannelConfig["code"],
  name: string,
  format: ChannelConfig["format"],
  cutoff: string,
  costBps: number,
  bankAccount: string,
): ChannelConfig {
  return {
    code,
    name,
    format,
    timezone: "Asia/Shanghai",
    cutoff,
    statementLagDays: 1,
    bufferDays: 1,
    refundWindowDays: code === "wechat" ? 365 : code === "alipay" ? 90 : 180,
    settles: "NET",
    remitLagDays: 1,
    costBps,
    bankAccount,
  };
}
