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
  /** Whose number its lines are matched by: ours, or the channel's own. */
  readonly keyedBy: "ORDER_NO" | "CHANNEL_NO";
  /** What further lines of one number are: surplus, or parts of one item that are added up. */
  readonly repeats: "SURPLUS" | "SUM";
  readonly comparesFee: boolean;
  /** A fee this much off the contract, in minor units, is taken as charged. */
  readonly feeToleranceMinor: bigint;
};

const COLUMNS = `id, code, name, format, timezone, cutoff, buffer_days AS "bufferDays", settles, cost_bps AS "costBps",
  bank_account AS "bankAccount", keyed_by AS "keyedBy", repeats, compares_fee AS "comparesFee",
  fee_tolerance_minor AS "feeToleranceMinor"`;

export function listChannels(db: DbReader): Promise<ChannelRow[]> {
  return db.query<ChannelRow>(`SELECT ${COLUMNS} FROM channels ORDER BY id`);
}

export async function findChannel(db: DbReader, code: string): Promise<ChannelRow | null> {
  const [row] = await db.query<ChannelRow>(`SELECT ${COLUMNS} FROM channels WHERE code = $1`, [code]);
  return row ?? null;
}
