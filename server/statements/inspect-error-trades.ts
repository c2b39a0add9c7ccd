import "server-only";
import type { UnionpayErrors, UnionpayErrorTrade } from "@/core/statements/unionpay-errors";

type Wired<T> = { [K in keyof T]: T[K] extends bigint ? string : T[K] };

/** UnionPay's error trades (ZME), amounts as strings of fen; `trades` are the first hundred. */
export type ErrorTradesInspected = {
  credits: { count: number; amountMinor: string };
  debits: { count: number; amountMinor: string };
  feeMinor: string;
  trades: Wired<UnionpayErrorTrade>[];
};

export function toErrorTrades(errors: UnionpayErrors): ErrorTradesInspected {
  const { credits, debits, feeMinor, trades } = errors;
  return {
    credits: { count: credits.count, amountMinor: `${credits.amountMinor}` },
    debits: { count: debits.count, amountMinor: `${debits.amountMinor}` },
    feeMinor: `${feeMinor}`,
    trades: trades.map((trade) => ({
      ...trade,
      amountMinor: `${trade.amountMinor}`,
      feeMinor: `${trade.feeMinor}`,
      settledMinor: `${trade.settledMinor}`,
      previousAmountMinor: `${trade.previousAmountMinor}`,
    })),
  };
}
