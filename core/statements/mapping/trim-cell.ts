import type { Trim } from "./mapping";

/** Blanks as files have them: the ordinary, the full-width and the one that does not break. */
const BLANKS = " \u3000\u00a0\ufeff";

/** A cell without what the mapping takes off its ends. Nothing inside a cell is ever changed. */
export function trimCell(cell: string, trims: ReadonlySet<Trim>): string {
  let ends = "";
  if (trims.has("SPACES")) ends += BLANKS;
  if (trims.has("TABS")) ends += "\t";
  if (trims.has("BACKTICKS")) ends += "`";
  if (trims.has("QUOTES")) ends += "\"'“”";
  let start = 0;
  let end = cell.length;
  while (start < end && ends.includes(cell.charAt(start))) start += 1;
  while (end > start && ends.includes(cell.charAt(end - 1))) end -= 1;
  if (trims.has("APOSTROPHE") && start < end && cell.charAt(start) === "'") start += 1;
  return start === 0 && end === cell.length ? cell : cell.slice(start, end);
}

/** A text of a value map, or of a cell compared with one: blanks and tabs at its ends never mean anything. */
export function plainText(text: string): string {
  return text.trim();
}
