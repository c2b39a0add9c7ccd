import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FILE_KINDS, type FileKind } from "./detect-file-kind";
import { MAX_FILE_NAME, toSafeFileName } from "./to-safe-file-name";

describe("a file's name", () => {
  it.each([
    ["invoice.pdf", "pdf", "invoice.pdf"],
    ["../../etc/passwd", "text", "passwd.txt"],
    ["C:\\Users\\li\\退款说明.PDF", "pdf", "退款说明.pdf"],
    ["invoice\u202Efdp.exe", "pdf", "invoicefdp.exe.pdf"],
    ["a\u0000b\r\nX-Evil: 1.png", "png", "abX-Evil_ 1.png"],
    ["..hidden", "text", "hidden.txt"],
    ["CON.txt", "text", "_CON.txt"],
    ["   ", "jpeg", "file.jpg"],
    ["photo.jpeg", "jpeg", "photo.jpeg"],
    ["$(rm -rf).csv", "text", "_(rm -rf).csv"],
  ] as const)("%j of a %s becomes %j", (given, kind, expected) => {
    expect(toSafeFileName(given, kind)).toBe(expected);
  });

  it("is always short, plain, of one part, and ends as what it is; once safe it stays the same", () => {
    const kinds = fc.constantFrom(...(Object.keys(FILE_KINDS) as FileKind[]));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), kinds, (given, kind) => {
        const name = toSafeFileName(given, kind);
        expect([...name].length).toBeLessThanOrEqual(MAX_FILE_NAME + 1);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\\/:*?"<>|]/u);
        expect(FILE_KINDS[kind].extensions as readonly string[]).toContain(name.split(".").at(-1));
        expect(toSafeFileName(name, kind)).toBe(name);
      }),
    );
  });
});
