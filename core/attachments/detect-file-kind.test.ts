import { describe, expect, it } from "vitest";
import { detectFileKind } from "./detect-file-kind";

const bytes = (text: string) => new TextEncoder().encode(text);
/** A local header, the directory and its end: as much of an archive as names its parts. */
function zip(...names: string[]): Uint8Array {
  const little = (value: number, size: number) => Array.from({ length: size }, (_, at) => (value >> (8 * at)) & 0xff);
  const header = [0x50, 0x4b, 3, 4, ...little(0, 26)];
  const directory = names.flatMap((name) => {
    const nameBytes = [...bytes(name)];
    return [0x50, 0x4b, 1, 2, ...little(0, 24), ...little(nameBytes.length, 2), ...little(0, 16), ...nameBytes];
  });
  const counts = [...little(names.length, 2), ...little(names.length, 2)];
  const place = [...little(directory.length, 4), ...little(header.length, 4)];
  return new Uint8Array([...header, ...directory, 0x50, 0x4b, 5, 6, ...little(0, 4), ...counts, ...place, 0, 0]);
}
const webp = new Uint8Array([...bytes("RIFF"), 1, 2, 3, 4, ...bytes("WEBPVP8 ")]);

describe("what a file is", () => {
  it.each([
    ["a PDF", bytes("%PDF-1.7\n..."), "pdf"],
    ["a PNG", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), "png"],
    ["a JPEG", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0]), "jpeg"],
    ["a GIF", bytes("GIF89a"), "gif"],
    ["a WebP", webp, "webp"],
    ["a workbook", zip("[Content_Types].xml", "xl/workbook.xml"), "xlsx"],
    ["a letter", zip("[Content_Types].xml", "word/document.xml"), "docx"],
    ["text", bytes("2026-11-20,100.00\n"), "text"],
    ["text in GBK", new Uint8Array([0xcd, 0xcb, 0xbf, 0xee, 0x0a]), "text"],
    ["XML that is no page", bytes('<?xml version="1.0"?><Document><Stmt/></Document>'), "text"],
    ["a formula about numbers", bytes("a < b and script"), "text"],
  ])("%s", (_name, content, kind) => {
    expect(detectFileKind(content)).toBe(kind);
  });

  it.each([
    ["a page", bytes("\n <!DOCTYPE html><p>hi"), "active"],
    ["a drawing with a script", bytes('<?xml version="1.0"?><svg onload="alert(1)">'), "active"],
    ["a script in a tag", bytes("<script>alert(1)</script>"), "active"],
    ["a workbook with a macro", zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "active"],
    ["an archive", zip("evidence.exe"), "archive"],
    ["an archive cut off", zip("[Content_Types].xml", "xl/workbook.xml").subarray(0, 60), "archive"],
    ["a program", new Uint8Array([0x4d, 0x5a, 0x90, 0x00, 0x03]), "unknown"],
    ["a program for Linux", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 1]), "unknown"],
    ["a gzip", new Uint8Array([0x1f, 0x8b, 8]), "archive"],
  ])("is refused: %s", (_name, content, why) => {
    expect(detectFileKind(content)).toBe(why);
  });
});
