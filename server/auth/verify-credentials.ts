import "server-only";
import { randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { getClock } from "@/server/clock";
import { getPool } from "@/server/db";

/** A session's absolute life and the longest pause in it (in minutes). */
export const SESSION_MINUTES = 12 * 60;
export const IDLE_MINUTES = 15;
const MAX_FAILED_SIGN_INS = 8;
const LOCK_MINUTES = 10;

// argon2id with OWASP's parameters; @node-rs/argon2 defaults to the id variant.
const HASH_OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, HASH_OPTIONS);
}

/** A hash of nothing that anybody knows: an unknown login costs the same time as a wrong password. */
const decoy = hashPassword(randomUUID());

export type SignedIn = {
  readonly userId: string;
  readonly login: string;
  readonly sessionId: string;
  readonly sessionVersion: number;
};

type UserRow = {
  id: bigint;
  password_hash: string;
  session_version: number;
  failed_sign_ins: number;
  locked: boolean;
  disabled_at: Date | null;
};

/** Opens a session for a right login and password, or answers null. Which of the two was wrong is not said. */
export async function verifyCredentials(login: string, password: string): Promise<SignedIn | null> {
  const now = getClock().now();
  const { rows } = await getPool().query<UserRow>(
    `SELECT id, password_hash, session_version, failed_sign_ins, coalesce(locked_until > $2, false) AS locked, disabled_at
     FROM users WHERE login = $1`,
    [login.trim().toLowerCase(), now],
  );
  const user = rows[0];
  const isRight = await verify(user?.password_hash ?? (await decoy), password);
  if (!user || user.disabled_at || user.locked) return null;
  if (!isRight) {
    await noteWrongPassword(`${user.id}`, now);
    return null;
  }
  const sessionId = randomUUID();
  await getPool().query("UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1", [user.id]);
  await getPool().query(
    `INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at)
     VALUES ($1, $2, $3, $3, $3::timestamptz + make_interval(mins => $4))`,
    [sessionId, user.id, now, SESSION_MINUTES],
  );
  return { userId: user.id.toString(), login, sessionId, sessionVersion: user.session_version };
}

/** Counts a wrong password; the eighth in a row locks the user for a while. */
export async function noteWrongPassword(userId: string, now: Date): Promise<void> {
  await getPool().query(
    `UPDATE users SET failed_sign_ins = failed_sign_ins + 1,
       locked_until = CASE WHEN failed_sign_ins + 1 >= $2 THEN $3::timestamptz + make_interval(mins => $4) END
     WHERE id = $1`,
    [userId, MAX_FAILED_SIGN_INS, now, LOCK_MINUTES],
  );
}

export async function revokeSession(sessionId: string): Promise<void> {
  await getPool().query("UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", [sessionId]);
}
