/** A tag of an XML text without its namespace prefix, with the plain text that stands before it. */
export type XmlTag = {
  readonly name: string;
  readonly kind: "open" | "close" | "empty";
  readonly attributes: ReadonlyMap<string, string>;
  readonly textBefore: string;
};

const MAX_TAG_CHARS = 4_096;
const ATTRIBUTE = /([^\s=/"'<>]{1,128})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Why a text is not read: it is broken, or declares types and entities of its own, which no sheet needs. */
export class XmlRefused extends Error {}

/** The tags of a text one after the other, in one pass. Comments and instructions are passed over. */
export function* readTags(xml: string): Generator<XmlTag> {
  let textBefore = "";
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf("<", at);
    if (open < 0) return;
    textBefore += decodeEntities(xml.slice(at, open));
    if (xml.startsWith("<!--", open)) {
      at = after(xml, "-->", open);
    } else if (xml.startsWith("<![CDATA[", open)) {
      const end = after(xml, "]]>", open);
      textBefore += xml.slice(open + "<![CDATA[".length, end - "]]>".length);
      at = end;
    } else if (xml.startsWith("<?", open)) {
      at = after(xml, "?>", open);
    } else if (xml.startsWith("<!", open)) {
      throw new XmlRefused("it declares types or entities");
    } else {
      const end = endOfTag(xml, open);
      yield toTag(xml.slice(open + 1, end), textBefore);
      textBefore = "";
      at = end + 1;
    }
  }
}

function after(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  if (found < 0) throw new XmlRefused("it is cut off");
  return found + mark.length;
}

/** The first ">" that stands in no quotes. */
function endOfTag(xml: string, open: number): number {
  let quote: string | null = null;
  for (let at = open + 1; at < xml.length && at - open <= MAX_TAG_CHARS; at += 1) {
    const character = xml[at];
    if (quote === null && character === ">") return at;
    if (character === '"' || character === "'") quote = quote === null ? character : quote === character ? null : quote;
  }
  throw new XmlRefused("a tag has no end");
}

function toTag(inside: string, textBefore: string): XmlTag {
  const isClose = inside.startsWith("/");
  const isEmpty = inside.endsWith("/");
  const body = inside.slice(isClose ? 1 : 0, isEmpty ? -1 : undefined);
  const space = body.search(/\s/);
  const name = space < 0 ? body : body.slice(0, space);
  const attributes = new Map<string, string>();
  if (space >= 0) {
    for (const [, key = "", double, single] of body.slice(space).matchAll(ATTRIBUTE)) {
      attributes.set(withoutPrefix(key), decodeEntities(double ?? single ?? ""));
    }
  }
  return { name: withoutPrefix(name), kind: isClose ? "close" : isEmpty ? "empty" : "open", attributes, textBefore };
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES.get(name) ?? whole;
    const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
  });
}
