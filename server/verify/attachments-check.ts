import "server-only";
import { type AttachmentStore, hashOf, openAttachmentStore } from "@/server/attachments/attachment-store";
import type { DbReader } from "@/server/transact";
import { type CheckResult, sayCheck } from "./book-check";

/** A proof reads the newest files, and of the others the part whose turn it is; all of them where somebody asks for all. */
const NEWEST = 100;
const PART = 100;
/** Files that are read beside each other; each may have 20 MB. */
const AT_ONCE = 4;
const EXAMPLES = 5;

type AttachedFile = {
  readonly attachmentNo: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: bigint;
  readonly store: AttachmentStore["name"];
};
type Fault = { readonly name: string; readonly said: string };

/**
 * Files that people decided on are where they were put, with the size and the hash that their rows say. Reads outside of
 * the database, so it is asked before a proof takes its snapshot. A store that does not answer proves nothing: the check
 * fails and says so.
 */
export async function checkAttachments(db: DbReader, { all = false } = {}): Promise<CheckResult> {
  const name = "attachments_kept";
  const { files, which } = all ? { files: await listAll(db), which: "attached files" } : await listPart(db);
  const faults: Fault[] = [];
  const waiting = files.values();
  const silent = new Map<string, string>();
  const lane = async () => {
    for (const file of waiting) {
      if (silent.has(file.store)) continue;
      try {
        const said = await findFault(file);
        if (said !== null) faults.push({ name: file.attachmentNo, said });
      } catch (error) {
        silent.set(
          file.store,
          `the store ${file.store} does not answer, so its files are not proved: ${reasonOf(error)}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const [total, count] = [BigInt(files.length), BigInt(faults.length)];
  const sorted = faults.sort((left, right) => left.name.localeCompare(right.name));
  const examples = sorted.slice(0, EXAMPLES).map(({ name: no, said }) => `${no} ${said}`);
  const result = sayCheck(name, which, { total, faults: count, examples });
  if (silent.size === 0) return result;
  return { name, ok: false, figure: [...(count === 0n ? [] : [result.figure]), ...silent.values()].join("; ") };
}

/** What is wrong with a file, null where nothing is; throws where its store does not say. */
async function findFault({ fileName, sha256, sizeBytes, store }: AttachedFile): Promise<string | null> {
  const bytes = await openAttachmentStore(store).get(sha256);
  if (bytes === null) return `(${fileName}) is gone from the store ${store}`;
  if (hashOf(bytes) !== sha256) return `(${fileName}) is not what was attached`;
  return BigInt(bytes.length) === sizeBytes ? null : `(${fileName}) has ${bytes.length} bytes, not ${sizeBytes}`;
}

const SELECT = `SELECT attachment_no AS "attachmentNo", file_name AS "fileName", sha256, size_bytes AS "sizeBytes", store FROM attachments`;

async function listAll(db: DbReader): Promise<AttachedFile[]> {
  return db.query<AttachedFile>(`${SELECT} ORDER BY id`);
}

/** The newest, and as many older ones in a row as a part has: which part it is moves on with each full proof. */
async function listPart(db: DbReader): Promise<{ files: AttachedFile[]; which: string }> {
  const [turn] = await db.query<{ part: bigint; parts: bigint }>(
    `SELECT (SELECT count(*) FROM proofs WHERE kind = 'FULL') % parts AS part, parts
     FROM (SELECT coalesce(max(id), 0) / ${PART} + 1 AS parts FROM attachments) AS counted`,
  );
  const part = turn?.part ?? 0n;
  const files = await db.query<AttachedFile>(
    `${SELECT} WHERE id IN (SELECT id FROM attachments ORDER BY id DESC LIMIT ${NEWEST})
        OR id / ${PART} = $1 ORDER BY id`,
    [part],
  );
  return { files, which: `attached files (the newest, and part ${part + 1n} of ${turn?.parts ?? 1n})` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
