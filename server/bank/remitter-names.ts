import "server-only";
import type { Remitter } from "@/core/remittances/remittance";

/** Who pays for all channels of a format, as banks write it. A channel's own name and code come before these. */
const FORMAT_NAMES: Readonly<Record<string, readonly string[]>> = {
  "wechat-trade": ["财付通", "微信支付", "Tenpay", "WeChat Pay"],
  "alipay-trade": ["支付宝", "Alipay"],
  "unionpay-zm": ["银联", "UnionPay", "China UnionPay"],
  "stripe-payout": ["Stripe"],
  "adyen-settlement": ["Adyen"],
};

/**
 * By which words a bank's line names a channel. A name such as "微信支付 WeChat Pay" is two of them: banks write one
 * language at a time.
 */
export function toRemitter(channel: {
  readonly code: string;
  readonly name: string;
  readonly format: string;
}): Remitter {
  const formatNames = FORMAT_NAMES[channel.format] ?? [];
  const parts = [...channel.name.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)].map(([part]) => part.trim());
  const own = [channel.code, channel.name, ...parts].filter((name) => name.length >= 2);
  // A channel that is called as its whole format is ("WeChat Pay") is named by it no more surely than its siblings are.
  const names = [...new Set(own)].filter((name) => !formatNames.includes(name));
  return { channel: channel.code, names, formatNames };
}
