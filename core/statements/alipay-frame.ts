import type { Header } from "./header";
import { dayAfter, dayBefore, readDay } from "./read-time";
import { fitCells, splitQuotedCells } from "./split-cells";

/** A `#` line of an Alipay bill: "交易合计：6笔，…" has a name and a value, a dashed line only its text. */
export type AlipayComment = { text: string; name: string; value: string };

/** Both days included. */
export type AlipayPeriod = { startsOn: string; endsOn: string };

/** A `#` line without the mark and without what a spreadsheet put around it; null for other lines. */
export function readAlipayComment(line: string): AlipayComment | null {
  let start = 0;
  while (line[start] === '"' || line[start] === "\ufeff") start += 1;
  if (line[start] !== "#") return null;
  while (line[start] === "#") start += 1;
  let end = line.length;
  while (end > start && (line[end - 1] === "," || line[end - 1] === '"')) end -= 1;
  const text = line.slice(start, end).trim();
  const colon = text.search(/[：:]/);
  if (colon < 0) return { text, name: "", value: "" };
  return { text, name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

/** The number in "[20880000000000000156]". */
export function readAlipayAccount(value: string): string | null {
  return value.replace("[", "").replace("]", "").trim() || null;
}

/**
 * The days of "[2017年08月31日 00:00:00]   终止日期：[2017年09月01日 00:00:00]". The end at midnight is the first moment
 * that the bill does not cover. Null when it cannot be read.
 */
export function readAlipayPeriod(value: string): AlipayPeriod | null {
  const [start = "", end] = value.split("终止日期");
  const startsOn = readDay(start);
  const endsAt = end === undefined ? startsOn : readDay(end);
  if (startsOn === null || endsAt === null) return null;
  const clock = /\d\d?:\d\d/.exec(end ?? "")?.[0] ?? "00:00";
  const isExcluded = !/[1-9]/.test(clock) || endsAt === dayAfter(startsOn);
  return { startsOn, endsOn: isExcluded && endsAt > startsOn ? dayBefore(endsAt) : endsAt };
}

/** A blank line, or an empty row as spreadsheets save it. */
export function isAlipayBlank(text: string): boolean {
  return text === "" || (text.startsWith(",") && text.replaceAll(",", "").trim() === "");
}

/** The cells of a data line, or why it has not as many as the header names. Quoted cells are rare. */
export function cutAlipayLine(text: string, header: Header): readonly string[] | string {
  const quoted = text.includes('"') ? fitCells(splitQuotedCells(text), header) : null;
  const cells = quoted ?? fitCells(text.split(","), header);
  const found = text.split(",").length;
  return (
    cells ??
    `the line has ${found} cells where the header names ${header.names.length} columns (is there a comma in a name?)`
  );
}
