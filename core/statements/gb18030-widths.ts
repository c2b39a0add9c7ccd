let pairs: ReadonlySet<number> | null = null;

/** How many bytes GB18030 needs for one UTF-16 unit beyond ASCII; half of a surrogate pair is half of four. */
export function gb18030BytesOf(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return 2;
  pairs ??= decodeAllPairs();
  return pairs.has(code) ? 2 : 4;
}

function decodeAllPairs(): ReadonlySet<number> {
  const bytes: number[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) bytes.push(lead, trail);
  }
  const text = new TextDecoder("gb18030").decode(Uint8Array.from(bytes));
  return new Set(Array.from(text, (character) => character.charCodeAt(0)));
}
