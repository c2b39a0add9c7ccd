import "server-only";
import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { DbReader } from "@/server/transact";
import { anchorPath, isMissing, readFileLines, sizeOfAnchors } from "./anchor-file";
import { readAnchorLine } from "./anchor-line";

/** The name that the database gives its trail, and the database itself, as its cluster numbers it. */
export type TrailPlace = { readonly trail: string; readonly database: string };

/** Stands for the trail of a database that does not say which one it holds, which none of ours would. */
const NAMELESS = "00000000-0000-0000-0000-000000000000";

export async function findPlace(db: DbReader): Promise<TrailPlace> {
  const [row] = await db.query<{ trail: string | null; database: string }>(
    `SELECT (SELECT id FROM audit_trail) AS trail,
            (SELECT system_identifier FROM pg_control_system()) || '/' || d.oid AS database
     FROM pg_database d WHERE d.datname = current_database()`,
  );
  return { trail: row?.trail ?? NAMELESS, database: row?.database ?? "" };
}

/**
 * A trail that this very database held under another name: whoever empties the record of the anchors and renames the
 * trail would otherwise have its anchors begin anew. Null when the folder has none.
 */
export async function findOtherTrail({ trail, database }: TrailPlace): Promise<string | null> {
  const own = anchorPath(trail);
  const names = await readdir(dirname(own)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const name of names.toSorted()) {
    const other = name.replace(/\.ndjson$/, "");
    if (name === basename(own) || other === name) continue;
    const path = anchorPath(other);
    for await (const line of readFileLines(path, 0, (await sizeOfAnchors(path)) ?? 0)) {
      if (readAnchorLine(line.text)?.anchor.database === database) return other;
      break;
    }
  }
  return null;
}
