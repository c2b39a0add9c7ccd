import { z } from "zod";
import { MAX_AMOUNT_MINOR } from "@/core/money/money";
import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";

/** Fen as a JSON number, as WeChat Pay writes amounts: whole, never negative, at most 10^15, which a number holds exactly. */
export const fenWire = z
  .int()
  .min(0)
  .max(1_000_000_000_000_000)
  .transform((fen) => BigInt(fen));

/** The amount of a request to a WeChat-style channel. The bound makes it exact; beyond it something is wrong with us. */
export function toFenWire(fen: bigint): number {
  invariant(fen >= 0n && fen <= MAX_AMOUNT_MINOR, "an amount on a channel's wire is between 0 and 10^15 fen");
  return Number(fen);
}

const CNY_SCALE = 2;

/** Yuan as a string with two decimals ("95.00"), as Alipay writes amounts; in minor units once it is read. */
export const yuanWire = z
  .string()
  .regex(/^\d{1,13}\.\d{2}$/, "an amount is yuan with two decimals")
  .transform((yuan, context) => {
    const parsed = parseDecimalAmount(yuan, CNY_SCALE);
    if (parsed.ok && parsed.value <= MAX_AMOUNT_MINOR) return parsed.value;
    context.addIssue({ code: "custom", message: "an amount is at most ten trillion yuan" });
    return z.NEVER;
  });

export function toYuanWire(fen: bigint): string {
  invariant(fen >= 0n && fen <= MAX_AMOUNT_MINOR, "an amount on a channel's wire is between 0 and 10^15 fen");
  return toDecimalString(fen, CNY_SCALE);
}
