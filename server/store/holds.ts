import "server-only";
import pg from "pg";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { invariant } from "@/core/result";
import {
  type PostedRow,
  type PostedVoucher,
  toAccountLines,
  toColumns,
  toPosted,
  type VoucherDraft,
} from "@/server/store/post-vouchers";
import type { DbReader, DbTransaction } from "@/server/transact";

/** A hold (冻结) as it stands after the call; amounts in minor units of its account's asset. */
export type Hold = {
  readonly id: bigint;
  readonly holdNo: string;
  readonly status: "ACTIVE" | "CAPTURED" | "RELEASED" | "EXPIRED";
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly releasedMinor: bigint;
};

const COLUMNS = `id, hold_no AS "holdNo", status, amount_minor AS "amountMinor", captured_minor AS "capturedMinor",
  released_minor AS "releasedMinor"`;

export type HoldRequest = {
  readonly key: string;
  readonly accountId: bigint;
  readonly amountMinor: bigint;
  readonly objectType: string;
  readonly objectNo: string;
  readonly reason: string;
  readonly expiresAt?: Date;
};

/**
 * Freezes an amount of an account: once per key, and only what is there; otherwise the call throws as an overdraft does,
 * and `transact` refuses.
 */
export async function holdAmount(tx: DbTransaction, request: HoldRequest): Promise<Hold> {
  const { key, accountId, amountMinor, objectType, objectNo, reason, expiresAt } = request;
  return one(
    await tx.query<Hold>(`SELECT ${COLUMNS} FROM ledger_hold($1, $2, $3, $4, $5, $6, $7, $8)`, [
      tx.context.commandId,
      key,
      accountId,
      amountMinor,
      objectType,
      objectNo,
      reason,
      expiresAt ?? null,
    ]),
  );
}

export type NewHold = Pick<HoldRequest, "key" | "accountId" | "amountMinor" | "objectNo">;

/** Freezes amounts of many accounts in one call, each by a key of its own that is new. Throws where one is not there. */
export async function holdMany(
  tx: DbTransaction,
  holds: readonly NewHold[],
  { objectType, reason }: Pick<HoldRequest, "objectType" | "reason">,
): Promise<void> {
  await tx.query("SELECT ledger_hold_many($1, $2, $3, $4, $5, $6, $7)", [
    tx.context.commandId,
    holds.map(({ key }) => key),
    holds.map(({ accountId }) => accountId),
    holds.map(({ amountMinor }) => amountMinor),
    objectType,
    holds.map(({ objectNo }) => objectNo),
    reason,
  ]);
}

/** Lets a part of a hold go, or all that is left of it; once per key. Throws (see `isNotHeld`) where it holds less. */
export async function releaseHold(
  tx: DbTransaction,
  release: { readonly key: string; readonly holdId: bigint; readonly amountMinor?: bigint },
): Promise<Hold> {
  const { key, holdId, amountMinor } = release;
  return one(
    await tx.query<Hold>(`SELECT ${COLUMNS} FROM ledger_release($1, $2, $3, $4)`, [
      tx.context.commandId,
      key,
      holdId,
      amountMinor ?? null,
    ]),
  );
}

/**
 * Uses held money: posts the draft, which takes at least what is captured out of each hold's account. Once per the
 * draft's key. Throws (see `isNotHeld`) where a hold holds less or the voucher takes less.
 */
export async function captureHold(
  tx: DbTransaction,
  captures: readonly { readonly holdId: bigint; readonly amountMinor: bigint }[],
  draft: VoucherDraft,
): Promise<PostedVoucher> {
  const lines = await toAccountLines(tx, [draft]);
  return one(
    await tx.query<PostedVoucher>(
      `SELECT voucher_id AS "voucherId", voucher_no AS "voucherNo", existed
       FROM ledger_capture($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        tx.context.commandId,
        captures.map((capture) => capture.holdId),
        captures.map((capture) => capture.amountMinor),
        draft.key,
        draft.event,
        CATALOGUE[draft.event].version,
        draft.on,
        draft.occurredAt,
        draft.objectType,
        draft.objectNo,
        draft.memo ?? "",
        draft.approvalId ?? null,
        lines.accounts,
        lines.sides,
        lines.amounts,
      ],
    ),
  );
}

/** A voucher of one of many commands, and what is frozen with it for the same object. */
export type HeldPosting = {
  readonly commandId: string;
  readonly draft: VoucherDraft;
  readonly hold: Pick<HoldRequest, "key" | "accountId" | "amountMinor" | "reason">;
};

/** Posts and freezes for many claimed commands in one call, all or none, in the order given. Nothing of it may stand already. */
export async function postHeld(tx: DbReader, postings: readonly HeldPosting[]): Promise<PostedVoucher[]> {
  const drafts = postings.map(({ draft }) => draft);
  const lines = await toAccountLines(tx, drafts);
  const rows = await tx.query<PostedRow>(
    `SELECT voucher_id, voucher_no, existed
     FROM ledger_post_held($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      postings.map(({ commandId }) => commandId),
      ...toColumns(drafts, lines),
      postings.map(({ hold }) => hold.key),
      postings.map(({ hold }) => hold.accountId),
      postings.map(({ hold }) => hold.amountMinor),
      postings.map(({ hold }) => hold.reason),
    ],
  );
  return rows.map(toPosted);
}

/** Uses many holds, each by the draft at its place, in one call: all or none, and none that was used by such a draft before. */
export async function captureEach(
  tx: DbTransaction,
  captures: readonly { readonly holdId: bigint; readonly amountMinor: bigint; readonly draft: VoucherDraft }[],
): Promise<PostedVoucher[]> {
  const drafts = captures.map(({ draft }) => draft);
  const lines = await toAccountLines(tx, drafts);
  const rows = await tx.query<PostedRow>(
    `SELECT voucher_id, voucher_no, existed
     FROM ledger_capture_each($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      tx.context.commandId,
      captures.map(({ holdId }) => holdId),
      captures.map(({ amountMinor }) => amountMinor),
      ...toColumns(drafts, lines),
    ],
  );
  return rows.map(toPosted);
}

export type ExpiredHold = { readonly holdNo: string; readonly accountNo: string; readonly releasedMinor: bigint };

/** Releases what is left of the holds whose time is over by the command's clock, at most a thousand a call. */
export async function expireDueHolds(tx: DbTransaction): Promise<ExpiredHold[]> {
  const { commandId, now } = tx.context;
  const due = await tx.query<{ id: bigint }>("SELECT id FROM ledger_expire_holds($1, $2)", [commandId, now]);
  // A second statement: the first one's own writes are not among what it reads.
  return tx.query<ExpiredHold>(
    `SELECT h.hold_no AS "holdNo", a.account_no AS "accountNo", m.amount_minor AS "releasedMinor"
     FROM holds h JOIN accounts a ON a.id = h.account_id JOIN hold_moves m ON m.hold_id = h.id AND m.kind = 'EXPIRE'
     WHERE h.id = ANY ($1) ORDER BY h.id`,
    [due.map((hold) => hold.id)],
  );
}

/** Whether a move failed because the hold, or the voucher, does not cover it. The transaction is lost with it. */
export function isNotHeld(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "CD017";
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  invariant(row, "the ledger answers");
  return row;
}
