import "server-only";
import type { ImportDto } from "@/contracts/imports";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";
import { IMPORT_SELECT, type ImportRaw, toImportDto } from "./import-rows";

/** As many as a page shows; whoever needs older ones looks for their statements. */
const MOST = 30;

/** Everybody's jobs: those under way or waiting, and what ended within a day. The newest first. */
export async function listImports(actor: Actor): Promise<ImportDto[]> {
  const raws = await reader.query<ImportRaw>(
    `${IMPORT_SELECT} WHERE i.finished_at IS NULL OR i.finished_at > clock_timestamp() - interval '1 day'
     ORDER BY i.finished_at IS NULL DESC, i.created_at DESC, i.id DESC LIMIT ${MOST}`,
  );
  return raws.map((raw) => withinScope(actor, toImportDto(raw)));
}

/** One job by its number, or null. */
export async function findImport(actor: Actor, importNo: string): Promise<ImportDto | null> {
  const [raw] = await reader.query<ImportRaw>(`${IMPORT_SELECT} WHERE i.import_no = $1`, [importNo]);
  return raw ? withinScope(actor, toImportDto(raw)) : null;
}

/** Lines may be of any merchant, so whoever sees only some of them sees none here. */
function withinScope(actor: Actor, job: ImportDto): ImportDto {
  return actor.scope === null ? job : { ...job, refusedLines: [] };
}
