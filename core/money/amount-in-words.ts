import { absMinor } from "./money";

const DIGITS = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"] as const;
const PLACES = ["", "拾", "佰", "仟"] as const;
const TEN_THOUSAND = 10_000n;
const HUNDRED_MILLION = 100_000_000n;

/**
 * An amount of CNY in fen as it is written out on vouchers (人民币大写), e.g. 人民币壹仟零捌元伍角整. What ends at 元 or
 * 角 closes with 整, what ends at 分 does not; a zero between digits is spoken once (《支付结算办法》附一).
 */
export function amountInWords(amountMinor: bigint): string {
  const fen = absMinor(amountMinor);
  const sign = amountMinor < 0n ? "负" : "";
  return `人民币${sign}${wordsOfYuan(fen / 100n, fen % 100n)}`;
}

function wordsOfYuan(yuan: bigint, cents: bigint): string {
  const jiao = digitOf(cents / 10n);
  const fen = digitOf(cents % 10n);
  if (yuan === 0n && cents === 0n) return "零元整";
  const whole = yuan === 0n ? "" : `${wordsOfInteger(yuan)}元`;
  if (cents === 0n) return `${whole}整`;
  const tail = cents % 10n === 0n ? "整" : `${fen}分`;
  if (cents / 10n !== 0n) return `${whole}${jiao}角${tail}`;
  return yuan === 0n ? tail : `${whole}零${tail}`;
}

/** Reads by 亿, within it by 万, within it digit by digit; above 万亿 it begins again, so every length has a reading. */
function wordsOfInteger(value: bigint): string {
  if (value >= HUNDRED_MILLION) return joinParts(value, HUNDRED_MILLION, "亿");
  if (value >= TEN_THOUSAND) return joinParts(value, TEN_THOUSAND, "万");
  return wordsBelowTenThousand(value);
}

function joinParts(value: bigint, unit: bigint, unitWord: string): string {
  const rest = value % unit;
  const high = `${wordsOfInteger(value / unit)}${unitWord}`;
  if (rest === 0n) return high;
  return `${high}${rest < unit / 10n ? "零" : ""}${wordsOfInteger(rest)}`;
}

function wordsBelowTenThousand(value: bigint): string {
  const digits = value.toString();
  let words = "";
  let isZeroDue = false;
  for (const [index, digit] of [...digits].entries()) {
    if (digit === "0") {
      isZeroDue = true;
      continue;
    }
    words += `${isZeroDue ? "零" : ""}${digitOf(BigInt(digit))}${PLACES[digits.length - 1 - index] ?? ""}`;
    isZeroDue = false;
  }
  return words;
}

function digitOf(digit: bigint): string {
  // An array is indexed by a Number; a digit is one whatever the amount was.
  return DIGITS[Number(digit)] ?? "";
}
