import "server-only";
import type { Json } from "@/core/json";
import { previewMapping } from "@/core/statements/mapping/preview-mapping";
import { parseMapping } from "@/server/store/statement-mappings";
import { reader } from "@/server/transact";
import { MAPPED_FORMAT } from "./find-channel-mapping";
import { openStatementFile } from "./open-statement-file";

/** As much of a file as a mapping is held against. */
const HEAD_BYTES = 128 * 1024;

/**
 * Whether the beginning of a file reads by an approved mapping of some channel without a line refused. A file of a bank may
 * have the column names by which a wallet's bill is known; whose it is, a person or the sender has to say then.
 */
export async function readsByMapping(path: string, fileName: string): Promise<boolean> {
  const rows = await reader.query<{ definition: Json }>(
    `SELECT DISTINCT ON (m.channel_id) m.definition FROM statement_mappings m JOIN channels c ON c.id = m.channel_id
     WHERE c.format = $1 ORDER BY m.channel_id, m.version DESC`,
    [MAPPED_FORMAT],
  );
  const head = rows.length > 0 ? await readHead(path, fileName) : null;
  if (head === null) return false;
  return rows.some(({ definition }) => {
    const { fault, read, refused } = previewMapping(parseMapping(definition), head, false);
    return fault === null && read > 0 && refused === 0;
  });
}

/** The beginning of the one file in an upload, unpacked; null where there is not one. */
async function readHead(path: string, fileName: string): Promise<Uint8Array | null> {
  const opened = await openStatementFile(path, fileName, () => MAPPED_FORMAT);
  if (!opened.ok) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of opened.value.bytes()) {
      if (!chunk.ok) return null;
      chunks.push(Buffer.from(chunk.value));
      length += chunk.value.length;
      if (length >= HEAD_BYTES) break;
    }
  } finally {
    await opened.value.close();
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}
