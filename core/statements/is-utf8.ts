/** What none of four bytes of ASCII has. */
const HIGH_BITS = 0x80808080 | 0;

/**
 * Whether these bytes are UTF-8, as a fatal TextDecoder says it, without making their text: most of a statement is never
 * looked at as text. Whole lines only, so a character that is cut off at the end is none.
 */
export function isUtf8(bytes: Uint8Array): boolean {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  for (let at = 0; at < length; at += 1) {
    // Eight at once while all are ASCII, as most bytes of a statement are.
    while (at + 7 < length && ((view.getInt32(at) | view.getInt32(at + 4)) & HIGH_BITS) === 0) at += 8;
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const more = followersOf(lead);
    if (more === 0 || at + more >= length || !isSecond(lead, bytes[at + 1] ?? 0)) return false;
    for (let behind = at + 2; behind <= at + more; behind += 1) {
      if (((bytes[behind] ?? 0) & 0xc0) !== 0x80) return false;
    }
    at += more;
  }
  return true;
}

/** How many bytes follow the first of a character; 0 where none begins like this. */
function followersOf(lead: number): number {
  if (lead >= 0xe0) return lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
  return lead >= 0xc2 ? 1 : 0;
}

/** No character is written longer than need be, is half of a pair, or lies beyond the last one there is. */
function isSecond(lead: number, second: number): boolean {
  if (lead === 0xe0) return second >= 0xa0 && second < 0xc0;
  if (lead === 0xed) return second >= 0x80 && second < 0xa0;
  if (lead === 0xf0) return second >= 0x90 && second < 0xc0;
  if (lead === 0xf4) return second >= 0x80 && second < 0x90;
  return (second & 0xc0) === 0x80;
}
