import "server-only";
import pg from "pg";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import type { PostingEvent } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES } from "@/core/ledger/chart";
import { invariant } from "@/core/result";
import { type AccountOwner, accountKey, findOrOpenAccounts } from "@/server/store/accounts";
import type { DbTransaction } from "@/server/transact";

/** A voucher to post: its event, its amounts by the catalogue's names (minor units of `asset`), and whose accounts. */
export type VoucherDraft = {
  readonly event: PostingEvent;
  readonly key: string;
  readonly amounts: Readonly<Record<string, bigint>>;
  readonly asset: string;
  readonly owner: AccountOwner;
  readonly on: string;
  readonly occurredAt: Date;
  readonly objectType: string;
  readonly objectNo: string;
  readonly memo?: string;
  readonly approvalId?: bigint;
};

export type PostedVoucher = { readonly voucherId: bigint; readonly voucherNo: string; readonly existed: boolean };

type PostedRow = { voucher_id: bigint; voucher_no: string; existed: boolean };

/**
 * Posts the drafts in one call of `ledger_post`, in their order. A draft whose key was posted before with the same
 * content comes back with `existed`; with other content the call throws. An overdraft throws and `transact` refuses.
 */
export async function postVouchers(tx: DbTransaction, drafts: readonly VoucherDraft[]): Promise<PostedVoucher[]> {
  if (drafts.length === 0) return [];
  const built = drafts.map((draft) => buildVoucherLines(draft.event, draft.amounts));
  const accounts = await findOrOpenAccounts(
    tx,
    drafts.flatMap((draft, index) =>
      (built[index] ?? []).map((line) => ({ place: line.place, asset: draft.asset, owner: draft.owner })),
    ),
  );
  const lines = { vouchers: [] as number[], accounts: [] as bigint[], sides: [] as string[], amounts: [] as bigint[] };
  drafts.forEach((draft, index) => {
    for (const line of built[index] ?? []) {
      const account = accounts.get(accountKey({ place: line.place, asset: draft.asset, owner: draft.owner }));
      invariant(account !== undefined, `no ${draft.asset} account for ${ACCOUNT_PLACES[line.place].glCode}`);
      lines.vouchers.push(index + 1);
      lines.accounts.push(account);
      lines.sides.push(line.side);
      lines.amounts.push(line.amountMinor);
    }
  });
  const rows = await tx.query<PostedRow>(
    "SELECT voucher_id, voucher_no, existed FROM ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    [
      tx.context.commandId,
      drafts.map((draft) => draft.key),
      drafts.map((draft) => draft.event),
      drafts.map((draft) => draft.on),
      drafts.map((draft) => draft.occurredAt),
      drafts.map((draft) => draft.objectType),
      drafts.map((draft) => draft.objectNo),
      drafts.map((draft) => draft.memo ?? ""),
      drafts.map((draft) => draft.approvalId ?? null),
      drafts.map(() => null),
      lines.vouchers,
      lines.accounts,
      lines.sides,
      lines.amounts,
    ],
  );
  return rows.map(toPosted);
}

/** Reverses vouchers (红冲), each once and for ever, in the order given. */
export async function reverseVouchers(
  tx: DbTransaction,
  reversal: {
    readonly voucherIds: readonly bigint[];
    readonly on: string;
    readonly memo: string;
    readonly approvalId?: bigint;
  },
): Promise<PostedVoucher[]> {
  if (reversal.voucherIds.length === 0) return [];
  const rows = await tx.query<PostedRow>(
    "SELECT voucher_id, voucher_no, existed FROM ledger_reverse($1, $2, $3, $4, $5, $6)",
    [
      tx.context.commandId,
      reversal.voucherIds,
      reversal.on,
      tx.context.now,
      reversal.memo,
      reversal.approvalId ?? null,
    ],
  );
  invariant(rows.length === reversal.voucherIds.length, "every voucher to reverse exists");
  return rows.map(toPosted);
}

/** Whether a posting failed because its key names a voucher with other content. The transaction is lost with it. */
export function isKeyReused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "CD001";
}

function toPosted(row: PostedRow): PostedVoucher {
  return { voucherId: row.voucher_id, voucherNo: row.voucher_no, existed: row.existed };
}
