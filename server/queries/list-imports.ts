import "server-only";
import type { ImportDto } from "@/contracts/imports";
import { reader } from "@/server/transact";
import { IMPORT_SELECT, type ImportRaw, toImportDto } from "./import-rows";

/** As many as a page shows; whoever needs older ones looks for their statements. */
const MOST = 30;

/** Everybody's jobs: those under way or waiting, and what ended within a day. The newest first. */
export async function listImports(): Promise<ImportDto[]> {
  const raws = await reader.query<ImportRaw>(
    `${IMPORT_SELECT} WHERE i.finished_at IS NULL OR i.finished_at > clock_timestamp() - interval '1 day'
     ORDER BY i.finished_at IS NULL DESC, i.created_at DESC, i.id DESC LIMIT ${MOST}`,
  );
  return raws.map(toImportDto);
}

/** One job by its number, or null. */
export async function findImport(importNo: string): Promise<ImportDto | null> {
  const [raw] = await reader.query<ImportRaw>(`${IMPORT_SELECT} WHERE i.import_no = $1`, [importNo]);
  return raw ? toImportDto(raw) : null;
}
