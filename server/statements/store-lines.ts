import "server-only";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { invariant } from "@/core/result";
import type { StatementLine } from "@/core/statements/statement";
import { enqueue } from "@/server/outbox/enqueue";
import type { ChannelRow } from "@/server/store/channels";
import type { DbTransaction } from "@/server/transact";
import { COPIED_COLUMNS, COPY_OPTIONS, CopyRows } from "./copy-rows";

/** A statement with more lines has its numbers noted by the worker afterwards; until then a search does not find them. */
const MOST_NUMBERED_AT_ONCE = 20_000;

/** Takes a statement's lines in by COPY, as fast as the database reads them. Memory stays flat. */
export type LineStore = {
  readonly statementId: bigint;
  add(lines: readonly StatementLine[]): Promise<void>;
  /** Ends the COPY. Other statements of the transaction wait for it. */
  close(): Promise<void>;
  /** Gives the COPY up, so that the connection takes the next statement, which is the rollback. */
  abort(): Promise<void>;
  /** Makes the lines those of `settlesOn`, with their sums. The statement's row is there. */
  promote(settlesOn: string): Promise<void>;
  /** Leaves nothing of the lines, where the transaction goes on without them. */
  discard(): Promise<void>;
};

const UNDATED = "1970-01-01";

/**
 * Opens the way in for the lines of one statement. Where its day is known they go straight to their place, invisible to
 * others until the transaction ends; otherwise they wait in a temporary table for `promote` to say it.
 */
export async function openLineStore(
  tx: DbTransaction,
  channel: ChannelRow,
  settlesOn: string | null,
): Promise<LineStore> {
  const [next] = await tx.query<{ id: bigint }>("SELECT nextval('statements_id_seq') AS id");
  invariant(next, "a sequence answers");
  if (settlesOn !== null) await tx.query("SELECT ensure_month($1)", [settlesOn]);
  else await tx.query("CREATE TEMPORARY TABLE undated_lines (LIKE statement_lines) ON COMMIT DROP");
  await tx.query("SAVEPOINT lines");
  const target = settlesOn === null ? "undated_lines" : "statement_lines";
  const stream = tx.client.query(copyFrom(`COPY ${target} (${COPIED_COLUMNS}) FROM STDIN ${COPY_OPTIONS}`));
  const done = finished(stream);
  // A failure shows at the next write or at close; until then nobody else is listening.
  done.catch(() => undefined);
  const rows = new CopyRows(channel, next.id, settlesOn ?? UNDATED);
  let count = 0;
  return {
    statementId: next.id,
    async add(lines) {
      if (lines.length === 0) return;
      count += lines.length;
      if (!stream.write(rows.write(lines))) await Promise.race([once(stream, "drain"), done]);
    },
    async close() {
      stream.end();
      await done;
    },
    async abort() {
      stream.destroy(new Error("the import was given up"));
      await done.catch(() => undefined);
    },
    async promote(day) {
      if (settlesOn === null) await dateLines(tx, day);
      else invariant(day === settlesOn, "lines that have their place are of that day");
      await keepSums(tx, next.id, rows);
      if (count > MOST_NUMBERED_AT_ONCE) await enqueue(tx, "statement.number", { statementId: `${next.id}` });
      else await tx.query("SELECT number_lines($1)", [next.id]);
    },
    async discard() {
      await tx.query("ROLLBACK TO SAVEPOINT lines");
    },
  };
}

async function dateLines(tx: DbTransaction, day: string): Promise<void> {
  await tx.query("SELECT ensure_month($1)", [day]);
  const rest = COPIED_COLUMNS.replace("settles_on,", "");
  await tx.query(`INSERT INTO statement_lines (${COPIED_COLUMNS}) SELECT $1, ${rest} FROM undated_lines`, [day]);
}

/** What proofs read in the lines' stead: as it was written, so that a million lines are not read again to count them. */
async function keepSums(tx: DbTransaction, statementId: bigint, { sums, keys }: CopyRows): Promise<void> {
  const entries = sums.entries();
  await tx.query(
    `INSERT INTO statement_assets (statement_id, asset, lines, signed_minor, fee_minor, contract_fee_minor)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])`,
    [
      statementId,
      entries.map(([asset]) => asset),
      entries.map(([, sum]) => sum.lines),
      entries.map(([, sum]) => sum.signedMinor),
      entries.map(([, sum]) => sum.feeMinor),
      entries.map(([, sum]) => sum.contractFeeMinor),
    ],
  );
  if (keys.repeated.size === 0) return;
  await tx.query("INSERT INTO statement_repeats (statement_id, match_key) SELECT $1, * FROM unnest($2::text[])", [
    statementId,
    [...keys.repeated],
  ]);
}
