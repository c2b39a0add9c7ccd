import { absMinor, MAX_AMOUNT_MINOR } from "@/core/money/money";
import { FEE_SCALE } from "../row";
import { DECIMAL_MARKS, type StatementMapping, THOUSANDS } from "./mapping";
import { because, type MappingReason } from "./mapping-reasons";

export type AmountWriting = Pick<StatementMapping, "unit" | "writing">;
/** `minor` is in units of 10^-scale of the major unit, whatever unit the file is written in. */
export type ReadAmount = { readonly minor: bigint } | { readonly reason: MappingReason };

const EXPONENT = /^[^\d]{0,4}\d{1,3}(?:[.,]\d{0,20})?[eE][+-]?\d{1,3}[^\d]{0,4}$/;
const MAX_WHOLE_DIGITS = 18;
const MAX_FRACTION_DIGITS = 12;

/**
 * An amount as the mapping says that it is written, exactly: no float, no guess. `unitScale` is how many decimals one
 * minor unit of the asset is behind the point; `scale` is what the result is counted in (the same, or FEE_SCALE).
 */
export function readMappedAmount(text: string, unitScale: number, scale: number, rules: AmountWriting): ReadAmount {
  const parts = takeApart(text, rules.writing);
  if ("reason" in parts) return parts;
  const { isNegative, whole, fraction } = parts;
  const magnitude =
    rules.unit.is === "MAJOR" ? ofMajor(whole, fraction, scale, rules) : ofMinor(parts, unitScale, scale, rules);
  if (typeof magnitude !== "bigint") return { reason: because(magnitude.code, { text, scale: `${magnitude.scale}` }) };
  const limit = scale === FEE_SCALE ? MAX_AMOUNT_MINOR * 1000n : MAX_AMOUNT_MINOR;
  if (absMinor(magnitude) > limit) return { reason: because("amount_too_large", { text }) };
  return { minor: isNegative ? -magnitude : magnitude };
}

type Parts = { isNegative: boolean; whole: string; fraction: string };
type Misfit = { code: "amount_too_precise" | "amount_not_whole"; scale: number };

function ofMajor(whole: string, fraction: string, scale: number, { unit }: AmountWriting): bigint | Misfit {
  if (unit.decimals !== null && fraction.length > unit.decimals)
    return { code: "amount_too_precise", scale: unit.decimals };
  if (/[1-9]/.test(fraction.slice(scale))) return { code: "amount_too_precise", scale };
  return BigInt(whole + fraction.slice(0, scale).padEnd(scale, "0"));
}

function ofMinor(
  { whole, fraction }: Parts,
  unitScale: number,
  scale: number,
  { unit }: AmountWriting,
): bigint | Misfit {
  if (fraction !== "") return { code: "amount_not_whole", scale: 0 };
  const behindPoint = unit.decimals ?? unitScale;
  if (behindPoint <= scale) return BigInt(whole) * 10n ** BigInt(scale - behindPoint);
  const divisor = 10n ** BigInt(behindPoint - scale);
  const units = BigInt(whole);
  return units % divisor === 0n ? units / divisor : { code: "amount_too_precise", scale };
}

/** Sign, currency sign and separators off; what remains is ASCII digits, or the reason why not. */
function takeApart(text: string, writing: AmountWriting["writing"]): Parts | { reason: MappingReason } {
  if (text === "") return { reason: because("amount_missing") };
  if (EXPONENT.test(text)) return { reason: because("amount_exponent", { text }) };
  const inParentheses = text.startsWith("(") && text.endsWith(")");
  if (inParentheses && !writing.parentheses) return { reason: because("amount_parentheses", { text }) };
  const inner = stripSymbol(inParentheses ? text.slice(1, -1) : text, writing.symbols);
  const isSigned = inner.startsWith("-") || inner.startsWith("+");
  // Minus five in parentheses could be meant either way.
  if (inParentheses && isSigned) return { reason: because("amount_unreadable", { text }) };
  const unsigned = stripSymbol(isSigned ? inner.slice(1) : inner, writing.symbols);
  const [grouped = "", fraction = "", ...more] = unsigned.split(DECIMAL_MARKS[writing.decimalMark]);
  const whole = ungroup(grouped, THOUSANDS[writing.thousands]);
  const isWritten = more.length === 0 && whole !== null && /^\d*$/.test(fraction);
  if (!isWritten) return { reason: because(unwritten(unsigned), { text }) };
  if (whole.length > MAX_WHOLE_DIGITS) return { reason: because("amount_too_large", { text }) };
  if (fraction.length > MAX_FRACTION_DIGITS) return { reason: because("amount_unreadable", { text }) };
  return { isNegative: inParentheses || inner.startsWith("-"), whole, fraction };
}

/** What is wrong with an amount that is not written as the mapping says, so that a person sees which setting is missing. */
function unwritten(text: string): "amount_grouped" | "amount_symbol" | "amount_unreadable" {
  if (/^\d[\d.,' ]*$/.test(text)) return "amount_grouped";
  // Full-width digits look like the ordinary ones, so no setting may take them.
  if (/[０-９]/.test(text)) return "amount_unreadable";
  const middle = /\d[\d.,' ]*/.exec(text);
  return middle && text.replace(middle[0], "").length <= 4 ? "amount_symbol" : "amount_unreadable";
}

/** At most one currency sign, before or behind. */
function stripSymbol(text: string, symbols: readonly string[]): string {
  const before = symbols.find((symbol) => text.startsWith(symbol));
  if (before !== undefined) return text.slice(before.length).trimStart();
  const behind = symbols.find((symbol) => text.endsWith(symbol));
  return behind === undefined ? text : text.slice(0, text.length - behind.length).trimEnd();
}

/** The digits of a whole part, in groups of three where the mapping names their separator; null when it is not one. */
function ungroup(text: string, separator: string): string | null {
  const groups = separator === "" ? [text] : text.split(separator);
  const [first = "", ...others] = groups;
  const isGrouped =
    others.length === 0 || (first.length >= 1 && first.length <= 3 && others.every((group) => group.length === 3));
  const digits = groups.join("");
  return isGrouped && /^\d+$/.test(digits) ? digits : null;
}
