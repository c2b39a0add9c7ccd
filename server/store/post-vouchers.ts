import "server-only";
import pg from "pg";
import { buildVoucherLines, type VoucherLine } from "@/core/ledger/build-voucher";
import { type AmountOf, type AssetWordOf, CATALOGUE, type PostingEvent, type RoleOf } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES, assetKindOf, type Side } from "@/core/ledger/chart";
import { isParty } from "@/core/ledger/vocabulary";
import { findAsset } from "@/core/money/assets";
import { invariant } from "@/core/result";
import {
  type AccountOwner,
  type AccountRef,
  accountKey,
  findAccountIds,
  findOrOpenAccounts,
} from "@/server/store/accounts";
import type { DbReader, DbTransaction } from "@/server/transact";

type Merchant = NonNullable<AccountOwner["merchant"]>;

/**
 * A voucher to post: its event, its amounts by the catalogue's names (minor units), and whose accounts. `draftVoucher`
 * makes one whose names the compiler has compared with the rule.
 */
export type VoucherDraft = {
  readonly event: PostingEvent;
  readonly key: string;
  readonly amounts: Readonly<Record<string, bigint>>;
  /** The voucher's asset; where its rule has several, which one stands for each of its words (`{ bond, cash }`). */
  readonly asset: string | Readonly<Record<string, string>>;
  readonly owner: AccountOwner;
  /** The bank account that pays the owner's, where the rule moves money between two. */
  readonly payingBank?: string;
  /** Who is who where the rule names others than `merchant`: buyer, seller, payer, … */
  readonly parties?: Readonly<Record<string, Merchant>>;
  readonly on: string;
  readonly occurredAt: Date;
  readonly objectType: string;
  readonly objectNo: string;
  readonly memo?: string;
  readonly approvalId?: bigint;
  /** The lines of the approved request, for an event whose rule leaves them open; `amounts` is then empty. */
  readonly approvedLines?: readonly ApprovedLine[];
};
export type ApprovedLine = { readonly side: Side; readonly accountNo: string; readonly amountMinor: bigint };

type PartyOf<E extends PostingEvent> = Exclude<RoleOf<E>, "merchant" | "channel" | "bank" | "payingBank">;
/** The draft of one event with exactly the amounts, parties and assets that its rule names. */
export type DraftOf<E extends PostingEvent> = Omit<
  VoucherDraft,
  "event" | "amounts" | "asset" | "parties" | "payingBank" | "approvedLines"
> & {
  readonly event: E;
  readonly amounts: Readonly<Record<AmountOf<E>, bigint>>;
  readonly asset: [AssetWordOf<E>] extends [never] ? string : Readonly<Record<AssetWordOf<E>, string>>;
} & ([PartyOf<E>] extends [never] ? object : { readonly parties: Readonly<Record<PartyOf<E>, Merchant>> }) &
  ("payingBank" extends RoleOf<E> ? { readonly payingBank: string } : object);

/** The same draft; a name that the rule does not have, or one that is missing, does not compile. */
export function draftVoucher<E extends PostingEvent>(draft: DraftOf<E>): VoucherDraft {
  return draft;
}

export type PostedVoucher = { readonly voucherId: bigint; readonly voucherNo: string; readonly existed: boolean };

export type PostedRow = { voucher_id: bigint; voucher_no: string; existed: boolean };

/**
 * Posts the drafts in one call of `ledger_post`, in their order. A draft whose key was posted before with the same
 * content comes back with `existed`; with other content the call throws. An overdraft throws and `transact` refuses.
 */
export async function postVouchers(tx: DbTransaction, drafts: readonly VoucherDraft[]): Promise<PostedVoucher[]> {
  if (drafts.length === 0) return [];
  const lines = await toAccountLines(tx, drafts);
  const rows = await tx.query<PostedRow>(
    "SELECT voucher_id, voucher_no, existed FROM ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    [tx.context.commandId, ...toColumns(drafts, lines)],
  );
  return rows.map(toPosted);
}

