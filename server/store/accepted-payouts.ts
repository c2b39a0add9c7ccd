import "server-only";
import type { Json } from "@/core/json";
import type { PayoutRow } from "@/server/store/payouts";
import type { CommandContext, DbReader } from "@/server/transact";

/** A payout of one of many commands, with its first attempt, what the trail says of it, and what the command answers. */
export type AcceptedPayout = Pick<
  PayoutRow,
  | "payoutNo"
  | "merchantId"
  | "asset"
  | "amountMinor"
  | "payeeAccountId"
  | "payeeDigest"
  | "channelId"
  | "source"
  | "clientRef"
  | "batchNo"
  | "note"
> & {
  readonly context: CommandContext;
  readonly outNo: string;
  readonly detail: Json;
  readonly outcome: Json;
};

const INSERT = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS a (
      "payoutNo" text, "merchantId" bigint, asset text, "amountMinor" bigint, "payeeAccountId" bigint, "payeeDigest" text,
      "channelId" bigint, source text, "clientRef" text, "batchNo" text, note text, "outNo" text, detail jsonb, outcome jsonb,
      "commandId" uuid, "actorId" bigint, "actorLogin" text, now timestamptz)
  ), payout AS (
    INSERT INTO payouts (payout_no, merchant_id, asset, amount_minor, payee_account_id, payee_digest, channel_id, status, source,
                         client_ref, batch_no, note, requested_by, requested_at, command_id)
    SELECT "payoutNo", "merchantId", asset, "amountMinor", "payeeAccountId", "payeeDigest", "channelId", 'ACCEPTED', source,
           "clientRef", "batchNo", note, "actorId", now, "commandId" FROM asked
  ), attempt AS (
    INSERT INTO money_attempts (out_no, kind, object_no, attempt_no, operation, channel_id, amount_minor, asset, payee_digest, command_id)
    SELECT "outNo", 'PAYOUT', "payoutNo", 1, 'TRANSFER', "channelId", "amountMinor", asset, "payeeDigest", "commandId" FROM asked
  ), ended AS (
    UPDATE receipts SET outcome = asked.outcome FROM asked WHERE receipts.command_id = asked."commandId"
  )
  INSERT INTO audit_events (stream, actor_id, actor_login, action, outcome, object_type, object_no, detail, command_id, seq, prev_hash, hash)
  SELECT 'payout', "actorId", "actorLogin", 'payout.accepted', 'DONE', 'payout', "payoutNo", detail, "commandId", 0, '', '' FROM asked`;

/**
 * Writes accepted payouts of many claimed commands: each with its first attempt, which waits to be sent once the transaction has
 * committed, its line in the trail, and its command's outcome. The database asks for the voucher and the hold of each.
 */
export async function insertAcceptedPayouts(tx: DbReader, payouts: readonly AcceptedPayout[]): Promise<void> {
  const rows = payouts.map(({ context: { actor, commandId, now }, ...payout }) => ({
    ...payout,
    merchantId: `${payout.merchantId}`,
    amountMinor: `${payout.amountMinor}`,
    payeeAccountId: `${payout.payeeAccountId}`,
    channelId: `${payout.channelId}`,
    ...{ commandId, actorId: actor.userId, actorLogin: actor.login, now: now.toISOString() },
  }));
  await tx.query(INSERT, [JSON.stringify(rows)]);
}
