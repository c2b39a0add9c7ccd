export const SHORTEST_CARD = 13;
export const LONGEST_CARD = 19;

/**
 * Hides what may be a card number (13 to 19 digits with a valid check digit) in a line's text: first six and last four
 * digits stay. `known` are the line's own order and trade numbers, a tenth of which pass the check digit by chance.
 *
 * A run of 13 digits covers every thirteenth place, so only those are looked at: most of a line is never touched.
 */
export function maskCardNumbers(text: string, known: readonly (string | null)[]): string {
  let masked = "";
  let copied = 0;
  for (let at = SHORTEST_CARD - 1; at < text.length; at += SHORTEST_CARD) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (start > copied && isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (isDigit(text, end)) end += 1;
    const length = end - start;
    if (length >= SHORTEST_CARD && length <= LONGEST_CARD && isLuhnValid(text, start, end)) {
      const digits = text.slice(start, end);
      if (known.some((number) => number?.includes(digits))) continue;
      masked += `${text.slice(copied, start + 6)}${"*".repeat(length - 10)}`;
      copied = end - 4;
    }
    at = end - 1;
  }
  return copied === 0 ? text : masked + text.slice(copied);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** Whether the digits from `start` to before `end` end in their check digit. */
function isLuhnValid(text: string, start: number, end: number): boolean {
  let sum = 0;
  for (let at = end - 1, isDoubled = false; at >= start; at -= 1, isDoubled = !isDoubled) {
    const weighted = (text.charCodeAt(at) - 48) * (isDoubled ? 2 : 1);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
