const TAG = /^:(\d{2}[A-Z]?|NS):(.*)$/s;
/** SWIFT's header block, behind whose last part a message's text begins, perhaps on the same line. */
const TEXT_BLOCK = "{4:";

/** What a line of an MT940 file is: a tag with its text, a message's end, a piece of its envelope, or more of a field. */
export type Mt940Line = { tag: string; text: string } | "end" | "envelope" | "more";

/** Whether SWIFT's text block has begun on this line, and nothing of it stands there. */
export function opensTextBlock(text: string): boolean {
  return text.trimEnd().endsWith(TEXT_BLOCK);
}

export function readMt940Line(text: string): Mt940Line {
  const isHeader = text.startsWith("{1:");
  const block = text.indexOf(TEXT_BLOCK);
  const body = isHeader ? text.slice(block < 0 ? text.length : block + TEXT_BLOCK.length) : text;
  const tag = TAG.exec(body.trimStart());
  if (tag) return { tag: tag[1] ?? "", text: tag[2] ?? "" };
  if (text.trimEnd() === "-" || text.startsWith("-}")) return "end";
  return isHeader || text.trim() === "" || /^\{\d:/.test(text) ? "envelope" : "more";
}
