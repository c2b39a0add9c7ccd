import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anchorPath } from "@/server/audit/anchor-file";
import { findPlace } from "@/server/audit/find-other-trail";
import { reader } from "@/server/transact";
import { openDeskDatabase } from "./command-context";
import type { TestDatabase } from "./database";

export type TrailDesk = {
  readonly db: TestDatabase;
  /** Where this trail's anchors are kept. */
  readonly path: string;
  /** Adds so many rows to a stream, as refusals, which stand on no receipt. */
  readonly write: (stream: string, count: number) => Promise<void>;
  readonly drop: () => Promise<void>;
};

/** One for all tests of a file, since the environment is read once. */
const folder = mkdtempSync(join(tmpdir(), "desk-trail-"));

/** A database with an empty data folder. Call it before anything else reads the environment. */
export async function openTrail(): Promise<TrailDesk> {
  process.env.DESK_DATA_DIR = folder;
  const db = await openDeskDatabase();
  return {
    db,
    path: anchorPath((await findPlace(reader)).trail),
    async write(stream, count) {
      await db.pool.query(
        `INSERT INTO audit_events (stream, actor_login, action, outcome, object_type, object_no, detail, seq, prev_hash, hash)
         SELECT $1, 'tester', $1 || '.try', 'REFUSED', $1, 'N' || n, jsonb_build_object('try', n, 'text', 'a|b "ü"'), 0, '', ''
         FROM generate_series(1, $2) AS n`,
        [stream, count],
      );
    },
    drop: async () => {
      await db.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
