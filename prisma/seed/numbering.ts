import type { ChannelCode } from "./demo-types";
import { clockTime, type Moment } from "./moment";
import type { Random } from "./random";

/** Numbers of orders, refunds and channel trades: never twice, and not in a sequence that would give a defect away. */
export type Numbering = {
  nextOrderNo(at: Moment): string;
  nextRefundNo(at: Moment): string;
  nextTradeNo(channel: ChannelCode, at: Moment): string;
  /** Null where the channel gives a refund no number of its own. */
  nextRefundTradeNo(channel: ChannelCode, at: Moment): string | null;
};

export function createNumbering(random: Random): Numbering {
  const orders = createSerials(random, 10);
  const refunds = createSerials(random, 10);
  const trades = createSerials(random, 10);
  const unionpayTrades = createSerials(random, 7);
  const compactDay = (at: Moment) => at.day.replaceAll("-", "");
  const unionpayQueryId = (at: Moment) => `${compactDay(at)}${clockTime(at).replaceAll(":", "")}${unionpayTrades()}`;
  return {
    nextOrderNo: (at) => `O${compactDay(at)}${orders()}`,
    nextRefundNo: (at) => `R${compactDay(at)}${refunds()}`,
    nextTradeNo(channel, at) {
      switch (channel) {
        case "wechat":
          return `4200002917${compactDay(at)}${trades()}`;
        case "alipay":
          return `${compactDay(at)}2200142531${trades()}`;
        case "unionpay":
          return unionpayQueryId(at);
      }
    },
    nextRefundTradeNo(channel, at) {
      switch (channel) {
        case "wechat":
          return `50302001922${compactDay(at)}${trades()}`;
        case "alipay":
          return null;
        case "unionpay":
          return unionpayQueryId(at);
      }
    },
  };
}

/** 1, 2, 3… sent through multiplication by a number coprime to 10: a bijection, so distinct serials stay distinct. */
function createSerials(random: Random, digits: number): () => string {
  const modulus = 10n ** BigInt(digits);
  const multiplier = random.minorBetween(modulus / 100n, modulus / 20n) * 10n + 7n;
  let serial = random.minorBetween(0n, modulus - 1n);
  return () => {
    serial = (serial + 1n) % modulus;
    return ((serial * multiplier) % modulus).toString().padStart(digits, "0");
  };
}
