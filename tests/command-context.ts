import { randomUUID } from "node:crypto";
import type pg from "pg";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import type { Role } from "@/core/permissions/permissions";
import { makePool } from "@/server/db";
import { type CommandContext, reader } from "@/server/transact";
import { createTestDatabase, type TestDatabase } from "./database";

/** A test database that the commands under test use as theirs. */
export async function openDeskDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.appUrl;
  // Set here and not left to getPool: the environment is parsed once, and a file may open several databases.
  globalThis.deskPool = makePool(database.appUrl);
  return {
    ...database,
    drop: async () => {
      await globalThis.deskPool?.end();
      globalThis.deskPool = undefined;
      await database.drop();
    },
  };
}

export const NOON = new Date("2026-11-20T12:00:00+08:00");

export function asSystem(commandId: string = randomUUID(), now: Date = NOON): CommandContext {
  return { actor: SYSTEM_ACTOR, commandId, now };
}

export function as(actor: Actor, commandId: string = randomUUID(), now: Date = NOON): CommandContext {
  return { actor, commandId, now };
}

/** A user with these roles; nobody can sign in as one, since the hash is of nothing. */
export async function addUser(owner: pg.Pool, login: string, ...roles: readonly Role[]): Promise<Actor> {
  const { rows } = await owner.query<{ id: bigint }>(
    "INSERT INTO users (login, display_name, password_hash) VALUES ($1, $1, 'none') RETURNING id",
    [login],
  );
  const userId = rows[0]?.id ?? 0n;
  for (const role of roles) await owner.query("INSERT INTO user_roles (user_id, role) VALUES ($1, $2)", [userId, role]);
  return { userId: `${userId}`, login, displayName: login, roles, scope: null, demo: false };
}

/** Posted balance (minor units, in the account's normal sign) of an account by its number; 0 when there is none. */
export async function postedOf(accountNo: string): Promise<bigint> {
  const [row] = await reader.query<{ minor: bigint }>(
    "SELECT b.posted_minor AS minor FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.account_no = $1",
    [accountNo],
  );
  return row?.minor ?? 0n;
}
