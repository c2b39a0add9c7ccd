import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";

const MAX_REMEMBERED = 200_000;

const byPool = new WeakMap<pg.Pool, Map<string, bigint>>();

/**
 * The ids of accounts by their numbers, as far as this process has read them: neither ever changes. Only ids that are
 * committed may get in. Forgotten with every new connection, since behind it may be another database, restored meanwhile.
 */
export function rememberedAccounts(): Map<string, bigint> {
  const pool = getPool();
  const known = byPool.get(pool);
  if (known && known.size <= MAX_REMEMBERED) return known;
  if (!known) pool.on("connect", () => byPool.set(pool, new Map()));
  const empty = new Map<string, bigint>();
  byPool.set(pool, empty);
  return empty;
}
