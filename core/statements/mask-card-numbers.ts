const CARD_LIKE = /(?<!\d)\d{13,19}(?!\d)/g;

/**
 * Hides what may be a card number (13 to 19 digits with a valid check digit) in a line's text: first six and last four
 * digits stay. `known` are the line's own order and trade numbers, a tenth of which pass the check digit by chance.
 */
export function maskCardNumbers(text: string, known: readonly (string | null)[]): string {
  return text.replace(CARD_LIKE, (digits) =>
    isLuhnValid(digits) && !known.some((number) => number?.includes(digits))
      ? digits.slice(0, 6) + "*".repeat(digits.length - 10) + digits.slice(-4)
      : digits,
  );
}

function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
