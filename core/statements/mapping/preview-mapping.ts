import type { EncodingGuess } from "../guess-encoding";
import { guessUtf8First } from "../guess-encoding";
import { maskCardNumbers } from "../mask-card-numbers";
import { LineSplitter, type PhysicalLine } from "../split-lines";
import { headerName } from "./column-plan";
import { type MappedField, NUMBER_FIELDS, type StatementMapping } from "./mapping";
import type { MappingReason } from "./mapping-reasons";
import { MappedFile, type SkippedBy, type WalkedLine } from "./walk-mapped-file";

/** A cell as the file has it, and what the mapping makes of it, where it reads it at all. */
export type PreviewCell = {
  readonly text: string;
  readonly field: MappedField | null;
  readonly becomes: string | null;
  readonly reason: MappingReason | null;
};

export type PreviewLine = {
  readonly lineNo: number;
  readonly is: "SKIPPED" | "HEADER" | "FOOTER" | "READ" | "REFUSED";
  readonly skippedBy: SkippedBy | null;
  readonly cells: readonly PreviewCell[];
  /** What is wrong with the line as a whole. */
  readonly reason: MappingReason | null;
};

export type MappingPreview = {
  readonly encoding: string;
  /** The columns as the file names them, or their positions. */
  readonly columns: readonly string[];
  readonly lines: readonly PreviewLine[];
  readonly read: number;
  readonly refused: number;
  readonly leftOut: number;
  /** Why this is no file of the mapping. */
  readonly fault: MappingReason | null;
  /** Texts of columns with a value map that the map does not list, with how often they were seen. */
  readonly unmapped: readonly { readonly field: MappedField; readonly text: string; readonly count: number }[];
};

const MAX_SHOWN_CHARS = 120;
/** What is sampled of a file: more lines than anybody reads through. */
export const MAX_PREVIEW_LINES = 200;

/** The first physical lines of a file. The last one is dropped where `head` may have cut it. */
export function headLines(
  head: Uint8Array,
  isWhole: boolean,
  guess: EncodingGuess = guessUtf8First,
): { lines: PhysicalLine[]; encoding: string } {
  const splitter = new LineSplitter(guess);
  const lines = splitter.feed(head.slice());
  if (isWhole) lines.push(...splitter.end());
  return { lines: lines.slice(0, MAX_PREVIEW_LINES), encoding: splitter.encoding };
}

/** Reads the beginning of a file by a mapping that is still being made, and says of each cell what becomes of it. */
export function previewMapping(mapping: StatementMapping, head: Uint8Array, isWhole: boolean): MappingPreview {
  const { encoding: wanted } = mapping.text;
  const forced = wanted === "GB18030" ? "gb18030" : "utf-8";
  const { lines: physicals, encoding } = headLines(head, isWhole, wanted === "AUTO" ? guessUtf8First : () => forced);
  const file = new MappedFile(mapping, true);
  const unmapped = new Map<string, { field: MappedField; text: string; count: number }>();
  const lines: PreviewLine[] = [];
  for (const physical of physicals) {
    const walked = file.fault === null ? file.walk(physical) : plainLine(physical);
    lines.push(toPreviewLine(physical.lineNo, walked));
    noteUnmapped(walked, unmapped);
  }
  return {
    encoding,
    // Also of a file that does not fit yet: its columns are what a person chooses from.
    columns:
      file.plan?.names ?? lines.find(({ is }) => is === "HEADER")?.cells.map(({ text }) => headerName(text)) ?? [],
    lines,
    read: lines.filter(({ is }) => is === "READ").length,
    refused: lines.filter(({ is }) => is === "REFUSED").length,
    leftOut: lines.filter(({ is }) => is === "SKIPPED").length,
    fault: file.whyNot(),
    unmapped: [...unmapped.values()],
  };
}

function plainLine({ text }: PhysicalLine): WalkedLine {
  return { is: "SKIPPED", by: "LEADING", cells: [text], index: null };
}

function toPreviewLine(lineNo: number, walked: WalkedLine): PreviewLine {
  const readings = walked.is === "ROW" ? walked.readings : [];
  const skippedIndex = walked.is === "SKIPPED" ? walked.index : null;
  const cells = walked.cells.map((cell, index): PreviewCell => {
    const own = readings.filter((reading) => reading.index === index);
    // What is wrong is said before what is right.
    const told = own.find(({ reason }) => reason !== null) ?? own[0];
    // A number of ours or the channel's may pass the check digit of a card by chance, and is what the reader looks for.
    const isNumber = NUMBER_FIELDS.some((name) => name === told?.field);
    const text = (isNumber ? cell : maskCardNumbers(cell, [])).slice(0, MAX_SHOWN_CHARS);
    if (index === skippedIndex) return { text, field: "skip", becomes: null, reason: null };
    return { text, field: told?.field ?? null, becomes: told?.becomes ?? null, reason: told?.reason ?? null };
  });
  const whole = readings.find(({ index, reason }) => index === null && reason !== null)?.reason ?? null;
  const is = walked.is === "ROW" ? (walked.line === null ? "REFUSED" : "READ") : walked.is;
  return { lineNo, is, skippedBy: walked.is === "SKIPPED" ? walked.by : null, cells, reason: whole };
}

function noteUnmapped(
  walked: WalkedLine,
  unmapped: Map<string, { field: MappedField; text: string; count: number }>,
): void {
  if (walked.is !== "ROW") return;
  for (const { field, reason } of walked.readings) {
    if (field === null || (reason?.code !== "value_unmapped" && reason?.code !== "value_missing")) continue;
    const text = reason.params.text ?? "";
    const known = unmapped.get(`${field}\t${text}`);
    unmapped.set(`${field}\t${text}`, { field, text, count: (known?.count ?? 0) + 1 });
  }
}
