import type { StatementEncoding } from "./statement";

/** What a declaration calls an encoding. ASCII is UTF-8, and what is called Latin-1 is Windows' superset of it everywhere. */
const ENCODINGS: ReadonlyMap<string, StatementEncoding> = new Map([
  ...["utf-8", "utf8", "us-ascii", "ascii"].map((name) => [name, "utf-8"] as const),
  ...["gb18030", "gbk", "gb2312"].map((name) => [name, "gb18030"] as const),
  ...["iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252"].map((name) => [name, "windows-1252"] as const),
  ["iso-8859-15", "iso-8859-15"],
]);

export type XmlEncoding = { encoding: StatementEncoding; isMarked: boolean; unknown: string | null };

/** By the beginning of a document: a BOM means UTF-8, then its declaration counts. `unknown` is a name that is not read. */
export function readXmlEncoding(head: Uint8Array): XmlEncoding {
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const beginning = new TextDecoder("latin1").decode(head);
  const named = /^[^<]{0,4}<\?xml[^>]*encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(beginning)?.[1]?.toLowerCase();
  const encoding = ENCODINGS.get(named ?? "utf-8");
  if (encoding === undefined) return { encoding: "utf-8", isMarked, unknown: named ?? "" };
  return { encoding: isMarked ? "utf-8" : encoding, isMarked, unknown: null };
}
