import "server-only";
import type { SheetFormat } from "@/contracts/sheet-formats";
import type { Actor } from "@/core/permissions/actor";
import { BULK_RESOLUTIONS } from "@/core/suspense/bulk";
import { HIDDEN_COLUMNS, OPEN_COLUMNS, QUEUE_SHEET_COLUMNS, REASON_CODES } from "@/core/suspense/queue-sheet";
import type { SheetLayout } from "@/core/xlsx/write-sheet";
import { streamSheet } from "@/server/sheet/stream-sheet";
import { countQueueRows, type QueueExport, readQueueRows } from "./read-queue-rows";
import { SHEET_TEXTS, type SheetLocale, type SheetTexts } from "./sheet-words";

const ZONE = "Asia/Shanghai";
const WIDE = 26;
const NARROW = 14;

type SheetRequest = {
  readonly actor: Actor;
  readonly queueExport: QueueExport;
  readonly format: SheetFormat;
  readonly locale: SheetLocale;
  readonly exportedAt: Date;
  readonly onRows?: (count: number) => Promise<void>;
};

/** The file of an export, piece by piece: a header block, the labels, the rows. */
export async function* writeSheetFile(request: SheetRequest): AsyncGenerator<Uint8Array> {
  yield* streamSheet(request.format, await layOut(request), readRows(request));
}

async function* readRows({ actor, queueExport, locale, onRows }: SheetRequest) {
  for await (const rows of readQueueRows(actor, queueExport, SHEET_TEXTS[locale])) {
    yield rows;
    await onRows?.(rows.length);
  }
}

async function layOut({ actor, queueExport, locale, exportedAt }: SheetRequest): Promise<SheetLayout> {
  const texts = SHEET_TEXTS[locale];
  const { sheet, resolution } = texts;
  const { fact } = sheet;
  const when = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  const choices = {
    resolution: BULK_RESOLUTIONS.map((one) => resolution[one].name),
    reasonCode: REASON_CODES.map((code) => sheet.reasonCode[code]),
    note: undefined,
  };
  return {
    name: sheet.name,
    facts: [
      [fact.what, queueExport.jobNo],
      [fact.filter, sayFilter(queueExport, texts)],
      [fact.user, `${actor.displayName} (${actor.login})`],
      [fact.time, when.format(exportedAt)],
      [fact.zone, ZONE],
      [fact.rows, `${await countQueueRows(actor, queueExport)}`],
      [fact.how, fact.howText],
    ],
    columns: QUEUE_SHEET_COLUMNS.map((column) => {
      const open = OPEN_COLUMNS.find((one) => one === column);
      const offered = open && choices[open];
      return {
        label: sheet.column[column],
        width: open || column === "itemNo" || column === "matchKey" || column === "orderNo" ? WIDE : NARROW,
        isHidden: HIDDEN_COLUMNS.some((one) => one === column),
        isOpen: open !== undefined,
        ...(offered ? { choices: offered } : {}),
      };
    }),
  };
}

function sayFilter({ criteria }: QueueExport, { sheet }: SheetTexts): string {
  if (Array.isArray(criteria.itemNos)) return sheet.fact.selected;
  const given = Object.entries(criteria.filters as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return given.length === 0 ? sheet.fact.all : given.map(([name, value]) => `${name}=${value}`).join(" ");
}
