import "server-only";
import type { SettingsColumns } from "@/contracts/administration";
import type { ChannelInput } from "@/contracts/channels";
import { CHANNEL_PLACES } from "@/core/ledger/chart";
import { invariant } from "@/core/result";
import { findOrOpenAccounts } from "@/server/store/accounts";
import type { DbReader, DbTransaction } from "@/server/transact";

const COLUMNS = [
  "name",
  "format",
  "timezone",
  "cutoff",
  "statement_lag_days",
  "buffer_days",
  "refund_window_days",
  "settles",
  "remit_lag_days",
  "cost_bps",
  "cap_minor",
  "bank_account",
  "keyed_by",
  "repeats",
  "compares_fee",
  "fee_tolerance_minor",
] as const;
type ColumnName = (typeof COLUMNS)[number];

/** A channel's settings by the names of their columns, as a request freezes them. */
export function toChannelColumns(channel: ChannelInput): Record<ColumnName, SettingsColumns[string]> {
  return {
    name: channel.name,
    format: channel.format,
    timezone: channel.timezone,
    cutoff: channel.cutoff,
    statement_lag_days: channel.statementLagDays,
    buffer_days: channel.bufferDays,
    refund_window_days: channel.refundWindowDays,
    settles: channel.settles,
    remit_lag_days: channel.remitLagDays,
    cost_bps: channel.costBps,
    cap_minor: channel.capMinor,
    bank_account: channel.bankAccount,
    keyed_by: channel.keyedBy,
    repeats: channel.repeats,
    compares_fee: channel.comparesFee,
    fee_tolerance_minor: channel.feeToleranceMinor,
  };
}

export type ChannelColumns = { readonly version: number; readonly columns: SettingsColumns };

/** A channel's settings as they are; null where there is no such channel. */
export async function findChannelColumns(db: DbReader, code: string): Promise<ChannelColumns | null> {
  const fields = COLUMNS.map((name) => `'${name}', ${name.endsWith("_minor") ? `${name}::text` : name}`).join(", ");
  const [row] = await db.query<ChannelColumns>(
    `SELECT version, jsonb_build_object(${fields}) AS columns FROM channels WHERE code = $1`,
    [code],
  );
  return row ?? null;
}

const UPSERT = `
  INSERT INTO channels (code, command_id, ${COLUMNS.join(", ")})
  VALUES ($1, $2, ${COLUMNS.map((_, index) => `$${index + 3}`).join(", ")})
  ON CONFLICT (code) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(", ")},
    version = channels.version + 1, command_id = excluded.command_id
  RETURNING id, version`;

/** Creates or changes a channel, and opens its receivable, claim, suspense and cost accounts and its bank's. Answers its version. */
export async function saveChannel(tx: DbTransaction, code: string, columns: SettingsColumns): Promise<number> {
  const values = COLUMNS.map((name) => columns[name]);
  const [row] = await tx.query<{ id: bigint; version: number }>(UPSERT, [code, tx.context.commandId, ...values]);
  invariant(row, "an upsert answers its row");
  const owner = { channel: { id: row.id, code, bankAccount: `${columns.bank_account}` } };
  const places = [...CHANNEL_PLACES, "RESERVE_BANK" as const];
  await findOrOpenAccounts(
    tx,
    places.map((place) => ({ place, asset: "CNY", owner })),
  );
  return row.version;
}
