import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { maskCardBytes } from "./mask-card-bytes";
import { maskCardNumbers } from "./mask-card-numbers";

const NONE = () => false;

function mask(bytes: Uint8Array, encoding: "utf-8" | "gb18030"): string {
  maskCardBytes(bytes, NONE);
  return new TextDecoder(encoding).decode(bytes);
}

test("hides in bytes what is hidden in text, in both encodings and at the same length", () => {
  const piece = fc.constantFrom("4111111111111111", "0", "7", ",", "名", "4222222222222", "x", "汉字", "\n");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      const masked = maskCardNumbers(text, []);
      expect(mask(new TextEncoder().encode(text), "utf-8")).toBe(masked);
      expect(mask(encodeGb18030(text), "gb18030")).toBe(masked);
    }),
  );
});

test("a four-byte character of GB18030 before a card number does not hide it", () => {
  const card = new TextEncoder().encode("4111111111111111");
  const bytes = Uint8Array.of(0x81, 0x30, 0x81, 0x39, ...card);
  maskCardBytes(bytes, NONE);
  expect(new TextDecoder("gb18030").decode(bytes).slice(1)).toBe("411111******1111");
});

test("the numbers of the line that it stands in are left alone", () => {
  const bytes = new TextEncoder().encode("4111111111111111\n4111111111111111\n");
  maskCardBytes(bytes, (start, end) => start < 17 && end === 16);
  expect(new TextDecoder().decode(bytes)).toBe("4111111111111111\n411111******1111\n");
});
