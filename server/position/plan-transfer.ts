import "server-only";
import type { BankTransferPayload } from "@/contracts/bank-transfers";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import { accept, type Result, refuse } from "@/core/result";
import { accountKey } from "@/server/store/accounts";
import { draftVoucher, type VoucherDraft } from "@/server/store/post-vouchers";
import type { CommandContext, DbReader } from "@/server/transact";

export type Transfer = Pick<BankTransferPayload, "transferNo" | "fromBank" | "toBank" | "asset"> & {
  readonly amountMinor: bigint;
};
type Found = { code: string; availableMinor: bigint };

const EVENT = "reserve.transferred";

/** The lines that the transfer will post, as a request freezes them. */
export function planTransfer({ amountMinor, ...transfer }: Transfer): BankTransferPayload {
  const lines = buildVoucherLines(EVENT, { amount: amountMinor }).map(({ side, place, role }) => {
    const bankAccount = role === "payingBank" ? transfer.fromBank : transfer.toBank;
    const accountNo = accountKey({ place, asset: transfer.asset, owner: { bankAccount } });
    return { side, accountNo, amountMinor: `${amountMinor}` };
  });
  return { ...transfer, amountMinor: `${amountMinor}`, event: EVENT, lines };
}

/** Its voucher. The key ends in the number by which the lines of both banks may name it. */
export function draftTransfer({ now }: CommandContext, transfer: Transfer, approvalId: bigint): VoucherDraft {
  const { transferNo, fromBank, toBank, asset, amountMinor } = transfer;
  return draftVoucher({
    event: EVENT,
    key: `${EVENT}:${transferNo}`,
    amounts: { amount: amountMinor },
    asset,
    owner: { bankAccount: toBank },
    payingBank: fromBank,
    on: accountingDayOf(now),
    occurredAt: now,
    objectType: "bank_transfer",
    objectNo: transferNo,
    approvalId,
  });
}

/** That both are reserve accounts of the books in this asset, and the paying one has the money. */
export async function checkTransfer(db: DbReader, transfer: Omit<Transfer, "transferNo">): Promise<Result<null>> {
  const { fromBank, toBank, asset, amountMinor } = transfer;
  const found = await db.query<Found>(
    `SELECT a.bank_account AS code, (h.posted_minor - h.frozen_minor)::bigint AS "availableMinor"
     FROM accounts a JOIN account_holdings h ON h.account_id = a.id
     WHERE a.gl_code = '1002' AND a.asset = $1 AND a.bank_account = ANY ($2)`,
    [asset, [fromBank, toBank]],
  );
  const unknown = [fromBank, toBank].find((code) => !found.some((one) => one.code === code));
  if (unknown !== undefined) {
    const message = `The books have no reserve account ${unknown} in ${asset}; nothing was changed.`;
    return refuse("reserve_account_unknown", message, { no: unknown });
  }
  const availableMinor = found.find(({ code }) => code === fromBank)?.availableMinor ?? 0n;
  if (availableMinor >= amountMinor) return accept(null);
  const message = `${fromBank} has ${availableMinor} minor units of ${asset} that no payment waits for, less than ${amountMinor}. Nothing was changed.`;
  return refuse("bank_transfer_short", message, {
    bank: fromBank,
    asset,
    available: `${availableMinor}`,
    amount: `${amountMinor}`,
  });
}
