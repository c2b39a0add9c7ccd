import { LONGEST_CARD, maskCardNumbers, SHORTEST_CARD } from "./mask-card-numbers";

/**
 * Hides in the bytes of whole lines what `maskCardNumbers` hides in their texts, in place: no byte more or less. `knownAt`
 * gives the numbers of the line at a place of `bytes`; it is asked for rising places, and only where a card may stand.
 */
export function maskCardBytes(bytes: Uint8Array, knownAt: (at: number) => readonly (string | null)[]): void {
  for (let at = SHORTEST_CARD - 1; at < bytes.length; at += SHORTEST_CARD) {
    if (!isDigit(bytes, at)) continue;
    let start = at;
    while (isDigit(bytes, start - 1)) start -= 1;
    let end = at + 1;
    while (isDigit(bytes, end)) end += 1;
    if (endsCharacter(bytes, start)) start += 1;
    const length = end - start;
    if (length >= SHORTEST_CARD && length <= LONGEST_CARD) hide(bytes, start, end, knownAt);
    at = end - 1;
  }
}

function hide(
  bytes: Uint8Array,
  start: number,
  end: number,
  knownAt: (at: number) => readonly (string | null)[],
): void {
  if (!endsInCheckDigit(bytes, start, end)) return;
  let digits = "";
  for (let at = start; at < end; at += 1) digits += String.fromCharCode(bytes[at] ?? 0);
  const masked = maskCardNumbers(digits, knownAt(start));
  for (let index = 0; index < masked.length; index += 1) bytes[start + index] = masked.charCodeAt(index);
}

/** What `maskCardNumbers` asks of a text's digits, of bytes: a day's file has millions of runs that are no card. */
function endsInCheckDigit(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  let weight = 1;
  for (let at = end - 1; at >= start; at -= 1) {
    const weighted = ((bytes[at] ?? 0) - 48) * weight;
    sum += weighted > 9 ? weighted - 9 : weighted;
    weight = 3 - weight;
  }
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
  const byte = bytes[at] ?? 0;
  return byte >= 48 && byte <= 57;
}
