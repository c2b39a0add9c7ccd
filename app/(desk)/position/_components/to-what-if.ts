import type { PositionSearch } from "@/contracts/position-views";
import type { WhatIf } from "@/core/position/what-if";
import { toMinor } from "./typed-amount";

/** What the address supposes. What is only half said supposes nothing. */
export function toWhatIf({ asset = "CNY", amount, bank, on, channel, late }: PositionSearch): WhatIf {
  const amountMinor = BigInt((amount === undefined ? null : toMinor(amount, asset)) ?? "0");
  const payout = bank !== undefined && on !== undefined && amountMinor > 0n ? { bank, asset, amountMinor, on } : null;
  return { payout, late: channel !== undefined && late !== undefined ? { channel, days: late } : null };
}
