import type { KeyObject } from "node:crypto";
import type { Limits } from "./books/books";

export type StyleName = "wechat" | "alipay";
export type StatementFormat = "wechat-trade" | "alipay-trade" | "unionpay-zm";

/** A channel that the sandbox plays. */
export type ChannelPlan = {
  /** The desk's code of it. */
  readonly code: string;
  readonly name: { readonly en: string; readonly "zh-CN": string };
  readonly style: StyleName;
  /** WeChat's `mchid`, Alipay's `app_id`: by it the sandbox knows whom a request is for. */
  readonly merchantId: string;
  readonly format: StatementFormat;
  readonly refundWindowDays: number;
  /** When its day begins in Beijing: 0, or 23 for the evening before. */
  readonly cutoffHour: number;
  readonly costBps: number;
};

/** With its keys and rules. */
export type SandboxChannel = ChannelPlan & {
  readonly limits: Limits;
  readonly keys: ChannelKeys;
  /** Where its callbacks go; null for a channel that never calls. */
  readonly callbackUrl: string | null;
  readonly lateMs: number;
};

export type ChannelKeys = {
  /** The desk signs requests with its own. */
  readonly deskPublicKey: KeyObject;
  readonly deskSerial: string;
  /** The channel signs answers and callbacks. */
  readonly channelPrivateKey: KeyObject;
  readonly channelSerial: string;
  /** 32 bytes under which WeChat-style callbacks are encrypted. */
  readonly apiV3Key: Buffer;
};

/** The channels of the demo company, by the codes of its seed. UnionPay's stands for any bank: WeChat's style, other keys. */
export const DEMO_CHANNELS: readonly ChannelPlan[] = [
  {
    name: { en: "WeChat Pay", "zh-CN": "微信支付" },
    ...{ code: "wechat", style: "wechat", merchantId: "1900000001", format: "wechat-trade" },
    ...{ refundWindowDays: 365, cutoffHour: 0, costBps: 60 },
  },
  {
    name: { en: "Alipay", "zh-CN": "支付宝" },
    ...{ code: "alipay", style: "alipay", merchantId: "2021000000000001", format: "alipay-trade" },
    ...{ refundWindowDays: 90, cutoffHour: 0, costBps: 55 },
  },
  {
    name: { en: "UnionPay", "zh-CN": "银联" },
    ...{ code: "unionpay", style: "wechat", merchantId: "898000000000001", format: "unionpay-zm" },
    ...{ refundWindowDays: 180, cutoffHour: 23, costBps: 50 },
  },
];
