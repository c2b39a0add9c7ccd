import "server-only";
import type { ChannelInput } from "@/contracts/channels";
import { CHANNEL_PLACES } from "@/core/ledger/chart";
import { accept, type Refusal, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { findOrOpenAccounts } from "@/server/store/accounts";

/** With `expectedVersion` (0: not there yet), a channel that somebody else changed in between is left as it is. */
export type SetChannels = { readonly channels: readonly ChannelInput[]; readonly expectedVersion?: number };

type ChannelRow = { id: bigint; code: string; bank_account: string; version: number };

const UPSERT = `
  INSERT INTO channels (code, name, format, timezone, cutoff, statement_lag_days, buffer_days, refund_window_days, settles,
                        remit_lag_days, cost_bps, bank_account, command_id, keyed_by, repeats, compares_fee, fee_tolerance_minor)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
  ON CONFLICT (code) DO UPDATE SET name = $2, format = $3, timezone = $4, cutoff = $5, statement_lag_days = $6,
    buffer_days = $7, refund_window_days = $8, settles = $9, remit_lag_days = $10, cost_bps = $11, bank_account = $12,
    keyed_by = $14, repeats = $15, compares_fee = $16, fee_tolerance_minor = $17, version = channels.version + 1,
    command_id = $13
  RETURNING id, code, bank_account, version`;

/** Creates or changes channels, and opens their receivable, claim, suspense and cost accounts and their bank's. */
export const setChannels = defineCommand<SetChannels, { channels: number }>({
  action: "channel.set",
  permission: "channel.edit",
  object: ({ channels }) => ({ type: "channel", no: channels.map((channel) => channel.code).join(",") }),
  toHashed: ({ channels, expectedVersion }) =>
    expectedVersion === undefined ? channels : { channels, expectedVersion },
  async effect(tx, { channels, expectedVersion }) {
    for (const channel of channels) {
      const rows = await tx.query<ChannelRow>(UPSERT, [
        channel.code,
        channel.name,
        channel.format,
        channel.timezone,
        channel.cutoff,
        channel.statementLagDays,
        channel.bufferDays,
        channel.refundWindowDays,
        channel.settles,
        channel.remitLagDays,
        channel.costBps,
        channel.bankAccount,
        tx.context.commandId,
        channel.keyedBy,
        channel.repeats,
        channel.comparesFee,
        channel.feeToleranceMinor,
      ]);
      for (const row of rows) {
        if (expectedVersion !== undefined && row.version !== expectedVersion + 1) return refuseChanged(channel.code);
        const owner = { channel: { id: row.id, code: row.code, bankAccount: row.bank_account } };
        const places = [...CHANNEL_PLACES, "RESERVE_BANK" as const];
        await findOrOpenAccounts(
          tx,
          places.map((place) => ({ place, asset: "CNY", owner })),
        );
      }
      await appendAudit(tx, { action: "channel.set", objectType: "channel", objectNo: channel.code, detail: channel });
    }
    return accept({ channels: channels.length });
  },
});

/** The refusal takes the write back: the version is read after it, so that no third writer fits in between. */
function refuseChanged(code: string): { ok: false; refusal: Refusal } {
  return refuse(
    "channel_changed",
    `Channel ${code} was changed by somebody else meanwhile. Look at it again; nothing was changed.`,
    { channel: code },
  );
}
