import "server-only";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { openSecret, sealSecret, verifyTotp } from "@/server/auth/totp";
import type { DbReader, DbTransaction } from "@/server/transact";

/** So many wrong ones within five minutes, and no further one is looked at: six digits are soon guessed otherwise. */
const MAX_WRONG = 5;

export type TotpRow = { readonly secret: string; readonly isConfirmed: boolean; readonly lastStep: bigint };

/** Null where there is none, and where its secret does not open any more: it is set up anew then. */
export async function findTotp(db: DbReader, userId: string | null): Promise<TotpRow | null> {
  const [row] = await db.query<Omit<TotpRow, "secret"> & { sealed: string }>(
    `SELECT sealed_secret AS sealed, confirmed_at IS NOT NULL AS "isConfirmed", last_step AS "lastStep"
     FROM user_totps WHERE user_id = $1`,
    [userId],
  );
  const secret = row && userId !== null ? openSecret(row.sealed, userId) : null;
  return row && secret !== null ? { secret, isConfirmed: row.isConfirmed, lastStep: row.lastStep } : null;
}

/** Keeps a new secret, which counts once a password of it has come. The steps that were used stay used. */
export async function putSecret(tx: DbTransaction, userId: string, secret: string): Promise<void> {
  await tx.query(
    `INSERT INTO user_totps (user_id, sealed_secret, command_id) VALUES ($1, $2, $3)
     ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, confirmed_at = NULL, command_id = excluded.command_id`,
    [userId, sealSecret(secret, userId), tx.context.commandId],
  );
}

type TotpRefusal = Refusal<"totp_missing" | "totp_wrong" | "totp_locked" | "totp_not_set_up">;

/**
 * Takes a one-time password of the acting person: it is used up with this transaction, whatever else asks for one.
 * Answers its half minute. `which`: the confirmed secret, or one that is just being set up.
 */
export async function takeTotp(
  tx: DbTransaction,
  code: string | undefined,
  which: "CONFIRMED" | "NEW" = "CONFIRMED",
): Promise<Result<bigint, TotpRefusal>> {
  const { userId } = tx.context.actor;
  if (userId !== null) await tx.query("SELECT 1 FROM user_totps WHERE user_id = $1 FOR UPDATE", [userId]);
  const totp = await findTotp(tx, userId);
  if (userId === null || !totp || totp.isConfirmed !== (which === "CONFIRMED")) {
    return refuse("totp_not_set_up", "Set up one-time passwords on your account's page first. Nothing was changed.");
  }
  if (code === undefined) return refuse("totp_missing", "This needs the one-time password of your device.");
  if ((await countWrong(tx, userId)) >= MAX_WRONG) {
    return refuse("totp_locked", "Too many wrong one-time passwords; wait five minutes. Nothing was changed.");
  }
  const step = verifyTotp(totp.secret, code, tx.context.now, totp.lastStep);
  if (step === null) {
    return refuse("totp_wrong", "The one-time password is wrong, or was used already. Nothing was changed.");
  }
  await tx.query(
    `UPDATE user_totps SET last_step = $2, confirmed_at = coalesce(confirmed_at, $3), command_id = $4
     WHERE user_id = $1 AND last_step < $2`,
    [userId, step, tx.context.now, tx.context.commandId],
  );
  return accept(step);
}

async function countWrong(db: DbReader, userId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit_events
     WHERE actor_id = $1 AND outcome = 'REFUSED' AND at > now() - interval '5 minutes'
       AND detail #>> '{refused,code}' = 'totp_wrong'`,
    [userId],
  );
  return row?.count ?? 0;
}
