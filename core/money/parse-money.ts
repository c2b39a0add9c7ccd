import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { MAX_AMOUNT_MINOR } from "./money";

export type AmountRefusal = Refusal<"amount_not_decimal" | "amount_too_precise" | "amount_too_large">;

const [ZERO, NINE, POINT, MINUS] = [48, 57, 46, 45];
const DECIMAL = /^([+-]?)(\d{1,18})(?:\.(\d{0,12}))?$/;

/**
 * A decimal amount in major units, as files write it ("95.00", "-0.5", "300."), as an integer at `scale` decimals.
 * Digits beyond the scale are refused unless they are zeros. No exponent, no thousands separator, no float on the way.
 */
export function parseDecimalAmount(text: string, scale: number): Result<bigint, AmountRefusal> {
  const usual = readUsualAmount(text, scale);
  if (usual !== null) return accept(usual);
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

const USUAL_CHARS = 15;

/**
 * What nearly every amount of a statement is: digits, a point and no more decimals than `scale`, few enough to be an exact
 * integer on the way. Null for everything else, which is not yet a refusal.
 */
function readUsualAmount(text: string, scale: number): bigint | null {
  const { length } = text;
  if (length === 0 || length > USUAL_CHARS) return null;
  const isNegative = text.charCodeAt(0) === MINUS;
  const first = isNegative ? 1 : 0;
  let digits = 0;
  let decimals = -1;
  for (let at = first; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      digits = digits * 10 + (code - ZERO);
      if (decimals >= 0) decimals += 1;
    } else if (code === POINT && decimals < 0 && at > first) decimals = 0;
    else return null;
  }
  const missing = scale - Math.max(decimals, 0);
  if (length === first || missing < 0 || length + missing > USUAL_CHARS) return null;
  for (let added = 0; added < missing; added += 1) digits *= 10;
  return BigInt(isNegative ? -digits : digits);
}

/** Minor units as a plain decimal ("-9500" at scale 2 is "-95.00"): for files and for Intl, which reads it exactly. */
export function toDecimalString(amountMinor: bigint, scale: number): string {
  const negative = amountMinor < 0n;
  const digits = (negative ? -amountMinor : amountMinor).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(digits.length - scale)}` : "";
  return `${negative ? "-" : ""}${whole}${fraction}`;
}
