import "server-only";
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { type Refusal, refuse } from "@/core/result";
import type { DbReader } from "@/server/transact";

/** One thing that is not what entries and holds say: a balance, a position of an entry, or what waits to be folded. */
export type RebuildDifference = {
  readonly what: "balance" | "position" | "waiting";
  readonly accountNo: string;
  readonly isNow: string;
  readonly hasToBe: string;
};

/** What rebuilding would change; nothing in a sound book. Reads every entry, in one snapshot. */
export function findRebuildDifferences(db: DbReader): Promise<RebuildDifference[]> {
  return db.query<RebuildDifference>(
    `SELECT what, account_no AS "accountNo", is_now AS "isNow", has_to_be AS "hasToBe" FROM rebuild_differences() ORDER BY 1, 2, 3`,
  );
}

type Rebuilt = { ok: true; value: { changed: bigint } } | { ok: false; refusal: Refusal<"owner_needed"> };

/**
 * Writes every balance, position and waiting entry anew from entries and holds, in one transaction and with its line in
 * the trail. `owner` is a connection as the owner of the tables: the app's own role is refused, since nothing that the
 * desk does may need it. Postings wait meanwhile.
 */
export async function rebuildBalances(owner: pg.ClientBase): Promise<Rebuilt> {
  const commandId = randomUUID();
  const { rows: roles } = await owner.query<{ may: boolean }>(
    "SELECT has_function_privilege('ledger_rebuild()', 'EXECUTE') AS may",
  );
  if (!roles[0]?.may) {
    return refuse("owner_needed", "Balances are rebuilt by the owner of the tables alone; set DATABASE_OWNER_URL.");
  }
  await owner.query("BEGIN");
  try {
    await owner.query("SET LOCAL statement_timeout = 0");
    await owner.query(
      "INSERT INTO receipts (command_id, name, input_hash) VALUES ($1, 'books.rebuild', 'everything')",
      [commandId],
    );
    const { rows } = await owner.query<{ changed: string | bigint }>("SELECT ledger_rebuild() AS changed");
    const changed = BigInt(rows[0]?.changed ?? 0);
    await owner.query(
      `INSERT INTO audit_events (stream, actor_id, actor_login, action, outcome, object_type, object_no, detail, command_id,
                                 seq, prev_hash, hash)
       VALUES ('books', NULL, current_user, 'books.rebuilt', 'DONE', 'books', 'balances', $2, $1, 0, '', '')`,
      [commandId, JSON.stringify({ changed: `${changed}` })],
    );
    await owner.query("UPDATE receipts SET outcome = $2 WHERE command_id = $1", [
      commandId,
      JSON.stringify({ changed: `${changed}` }),
    ]);
    await owner.query("COMMIT");
    return { ok: true, value: { changed } };
  } catch (error) {
    await owner.query("ROLLBACK");
    throw error;
  }
}
