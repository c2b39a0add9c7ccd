import "server-only";
import type { Json } from "@/core/json";
import { getPool } from "@/server/db";
import type { CommandContext, DbTransaction } from "@/server/transact";

export type AuditEvent = {
  readonly action: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly detail: Json;
};

const INSERT = `INSERT INTO audit_events (stream, actor_id, actor_login, action, outcome, object_type, object_no, detail, command_id,
                                          seq, prev_hash, hash)
                VALUES ($1, $2, $3, $4, $5, $1, $6, $7, $8, 0, '', '')`;

/**
 * Writes what a command did into the trail, inside the command's own transaction. The database numbers and chains the
 * row (one chain per object type). Call it last: the chain is locked until the transaction ends.
 */
export async function appendAudit(tx: DbTransaction, event: AuditEvent): Promise<void> {
  const { actor, commandId } = tx.context;
  await tx.query(INSERT, [
    event.objectType,
    actor.userId,
    actor.login,
    event.action,
    "DONE",
    event.objectNo,
    JSON.stringify(event.detail),
    commandId,
  ]);
}

/** Writes many events of one stream in one statement, in their order. */
export async function appendAudits(tx: DbTransaction, events: readonly AuditEvent[]): Promise<void> {
  const { actor, commandId } = tx.context;
  await tx.query(
    `INSERT INTO audit_events (stream, actor_id, actor_login, action, outcome, object_type, object_no, detail, command_id,
                               seq, prev_hash, hash)
     SELECT e.object_type, $1, $2, e.action, 'DONE', e.object_type, e.object_no, e.detail, $3, 0, '', ''
     FROM unnest($4::text[], $5::text[], $6::text[], $7::jsonb[]) WITH ORDINALITY AS e (object_type, object_no, action, detail, n)
     ORDER BY e.n`,
    [
      actor.userId,
      actor.login,
      commandId,
      events.map(({ objectType }) => objectType),
      events.map(({ objectNo }) => objectNo),
      events.map(({ action }) => action),
      events.map(({ detail }) => JSON.stringify(detail)),
    ],
  );
}

/** Writes that something was refused. It stands on no receipt, since nothing took effect. */
export async function appendRefusal(context: CommandContext, event: AuditEvent): Promise<void> {
  const { actor, commandId } = context;
  const detail = JSON.stringify({ refused: event.detail, commandId });
  await getPool().query(INSERT, [
    event.objectType,
    actor.userId,
    actor.login,
    event.action,
    "REFUSED",
    event.objectNo,
    detail,
    null,
  ]);
}
