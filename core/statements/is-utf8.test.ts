import fc from "fast-check";
import { expect, test } from "vitest";
import { isUtf8 } from "./is-utf8";

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    // A fatal TextDecoder has no other way to say it.
    return false;
  }
}

test("every pair of bytes is text exactly where a decoder says so, alone and behind the beginning of a character", () => {
  const beginnings = [[], [0xe0], [0xe6, 0xb5], [0xed], [0xf0, 0x9f], [0xf4], [0xf4, 0x8f]];
  for (const beginning of beginnings) {
    for (let pair = 0; pair < 1 << 16; pair += 1) {
      const bytes = Uint8Array.from([...beginning, pair >> 8, pair & 0xff]);
      if (isUtf8(bytes) !== decodes(bytes)) expect([...bytes]).toBe("read as a decoder reads it");
    }
  }
});

test("a text with a byte changed, put in or taken out", () => {
  const text = fc.string({ unit: "binary", maxLength: 20 });
  fc.assert(
    fc.property(text, fc.nat(80), fc.nat(255), fc.nat(2), (whole, place, byte, taken) => {
      const bytes = [...new TextEncoder().encode(whole)];
      expect(isUtf8(Uint8Array.from(bytes))).toBe(true);
      bytes.splice(place % (bytes.length + 1), taken, byte);
      expect(isUtf8(Uint8Array.from(bytes))).toBe(decodes(Uint8Array.from(bytes)));
    }),
    { numRuns: 5_000 },
  );
});
