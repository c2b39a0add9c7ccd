import "server-only";
import type { DbReader } from "@/server/transact";

export type ChannelRow = {
  readonly id: bigint;
  readonly code: string;
  readonly name: string;
  readonly format: string;
  readonly timezone: string;
  readonly cutoff: string;
  readonly bufferDays: number;
  readonly settles: "NET" | "GROSS";
  readonly costBps: number | null;
  readonly bankAccount: string;
};

const COLUMNS = `id, code, name, format, timezone, cutoff, buffer_days AS "bufferDays", settles, cost_bps AS "costBps",
  bank_account AS "bankAccount"`;

export function listChannels(db: DbReader): Promise<ChannelRow[]> {
  return db.query<ChannelRow>(`SELECT ${COLUMNS} FROM channels ORDER BY id`);
}

export async function findChannel(db: DbReader, code: string): Promise<ChannelRow | null> {
  const [row] = await db.query<ChannelRow>(`SELECT ${COLUMNS} FROM channels WHERE code = $1`, [code]);
  return row ?? null;
}
