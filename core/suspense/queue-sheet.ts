import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { BULK_RESOLUTIONS } from "./bulk";
import type { Resolution } from "./resolutions";

/** What a sheet tells of each item; nobody fills these in. */
export const LOCKED_COLUMNS = [
  "itemNo",
  "kind",
  "itemKind",
  "direction",
  "amount",
  "asset",
  "channel",
  "matchKey",
  "orderNo",
  "merchantNo",
  "merchant",
  "openedOn",
  "ageDays",
  "status",
  "assignee",
] as const;
/** What people fill in. */
export const OPEN_COLUMNS = ["resolution", "reasonCode", "note"] as const;
/** What makes a row come back as itself: which version was exported, and a seal over it. Hidden where a sheet can hide. */
export const HIDDEN_COLUMNS = ["version", "seal"] as const;
export const QUEUE_SHEET_COLUMNS = [...LOCKED_COLUMNS, ...OPEN_COLUMNS, ...HIDDEN_COLUMNS] as const;
export type LockedColumn = (typeof LOCKED_COLUMNS)[number];
export type QueueSheetColumn = (typeof QUEUE_SHEET_COLUMNS)[number];

/** Why somebody proposes what they propose, in one word; the note says the rest. */
export const REASON_CODES = [
  "CHANNEL_CONFIRMED",
  "MERCHANT_CONFIRMED",
  "PAYER_CONFIRMED",
  "OUR_FAULT",
  "CHANNEL_FAULT",
  "NOT_WORTH_PURSUING",
  "OTHER",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What was exported: `digests` are of the locked cells, in the order of the columns. */
export type RowIdentity = {
  readonly exportNo: string;
  readonly itemNo: string;
  readonly version: number;
  readonly digests: string;
};
export const DIGEST_CHARS = 6;
const SEAL = /^(BK\d{14,})\.(\d{1,9})\.([0-9a-f]+)\.([A-Za-z0-9_-]{20,64})$/;
const MAX_NOTE_CHARS = 3_900;

/** What the seal's signature covers. */
export function sealedText({ exportNo, itemNo, version, digests }: RowIdentity): string {
  return [exportNo, itemNo, version, digests].join("|");
}

export function toSeal({ exportNo, version, digests }: RowIdentity, signature: string): string {
  return [exportNo, version, digests, signature].join(".");
}

/** A seal's parts as they claim to be; whoever holds the export's key says whether they are. */
export function readSeal(itemNo: string, seal: string): { identity: RowIdentity; signature: string } | null {
  const [, exportNo, version, digests, signature] = SEAL.exec(plainCell(seal)) ?? [];
  if (exportNo === undefined || version === undefined || digests === undefined || signature === undefined) return null;
  return { identity: { exportNo, itemNo, version: Number.parseInt(version, 10), digests }, signature };
}

/**
 * A cell's text without what programs do to text on its way: spaces around it, the apostrophe that keeps it from being a
 * formula, and the commas of thousands.
 */
export function plainCell(text: string): string {
  const trimmed = text.trim().replace(/^'/, "");
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(trimmed) ? trimmed.replaceAll(",", "") : trimmed;
}

/** The columns whose cells are not what was exported, by the digests of both. */
export function findEdited(exported: string, now: string): LockedColumn[] {
  return LOCKED_COLUMNS.filter((_, index) => {
    const part = (digests: string) => digests.slice(index * DIGEST_CHARS, (index + 1) * DIGEST_CHARS);
    return part(exported) !== part(now);
  });
}

/** How people write columns, resolutions and reasons, in any language of ours; by their labels, lower case. */
export type SheetWords = {
  readonly columns: ReadonlyMap<string, QueueSheetColumn>;
  readonly resolutions: ReadonlyMap<string, Resolution>;
  readonly reasons: ReadonlyMap<string, ReasonCode>;
};

/** Where each column stands in a row of labels; null for a row that is none. */
export function findColumns(
  cells: ReadonlyMap<number, string>,
  words: SheetWords,
): ReadonlyMap<QueueSheetColumn, number> | null {
  const found = new Map<QueueSheetColumn, number>();
  for (const [place, text] of cells) {
    const column = words.columns.get(plainCell(text).toLowerCase());
    if (column !== undefined && !found.has(column)) found.set(column, place);
  }
  return found.has("itemNo") && found.has("seal") ? found : null;
}

export type Filled = { readonly resolution: Resolution; readonly reason: string };
export type FillRefusal = Refusal<
  | "sheet_resolution_unknown"
  | "sheet_reason_unknown"
  | "sheet_note_missing"
  | "sheet_note_too_long"
  | "sheet_resolution_missing"
>;

/** What a person filled in; null for nothing. `nameOf` is the name of a column's cell in the row, as "P12". */
export function readFilled(
  cells: Readonly<Record<(typeof OPEN_COLUMNS)[number], string>>,
  words: SheetWords,
  nameOf: (column: (typeof OPEN_COLUMNS)[number]) => string,
): Result<Filled | null, FillRefusal> {
  const [wanted, code, note] = [plainCell(cells.resolution), plainCell(cells.reasonCode), plainCell(cells.note)];
  if (wanted === "" && code === "" && note === "") return accept(null);
  if (wanted === "") {
    const cell = nameOf("resolution");
    return refuse("sheet_resolution_missing", `Cell ${cell} is empty: a reason or note alone proposes nothing.`, {
      cell,
    });
  }
  const resolution = words.resolutions.get(wanted.toLowerCase());
  if (resolution === undefined || !BULK_RESOLUTIONS.includes(resolution)) {
    const cell = nameOf("resolution");
    const message = `Cell ${cell} says "${wanted.slice(0, 60)}", which can not be proposed by sheet. Choose from its list.`;
    return refuse("sheet_resolution_unknown", message, { cell, text: wanted.slice(0, 60) });
  }
  const reason = words.reasons.get(code.toLowerCase());
  if (code !== "" && reason === undefined) {
    const cell = nameOf("reasonCode");
    return refuse("sheet_reason_unknown", `Cell ${cell} says "${code.slice(0, 60)}", which is no reason code.`, {
      cell,
      text: code.slice(0, 60),
    });
  }
  if (note === "") {
    const cell = nameOf("note");
    return refuse("sheet_note_missing", `Cell ${cell} is empty: say why, so that the checker can judge it.`, { cell });
  }
  if (note.length > MAX_NOTE_CHARS) {
    return refuse("sheet_note_too_long", `Cell ${nameOf("note")} is longer than ${MAX_NOTE_CHARS} characters.`, {
      cell: nameOf("note"),
      limit: `${MAX_NOTE_CHARS}`,
    });
  }
  return accept({ resolution, reason: reason === undefined ? note : `${reason}: ${note}` });
}
