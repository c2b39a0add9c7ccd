import { gb18030BytesOf } from "./gb18030-widths";
import type { StatementEncoding } from "./statement";
import { readXmlEncoding } from "./xml-encoding";

/** Where reading had to stop. `isCut` when nothing is wrong but that the document ends too early. */
export type XmlFailure = { lineNo: number; byteOffset: number; reason: string; isEncoding: boolean; isCut: boolean };

export type XmlPlace = { lineNo: number; byteOffset: number };

/** What is told of a document, in its order. Names are without their prefixes. */
export type XmlHandler = {
  open(name: string, attributes: ReadonlyMap<string, string>, place: XmlPlace): void;
  text(text: string): void;
  close(name: string): void;
  /** Every piece of the document as it is written: an element's first piece after `open`, its last before `close`. */
  source(piece: string): void;
};

const MAX_DEPTH = 64;
const MAX_NAME_CHARS = 100;
const MAX_ATTRIBUTES = 32;
/** Of a tag, a comment, or the text between two tags. */
const MAX_TOKEN_CHARS = 16 * 1024;
/** The declaration stands within these bytes. */
const HEAD_BYTES = 256;

const NAME = /^(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["apos", "'"],
  ["quot", '"'],
]);
/**
 * A strict reader of XML that keeps nothing but the piece it is reading. It knows elements, attributes, text, CDATA and
 * the five entities of XML itself; a document type declaration is refused, so that nothing can expand or be fetched.
 */
export class XmlReader {
  failure: XmlFailure | null = null;
  encoding: StatementEncoding = "utf-8";
  private readonly open: string[] = [];
  private hasRoot = false;
  private head: Uint8Array | null = new Uint8Array(0);
  private decoder: TextDecoder | null = null;
  private rest = "";
  private lineNo = 1;
  private byteOffset = 0;

  constructor(private readonly handler: XmlHandler) {}

  feed(chunk: Uint8Array): void {
    if (this.failure) return;
    if (this.head === null) this.take(this.decode(chunk, true));
    else {
      this.head = concat(this.head, chunk);
      if (this.head.length >= HEAD_BYTES) this.start();
    }
  }

  end(): void {
    if (this.head !== null) this.start();
    if (this.failure) return;
    this.take(this.decode(new Uint8Array(0), false));
    if (this.failure) return;
    if (this.open.length > 0 || !this.hasRoot || this.rest.trim() !== "") {
      const reason = this.hasRoot ? `<${this.open.at(-1) ?? "?"}> is not closed` : "there is no element";
      this.fail(reason, { isCut: true });
    }
  }

  /** Decides the encoding by the document's beginning. */
  private start(): void {
    const bytes = this.head ?? new Uint8Array(0);
    this.head = null;
    const { encoding, isMarked, unknown } = readXmlEncoding(bytes.subarray(0, HEAD_BYTES));
    if (unknown !== null) {
      this.fail(`the document is written in ${unknown}; the desk reads UTF-8, GB18030 and Latin-1`, {
        isEncoding: true,
      });
      return;
    }
    this.encoding = encoding;
    this.decoder = new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
    if (isMarked) this.byteOffset = 3;
    this.take(this.decode(isMarked ? bytes.subarray(3) : bytes, true));
  }