/** Drafts and their lines as the parallel arrays that the ledger's functions take, in the order of their parameters. */
export function toColumns(drafts: readonly VoucherDraft[], lines: AccountLines): unknown[][] {
  return [
    drafts.map((draft) => draft.key),
    drafts.map((draft) => draft.event),
    drafts.map((draft) => CATALOGUE[draft.event].version),
    drafts.map((draft) => draft.on),
    drafts.map((draft) => draft.occurredAt),
    drafts.map((draft) => draft.objectType),
    drafts.map((draft) => draft.objectNo),
    drafts.map((draft) => draft.memo ?? ""),
    drafts.map((draft) => draft.approvalId ?? null),
    lines.vouchers,
    lines.accounts,
    lines.sides,
    lines.amounts,
  ];
}

type AccountLines = { vouchers: number[]; accounts: bigint[]; sides: Side[]; amounts: bigint[] };
type NamedLine = {
  readonly voucher: number;
  readonly side: Side;
  readonly accountNo: string;
  readonly amountMinor: bigint;
};

/**
 * The lines of all drafts as parallel arrays; accounts that a rule names are opened, those that people name must exist.
 */
export async function toAccountLines(db: DbReader, drafts: readonly VoucherDraft[]): Promise<AccountLines> {
  const refs: AccountRef[] = [];
  const named = drafts.flatMap((draft, index): NamedLine[] => {
    const voucher = index + 1;
    if (draft.approvedLines) {
      invariant(CATALOGUE[draft.event].kind === "AS_APPROVED", `${draft.event} posts by its rule alone`);
      return draft.approvedLines.map((line) => ({ voucher, ...line }));
    }
    return buildVoucherLines(draft.event, draft.amounts).map((line) => {
      const ref = toAccountRef(draft, line);
      refs.push(ref);
      return { voucher, side: line.side, accountNo: accountKey(ref), amountMinor: line.amountMinor };
    });
  });
  const known = await findOrOpenAccounts(db, refs);
  const approved = drafts.flatMap((draft) => draft.approvedLines?.map((line) => line.accountNo) ?? []);
  if (approved.length > 0) for (const [no, id] of await findAccountIds(db, approved)) known.set(no, id);
  const lines: AccountLines = { vouchers: [], accounts: [], sides: [], amounts: [] };
  for (const { voucher, side, accountNo, amountMinor } of named) {
    const account = known.get(accountNo);
    invariant(account !== undefined, `there is no account ${accountNo}`);
    lines.vouchers.push(voucher);
    lines.accounts.push(account);
    lines.sides.push(side);
    lines.amounts.push(amountMinor);
  }
  return lines;
}

function toAccountRef(draft: VoucherDraft, line: VoucherLine): AccountRef {
  const { event, asset: given, owner, parties = {} } = draft;
  const asset = line.asset === null ? given : typeof given === "string" ? undefined : given[line.asset];
  invariant(typeof asset === "string", `${event} needs the asset "${line.asset ?? "asset"}"`);
  const kind = findAsset(asset)?.kind ?? "CASH";
  invariant(kind === assetKindOf(line.place), `${ACCOUNT_PLACES[line.place].glCode} cannot hold ${asset}`);
  if (line.role === "payingBank") {
    invariant(draft.payingBank, `${event} needs to know the paying bank`);
    return { place: line.place, asset, owner: { bankAccount: draft.payingBank } };
  }
  if (line.role === null || !isParty(line.role)) return { place: line.place, asset, owner };
  const merchant = parties[line.role];
  invariant(merchant, `${event} needs to know ${line.role}`);
  return { place: line.place, asset, owner: { merchant } };
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

export function toPosted(row: PostedRow): PostedVoucher {
  return { voucherId: row.voucher_id, voucherNo: row.voucher_no, existed: row.existed };
}
