import type { Header } from "./header";
import { type LineReason, why } from "./line-reasons";
import { fitCells, splitBacktickCells, splitQuotedCells } from "./split-cells";

/** The columns, next to each other, whose texts a person chose: only they can hold a comma + back-tick. */
export type FreeColumns = { first: number; last: number } | null;

/** The cells of a WeChat bill's data line, or why it has not as many as the header names. */
export function cutWechatLine(text: string, header: Header, free: FreeColumns): string[] | LineReason {
  const width = header.names.length;
  const cells = splitBacktickCells(text, width);
  if (cells?.length === width) return cells;
  // A spreadsheet quotes cells with a comma and then every cell still begins with its back-tick; relayed bills lack some.
  const quoted = splitQuotedCells(text);
  const plain = fitCells(quoted, header);
  const isRelayed = !text.startsWith("`");
  if (plain && (isRelayed || plain.every((cell) => cell.startsWith("`")))) {
    return plain.map((cell) => (cell.startsWith("`") ? cell.slice(1) : cell));
  }
  // The cells on both sides of the free texts are certain. Where there is one such text, so is the text itself.
  if (cells && free) {
    const behind = width - free.last - 1;
    const between = cells.slice(free.first, cells.length - behind);
    const texts = free.first === free.last ? [between.join(",`")] : Array<string>(free.last - free.first + 1).fill("");
    return [...cells.slice(0, free.first), ...texts, ...cells.slice(cells.length - behind)];
  }
  const found = cells?.length ?? (isRelayed ? (quoted?.length ?? 0) : text.split(",`").length);
  return why("line_cell_count", { found: `${found}`, expected: `${width}` });
}
