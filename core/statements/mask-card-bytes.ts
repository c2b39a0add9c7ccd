import { LONGEST_CARD, SHORTEST_CARD } from "./mask-card-numbers";

/** Whether the digits at this place of the bytes are a number of the line that they stand in. */
export type KnownDigits = (start: number, end: number) => boolean;

const [ZERO, STAR] = [48, 42];
/** What every second digit from the right counts. */
const DOUBLED = Uint8Array.of(0, 2, 4, 6, 8, 1, 3, 5, 7, 9);
const [SHOWN_FIRST, SHOWN_LAST] = [6, 4];

/**
 * Hides in the bytes of whole lines what `maskCardNumbers` hides in their texts, in place: no byte more or less.
 * `isKnown` is asked for rising places, and only where a card may stand.
 */
export function maskCardBytes(bytes: Uint8Array, isKnown: KnownDigits): void {
  for (let at = SHORTEST_CARD - 1; at < bytes.length; at += SHORTEST_CARD) {
    if (!isDigit(bytes, at)) continue;
    let start = at;
    while (start > 0 && isDigit(bytes, start - 1)) start -= 1;
    let end = at + 1;
    while (end < bytes.length && isDigit(bytes, end)) end += 1;
    if (start > 2 && endsCharacter(bytes, start)) start += 1;
    const length = end - start;
    const mayBeCard = length >= SHORTEST_CARD && length <= LONGEST_CARD && endsInCheckDigit(bytes, start, end);
    if (mayBeCard && !isKnown(start, end)) hide(bytes, start + SHOWN_FIRST, end - SHOWN_LAST);
    at = end - 1;
  }
}

/** A loop: `fill` takes longer to begin than these few bytes take. */
function hide(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at += 1) bytes[at] = STAR;
}

/** What `maskCardNumbers` asks of a text's digits, of bytes: a day's file has millions of runs that are no card. */
function endsInCheckDigit(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  for (let at = end - 1; at > start; at -= 2)
    sum += (bytes[at] ?? 0) - ZERO + (DOUBLED[(bytes[at - 1] ?? 0) - ZERO] ?? 0);
  if ((end - start) % 2 === 1) sum += (bytes[start] ?? 0) - ZERO;
  return sum % 10 === 0;
}

/**
 * A character of four bytes of GB18030 ends in a byte that looks like a digit: high, digit, high, digit. No UTF-8 has a
 * digit before a lone high byte, so this needs no knowledge of the encoding.
 */
function endsCharacter(bytes: Uint8Array, at: number): boolean {
  return (bytes[at - 1] ?? 0) > 0x80 && isDigit(bytes, at - 2) && (bytes[at - 3] ?? 0) > 0x80;
}

function isDigit(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at] ?? 0) - ZERO) >>> 0 <= 9;
}
