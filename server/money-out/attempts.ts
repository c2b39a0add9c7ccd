import "server-only";
import { randomBytes } from "node:crypto";
import type { AnswerSource, AttemptStatus, Operation, OutgoingKind } from "@/core/money-out/attempt";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { invariant } from "@/core/result";
import { failpoint } from "@/server/failpoint";
import type { DbReader, DbTransaction } from "@/server/transact";

/** One attempt to have a payout or refund paid; amounts in minor units. */
export type Attempt = {
  readonly id: bigint;
  readonly outNo: string;
  readonly kind: OutgoingKind;
  readonly objectNo: string;
  readonly attemptNo: number;
  readonly operation: Operation;
  readonly channelId: bigint;
  readonly channelCode: string;
  readonly amountMinor: bigint;
  readonly asset: string;
  readonly payeeDigest: string;
  readonly status: AttemptStatus;
  readonly sends: number;
  readonly inquiries: number;
  readonly leaseToken: bigint;
  readonly approvalId: bigint | null;
  readonly version: number;
};

/** Where something was heard of an attempt, and what. */
export type Heard = { readonly source: AnswerSource; readonly outcome: ChannelOutcome };

const COLUMNS = `a.id, a.out_no AS "outNo", a.kind, a.object_no AS "objectNo", a.attempt_no AS "attemptNo", a.operation,
  a.channel_id AS "channelId", c.code AS "channelCode", a.amount_minor AS "amountMinor", a.asset,
  a.payee_digest AS "payeeDigest", a.status, a.sends, a.inquiries, a.lease_token AS "leaseToken",
  a.approval_id AS "approvalId", a.version`;

export type NewAttempt = Pick<
  Attempt,
  "kind" | "objectNo" | "operation" | "channelId" | "amountMinor" | "asset" | "payeeDigest"
> & {
  /** Where the number is fixed already, as a refund's is; random otherwise. */
  readonly outNo?: string;
  /** Every attempt after an object's first one names the request that allowed it. */
  readonly approvalId?: bigint;
  /** Not to be sent before. */
  readonly availableAt?: Date;
};

/**
 * Prepares an attempt in the command's transaction: with the commit it waits to be sent, and its number is never another.
 * The database refuses a second open attempt of one object.
 */
export async function prepareAttempt(tx: DbTransaction, attempt: NewAttempt): Promise<Attempt> {
  const [row] = await tx.query<Attempt>(
    `WITH a AS (
       INSERT INTO money_attempts (out_no, kind, object_no, attempt_no, operation, channel_id, amount_minor, asset,
                                   payee_digest, approval_id, available_at, command_id)
       SELECT $1, $2, $3, 1 + count(earlier.id), $4, $5, $6, $7, $8, $9, coalesce($10, now()), $11
       FROM (VALUES (1)) AS one LEFT JOIN money_attempts earlier ON earlier.kind = $2 AND earlier.object_no = $3
       RETURNING *)
     SELECT ${COLUMNS} FROM a JOIN channels c ON c.id = a.channel_id`,
    [
      attempt.outNo ?? mintOutNo(attempt.kind),
      attempt.kind,
      attempt.objectNo,
      attempt.operation,
      attempt.channelId,
      attempt.amountMinor,
      attempt.asset,
      attempt.payeeDigest,
      attempt.approvalId ?? null,
      attempt.availableAt ?? null,
      tx.context.commandId,
    ],
  );
  invariant(row, "an attempt that was inserted comes back");
  await failpoint("attempt.prepared");
  return row;
}

const LETTERS = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ".slice(0, 32);

/** 32 characters of which 30 are random: a sequence would be wound back by a restore, and its numbers sent twice. */
export function mintOutNo(kind: OutgoingKind): string {
  const random = Array.from(randomBytes(30), (byte) => LETTERS[byte % LETTERS.length]).join("");
  return `${kind === "PAYOUT" ? "PA" : "RA"}${random}`;
}

/** The attempt, locked until the transaction ends, or null. */
export async function lockAttempt(tx: DbTransaction, by: { id: bigint } | { outNo: string }): Promise<Attempt | null> {
  const [row] = await tx.query<Attempt>(
    `SELECT ${COLUMNS} FROM money_attempts a JOIN channels c ON c.id = a.channel_id
     WHERE ${"id" in by ? "a.id" : "a.out_no"} = $1 FOR UPDATE OF a`,
    ["id" in by ? by.id : by.outNo],
  );
  return row ?? null;
}

/** Many attempts, locked in the order of their ids until the transaction ends; by their ids. */
export async function lockAttempts(tx: DbTransaction, ids: readonly bigint[]): Promise<Map<bigint, Attempt>> {
  const rows = await tx.query<Attempt>(
    `SELECT ${COLUMNS} FROM money_attempts a JOIN channels c ON c.id = a.channel_id
     WHERE a.id = ANY ($1) ORDER BY a.id FOR UPDATE OF a`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** All attempts of one object, the first one first. */
export function listAttempts(db: DbReader, kind: OutgoingKind, objectNo: string): Promise<Attempt[]> {
  return db.query<Attempt>(
    `SELECT ${COLUMNS} FROM money_attempts a JOIN channels c ON c.id = a.channel_id
     WHERE a.kind = $1 AND a.object_no = $2 ORDER BY a.attempt_no`,
    [kind, objectNo],
  );
}

/** Attempts taken from the database by an UPDATE that returns their ids, with their channels. */
export function readTaken(db: DbReader, update: string, params: readonly unknown[]): Promise<Attempt[]> {
  return db.query<Attempt>(
    `WITH a AS (${update}) SELECT ${COLUMNS} FROM a JOIN channels c ON c.id = a.channel_id ORDER BY a.id`,
    params,
  );
}
