import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { MAX_AMOUNT_MINOR } from "./money";

export type AmountRefusal = Refusal<"amount_not_decimal" | "amount_too_precise" | "amount_too_large">;

const DECIMAL = /^([+-]?)(\d{1,18})(?:\.(\d{0,12}))?$/;

/**
 * A decimal amount in major units, as files write it ("95.00", "-0.5", "300."), as an integer at `scale` decimals.
 * Digits beyond the scale are refused unless they are zeros. No exponent, no thousands separator, no float on the way.
 */
export function parseDecimalAmount(text: string, scale: number): Result<bigint, AmountRefusal> {
  const parts = DECIMAL.exec(text);
  if (!parts) return refuse("amount_not_decimal", `"${text}" is not a decimal amount`, { text });
  const [, sign, whole = "0", fraction = ""] = parts;
  if (/[1-9]/.test(fraction.slice(scale))) {
    return refuse("amount_too_precise", `"${text}" has more than ${scale} decimals`, { text, scale: `${scale}` });
  }
  const magnitude = BigInt(whole + fraction.slice(0, scale).padEnd(scale, "0"));
  if (magnitude > MAX_AMOUNT_MINOR * 1000n) {
    return refuse("amount_too_large", `"${text}" is larger than the books take`, { text });
  }
  return accept(sign === "-" ? -magnitude : magnitude);
}

/** Minor units as a plain decimal ("-9500" at scale 2 is "-95.00"): for files and for Intl, which reads it exactly. */
export function toDecimalString(amountMinor: bigint, scale: number): string {
  const negative = amountMinor < 0n;
  const digits = (negative ? -amountMinor : amountMinor).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(digits.length - scale)}` : "";
  return `${negative ? "-" : ""}${whole}${fraction}`;
}
