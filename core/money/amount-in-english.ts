import { absMinor } from "./money";

const SMALL = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
] as const;
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"] as const;
const GROUPS = ["", " thousand", " million", " billion", " trillion"] as const;
const FEN_DIGITS = 2;

/** An amount of CNY in fen as a cheque in English has it: "one thousand and eight yuan and 50/100". */
export function amountInEnglish(amountMinor: bigint): string {
  const fen = absMinor(amountMinor);
  const sign = amountMinor < 0n ? "minus " : "";
  const cents = `${fen % 100n}`.padStart(FEN_DIGITS, "0");
  return `${sign}${wordsOf(fen / 100n)} yuan and ${cents}/100`;
}

function wordsOf(value: bigint): string {
  if (value < 1_000n) return wordsBelowThousand(value);
  const words: string[] = [];
  let rest = value;
  for (let group = 0; rest > 0n; group += 1) {
    const part = rest % 1_000n;
    if (part > 0n) words.unshift(`${wordsBelowThousand(part)}${GROUPS[group] ?? ""}`);
    rest /= 1_000n;
  }
  // "One thousand and eight", but "one thousand one hundred".
  const last = value % 1_000n;
  const ending = last > 0n && last < 100n ? words.pop() : undefined;
  return ending === undefined ? words.join(" ") : `${words.join(" ")} and ${ending}`;
}

function wordsBelowThousand(value: bigint): string {
  if (value < 100n) return wordsBelowHundred(value);
  const hundreds = `${wordOf(SMALL, value / 100n)} hundred`;
  return value % 100n === 0n ? hundreds : `${hundreds} and ${wordsBelowHundred(value % 100n)}`;
}

function wordsBelowHundred(value: bigint): string {
  if (value < 20n) return wordOf(SMALL, value);
  const tens = wordOf(TENS, value / 10n);
  return value % 10n === 0n ? tens : `${tens}-${wordOf(SMALL, value % 10n)}`;
}

function wordOf(words: readonly string[], index: bigint): string {
  // An array is indexed by a Number; the index is small whatever the amount was.
  return words[Number(index)] ?? "";
}