  private decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.decoder?.decode(bytes, { stream }) ?? "";
    } catch {
      // A fatal TextDecoder has no other way to say that the bytes are not text of its encoding.
      const isEnd = !stream;
      const reason = isEnd ? "the document ends inside a character" : `the bytes are not ${this.encoding} text`;
      this.fail(reason, { isEncoding: !isEnd, isCut: isEnd });
      return "";
    }
  }

  private take(text: string): void {
    this.rest += text;
    let at = 0;
    while (!this.failure) {
      const end = this.takeToken(at);
      if (end === null) break;
      at = end;
    }
    this.rest = this.rest.slice(at);
    if (!this.failure && this.rest.length > MAX_TOKEN_CHARS) {
      this.fail(`a tag or a text is longer than ${MAX_TOKEN_CHARS} characters`);
    }
  }

  /** Reads one piece from `at`; where the next begins, or null when it is not all there yet. */
  private takeToken(at: number): number | null {
    const { rest } = this;
    const tag = rest.indexOf("<", at);
    if (tag < 0) return null;
    if (tag > at) {
      this.takeText(rest.slice(at, tag), true);
      return tag;
    }
    if (rest.startsWith("<!--", at)) return this.skipTo("-->", at, 4);
    if (rest.startsWith("<?", at)) return this.skipTo("?>", at, 2);
    if (rest.startsWith("<![CDATA[", at)) {
      const end = rest.indexOf("]]>", at);
      if (end < 0) return null;
      this.takeText(rest.slice(at, end + 3), false);
      return end + 3;
    }
    if (rest.startsWith("<!", at)) {
      if (rest.length - at < 9) return null;
      this.fail("the document has a document type declaration, which is not read");
      return null;
    }
    const end = endOfTag(rest, at);
    if (end === null) return null;
    this.takeTag(rest.slice(at, end));
    return end;
  }

  private skipTo(closing: string, at: number, from: number): number | null {
    const end = this.rest.indexOf(closing, at + from);
    if (end < 0) return null;
    const piece = this.rest.slice(at, end + closing.length);
    // However the document arrives in chunks, the limit is the same.
    if (piece.length > MAX_TOKEN_CHARS) {
      this.fail(`a comment is longer than ${MAX_TOKEN_CHARS} characters`);
      return null;
    }
    this.handler.source(piece);
    this.advance(piece);
    return end + closing.length;
  }

  private takeText(piece: string, isEscaped: boolean): void {
    const text = isEscaped ? this.unescape(piece) : piece.slice(9, -3);
    if (this.failure) return;
    if (piece.length > MAX_TOKEN_CHARS) this.fail(`a text is longer than ${MAX_TOKEN_CHARS} characters`);
    else if (FORBIDDEN.test(text)) this.fail("a text holds a control character");
    else if (this.open.length === 0 && text.trim() !== "") this.fail("there is text outside of the document's element");
    if (this.failure) return;
    if (this.open.length > 0) {
      this.handler.text(text);
      this.handler.source(piece);
    }
    this.advance(piece);
  }

  private takeTag(piece: string): void {
    if (piece.length > MAX_TOKEN_CHARS) this.fail(`a tag is longer than ${MAX_TOKEN_CHARS} characters`);
    else if (piece.startsWith("</")) this.takeClosing(piece);
    else this.takeOpening(piece);
    if (!this.failure) this.advance(piece);
  }

  private takeClosing(piece: string): void {
    const name = piece.slice(2, -1).trimEnd();
    const expected = this.open.at(-1);
    if (name !== expected) {
      this.fail(`</${name.slice(0, MAX_NAME_CHARS)}> stands where </${expected ?? "nothing"}> has to`);
      return;
    }
    this.handler.source(piece);
    this.handler.close(localName(name));
    this.open.pop();
  }

  private takeOpening(piece: string): void {
    const isEmpty = piece.endsWith("/>");
    const body = piece.slice(1, isEmpty ? -2 : -1);
    const found = NAME.exec(body);
    const name = found?.[0] ?? "";
    if (!found || name.length > MAX_NAME_CHARS) {
      this.fail(`"${piece.slice(0, 40)}" is not a tag`);
      return;
    }
    if (this.open.length >= MAX_DEPTH) {
      this.fail(`elements are nested more than ${MAX_DEPTH} deep`);
      return;
    }
    if (this.open.length === 0 && this.hasRoot) {
      this.fail("there is a second element behind the document's");
      return;
    }
    const attributes = this.readAttributes(body, name.length);
    if (this.failure) return;
    this.hasRoot = true;
    this.open.push(name);
    this.handler.open(localName(name), attributes, { lineNo: this.lineNo, byteOffset: this.byteOffset });
    this.handler.source(piece);
    if (!isEmpty) return;
    this.handler.close(localName(name));
    this.open.pop();
  }

  private readAttributes(body: string, from: number): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    let at = from;
    while (body.slice(at).trim() !== "") {
      ATTRIBUTE.lastIndex = at;
      const found = ATTRIBUTE.exec(body);
      const name = found?.[1] ?? "";
      if (!found || attributes.has(name) || attributes.size >= MAX_ATTRIBUTES) {
        this.fail(`the attributes of "<${body.slice(0, 40)}" cannot be read`);
        return attributes;
      }
      attributes.set(name, this.unescape(found[2] ?? found[3] ?? ""));
      at = ATTRIBUTE.lastIndex;
    }
    return attributes;
  }

  private unescape(text: string): string {
    if (!text.includes("&")) return text;
    return text.replace(/&([^;&]{0,12})(;?)/g, (whole: string, name: string, end: string) => {
      const character = ENTITIES.get(name) ?? numbered(name);
      if (end === ";" && character !== null) return character;
      this.fail(`"${whole}" is not one of the five entities of XML`);
      return "";
    });
  }

  private fail(reason: string, more: { isEncoding?: boolean; isCut?: boolean } = {}): void {
    const { lineNo, byteOffset } = this;
    this.failure ??= { lineNo, byteOffset, reason, isEncoding: more.isEncoding === true, isCut: more.isCut === true };
  }

  private advance(piece: string): void {
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      if (code === 10) this.lineNo += 1;
      this.byteOffset += code < 0x80 ? 1 : this.bytesOf(code);
    }
  }

  /** Of a UTF-16 unit beyond ASCII; half of a surrogate pair is two of its four bytes. */
  private bytesOf(code: number): number {
    if (this.encoding === "gb18030") return gb18030BytesOf(code);
    if (this.encoding !== "utf-8") return 1;
    return code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
}

/** Behind the `>` that ends a tag: one inside an attribute's quotes does not. */
function endOfTag(text: string, from: number): number | null {
  let quote = 0;
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return at + 1;
  }
  return null;
}

/** The character of "#38" or "#x26"; null for what is no character of XML. */
function numbered(name: string): string | null {
  const hex = /^#x([0-9a-fA-F]{1,6})$/.exec(name)?.[1];
  const decimal = /^#(\d{1,7})$/.exec(name)?.[1];
  const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : -1;
  if (code < 1 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
  return String.fromCodePoint(code);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
