import "server-only";
import { BULK_RESOLUTIONS } from "@/core/suspense/bulk";
import { QUEUE_SHEET_COLUMNS, type QueueSheetColumn, REASON_CODES, type SheetWords } from "@/core/suspense/queue-sheet";
import bulkEn from "@/messages/en/bulk.json";
import enumsEn from "@/messages/en/enums.json";
import suspenseEn from "@/messages/en/suspense.json";
import bulkZh from "@/messages/zh-CN/bulk.json";
import enumsZh from "@/messages/zh-CN/enums.json";
import suspenseZh from "@/messages/zh-CN/suspense.json";

/** The words of a sheet in the reader's language: those that the pages use. */
export const SHEET_TEXTS = {
  en: { sheet: bulkEn.sheet, enums: enumsEn, resolution: suspenseEn.resolution },
  "zh-CN": { sheet: bulkZh.sheet, enums: enumsZh, resolution: suspenseZh.resolution },
} as const;
export type SheetLocale = keyof typeof SHEET_TEXTS;
export type SheetTexts = (typeof SHEET_TEXTS)[SheetLocale];

/** A sheet may come back with words of any of our languages, or with the codes themselves. */
export function allSheetWords(): SheetWords {
  const columns = new Map<string, QueueSheetColumn>();
  const resolutions: [string, (typeof BULK_RESOLUTIONS)[number]][] = [];
  const reasons: [string, (typeof REASON_CODES)[number]][] = [];
  for (const { sheet, resolution } of Object.values(SHEET_TEXTS)) {
    for (const column of QUEUE_SHEET_COLUMNS) columns.set(sheet.column[column].toLowerCase(), column);
    for (const one of BULK_RESOLUTIONS) resolutions.push([resolution[one].name.toLowerCase(), one]);
    for (const code of REASON_CODES) reasons.push([sheet.reasonCode[code].toLowerCase(), code]);
  }
  for (const one of BULK_RESOLUTIONS) resolutions.push([one.toLowerCase(), one]);
  for (const code of REASON_CODES) reasons.push([code.toLowerCase(), code]);
  return { columns, resolutions: new Map(resolutions), reasons: new Map(reasons) };
}
