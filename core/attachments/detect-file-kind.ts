/**
 * What a file is, by its bytes and never by its name: papers, pictures, tables and texts that serve as evidence. Everything
 * else is refused, above all what a browser or an office program would run.
 */
export const FILE_KINDS = {
  pdf: { mediaType: "application/pdf", extensions: ["pdf"] },
  png: { mediaType: "image/png", extensions: ["png"] },
  jpeg: { mediaType: "image/jpeg", extensions: ["jpg", "jpeg"] },
  gif: { mediaType: "image/gif", extensions: ["gif"] },
  webp: { mediaType: "image/webp", extensions: ["webp"] },
  xlsx: { mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extensions: ["xlsx"] },
  docx: { mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", extensions: ["docx"] },
  text: { mediaType: "text/plain", extensions: ["txt", "csv", "log", "eml", "json", "xml", "md"] },
} as const;
export type FileKind = keyof typeof FILE_KINDS;
/** `active`: markup or a macro that somebody's program would run; `archive`: nobody can see what is in it. */
export type KindRefused = "unknown" | "active" | "archive";

const MAGIC: readonly (readonly [kind: FileKind, at: number, bytes: readonly number[]])[] = [
  ["pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["jpeg", 0, [0xff, 0xd8, 0xff]],
  ["gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["webp", 8, [0x57, 0x45, 0x42, 0x50]],
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const ARCHIVES = [
  [0x50, 0x4b],
  [0x1f, 0x8b],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
];
const MARKUP = /<\s*(!doctype\s+html|html|head|body|svg|script|iframe|object|embed|xsl:stylesheet|math)[\s>/:]/i;
const MARKUP_SEEN_CHARACTERS = 4_096;
/** No office document that people send has more parts. */
const MAX_PARTS = 5_000;

export function detectFileKind(bytes: Uint8Array): FileKind | KindRefused {
  const magic = MAGIC.find(([, at, signature]) => hasAt(bytes, at, signature));
  if (magic) return magic[0];
  if (hasAt(bytes, 0, ZIP)) return detectOffice(bytes);
  if (ARCHIVES.some((signature) => hasAt(bytes, 0, signature))) return "archive";
  const text = readText(bytes);
  if (text === null) return "unknown";
  return text.trimStart().startsWith("<") && MARKUP.test(text.slice(0, MARKUP_SEEN_CHARACTERS)) ? "active" : "text";
}

function hasAt(bytes: Uint8Array, at: number, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

/** Office documents are archives of named parts; one with a macro is known by the part that holds it. */
function detectOffice(bytes: Uint8Array): FileKind | KindRefused {
  const parts = listParts(bytes);
  if (parts === null || !parts.includes("[Content_Types].xml")) return "archive";
  if (parts.some((part) => /(^|\/)(vbaProject\.bin|activeX\/|macrosheets\/)/i.test(part))) return "active";
  if (parts.includes("xl/workbook.xml")) return "xlsx";
  return parts.includes("word/document.xml") ? "docx" : "archive";
}

const END_RECORD = [0x50, 0x4b, 0x05, 0x06];
const CENTRAL_HEADER = [0x50, 0x4b, 0x01, 0x02];
const END_RECORD_BYTES = 22;
const CENTRAL_HEADER_BYTES = 46;
const MAX_COMMENT_BYTES = 0xffff;

/** The names in an archive's directory, or null when it has none that can be read to its end. */
function listParts(bytes: Uint8Array): string[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_RECORD_BYTES;
  const first = Math.max(0, end - MAX_COMMENT_BYTES);
  while (end >= first && !hasAt(bytes, end, END_RECORD)) end -= 1;
  if (end < first) return null;
  const count = view.getUint16(end + 10, true);
  if (count > MAX_PARTS) return null;
  const names: string[] = [];
  let at = view.getUint32(end + 16, true);
  for (let part = 0; part < count; part += 1) {
    if (at + CENTRAL_HEADER_BYTES > end || !hasAt(bytes, at, CENTRAL_HEADER)) return null;
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const nameAt = at + CENTRAL_HEADER_BYTES;
    names.push(String.fromCharCode(...bytes.subarray(nameAt, nameAt + name)));
    at = nameAt + name + extra + comment;
  }
  return names;
}

/** The text in UTF-8 or in GB 18030, or null when it is neither or holds control characters, as binaries do. */
function readText(bytes: Uint8Array): string | null {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these make a file no text.
      return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
    } catch {
      // Not in this encoding; perhaps in the next.
    }
  }
  return null;
}
