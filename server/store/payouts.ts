import "server-only";
import { randomBytes } from "node:crypto";
import { mayMove, type PayoutSource, type PayoutStatus } from "@/core/payouts/payout";
import type { Actor } from "@/core/permissions/actor";
import { invariant, type Refusal, refuse } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

/** A payout with its merchant, payee and channel; the amount in minor units. */
export type PayoutRow = {
  readonly id: bigint;
  readonly payoutNo: string;
  readonly merchantId: bigint;
  readonly merchantNo: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  readonly payeeAccountId: bigint;
  readonly payeeRef: string;
  readonly payeeDigest: string;
  readonly channelId: bigint;
  readonly channel: string;
  readonly status: PayoutStatus;
  readonly source: PayoutSource;
  readonly clientRef: string | null;
  readonly batchNo: string | null;
  readonly note: string;
  readonly requestedBy: bigint | null;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  readonly version: number;
};

const SELECT = `
  SELECT o.id, o.payout_no AS "payoutNo", o.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", o.asset,
         o.amount_minor AS "amountMinor", o.payee_account_id AS "payeeAccountId", p.account_ref AS "payeeRef",
         o.payee_digest AS "payeeDigest", o.channel_id AS "channelId", c.code AS channel, o.status, o.source,
         o.client_ref AS "clientRef", o.batch_no AS "batchNo", o.note, o.requested_by AS "requestedBy",
         o.requested_at AS "requestedAt", o.finished_at AS "finishedAt", o.version
  FROM payouts o JOIN merchants m ON m.id = o.merchant_id JOIN merchant_bank_accounts p ON p.id = o.payee_account_id
  JOIN channels c ON c.id = o.channel_id`;

/** The payout, or null where there is none or its merchant is outside the scope: both look the same. */
export async function findPayout(db: DbReader, scope: Actor["scope"], payoutNo: string): Promise<PayoutRow | null> {
  const [row] = await db.query<PayoutRow>(
    `${SELECT} WHERE o.payout_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [payoutNo, scope],
  );
  return row ?? null;
}

/** Locked until the command ends. */
export async function lockPayout(
  tx: DbTransaction,
  payoutNo: string,
  scope: Actor["scope"] = null,
): Promise<PayoutRow | null> {
  await tx.query("SELECT 1 FROM payouts WHERE payout_no = $1 FOR UPDATE", [payoutNo]);
  return findPayout(tx, scope, payoutNo);
}

/** The number of the payout that a merchant's own reference names; null where none does. */
export async function findPayoutNoByReference(
  db: DbReader,
  merchantId: bigint,
  clientRef: string,
): Promise<string | null> {
  const [row] = await db.query<{ no: string }>(
    "SELECT payout_no AS no FROM payouts WHERE merchant_id = $1 AND client_ref = $2",
    [merchantId, clientRef],
  );
  return row?.no ?? null;
}

type NewPayout = Pick<
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
> & { readonly status: "REQUESTED" | "ACCEPTED" };

export async function insertPayout(tx: DbTransaction, payout: NewPayout): Promise<void> {
  const { actor, now, commandId } = tx.context;
  await tx.query(
    `INSERT INTO payouts (payout_no, merchant_id, asset, amount_minor, payee_account_id, payee_digest, channel_id, status, source,
       client_ref, batch_no, note, requested_by, requested_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      payout.payoutNo,
      payout.merchantId,
      payout.asset,
      payout.amountMinor,
      payout.payeeAccountId,
      payout.payeeDigest,
      payout.channelId,
      payout.status,
      payout.source,
      payout.clientRef,
      payout.batchNo,
      payout.note,
      actor.userId,
      now,
      commandId,
    ],
  );
}

/** Many payouts, locked until the command ends in the order in which they were asked for; by their numbers. */
export async function lockPayouts(tx: DbTransaction, payoutNos: readonly string[]): Promise<Map<string, PayoutRow>> {
  const rows = await tx.query<PayoutRow>(`${SELECT} WHERE o.payout_no = ANY ($1) ORDER BY o.id FOR UPDATE OF o`, [
    payoutNos,
  ]);
  return new Map(rows.map((row) => [row.payoutNo, row]));
}

type Moving = Pick<PayoutRow, "id" | "payoutNo" | "status" | "version">;

/** Moves a payout that the caller has locked along its table; the database asks for what proves the move. */
export function movePayout(
  tx: DbTransaction,
  payout: Moving,
  to: PayoutStatus,
  more: { readonly approvalId?: bigint; readonly channelId?: bigint } = {},
): Promise<void> {
  return movePayouts(tx, [payout], to, more);
}

/** The same of many payouts. */
export async function movePayouts(
  tx: DbTransaction,
  payouts: readonly Moving[],
  to: PayoutStatus,
  more: { readonly approvalId?: bigint; readonly channelId?: bigint } = {},
): Promise<void> {
  for (const { payoutNo, status } of payouts) {
    invariant(mayMove(status, to), `${payoutNo} does not go from ${status} to ${to}`);
  }
  const isFinished = to === "SUCCEEDED" || to === "RETURNED" || to === "REFUSED";
  const moved = await tx.query(
    `UPDATE payouts AS payout SET status = $4, version = payout.version + 1, command_id = $5, finished_at = $6,
       approval_id = coalesce($7, approval_id), channel_id = coalesce($8, channel_id)
     FROM unnest($1::bigint[], $2::text[], $3::integer[]) AS was (id, status, version)
     WHERE payout.id = was.id AND payout.status = was.status AND payout.version = was.version RETURNING 1`,
    [
      payouts.map(({ id }) => id),
      payouts.map(({ status }) => status),
      payouts.map(({ version }) => version),
      to,
      tx.context.commandId,
      isFinished ? tx.context.now : null,
      more.approvalId ?? null,
      more.channelId ?? null,
    ],
  );
  const [first] = payouts;
  invariant(moved.length === payouts.length, `${first?.payoutNo} and whatever moves with it are locked`);
}

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `PO`, the accounting day, and twelve random letters: a sequence would be wound back by a restore. */
export function mintPayoutNo(on: string): string {
  const random = Array.from(randomBytes(12), (byte) => LETTERS[byte % LETTERS.length]).join("");
  return `PO${on.replaceAll("-", "")}${random}`;
}

export function payoutUnknown(payoutNo: string): { ok: false; refusal: Refusal } {
  return refuse("payout_unknown", `There is no payout ${payoutNo} that you may see.`, { payoutNo });
}

export function payoutChanged(payoutNo: string): { ok: false; refusal: Refusal } {
  const message = `${payoutNo} has changed since you opened it. Look again; nothing was done.`;
  return refuse("payout_changed", message, { payoutNo });
}
