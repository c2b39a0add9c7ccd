import "server-only";
import { type BankTransferPayload, bankTransferPayload } from "@/contracts/bank-transfers";
import { accept, invariant, refuse } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { draftTransfer, planTransfer, type Transfer } from "@/server/position/plan-transfer";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbReader } from "@/server/transact";

/**
 * Customers' money from one of our reserve banks to another. It is booked when the last one has signed, and whoever instructs the
 * bank names the transfer's number there, so that the lines of both banks find their voucher. Too little money at the paying bank
 * leaves the request waiting.
 */
export const bankTransfer = defineAct<BankTransferPayload>({
  name: "BANK_TRANSFER",
  proposedWith: "reserve.transfer",
  payload: bankTransferPayload,
  object: ({ transferNo }) => ({ type: "bank_transfer", no: transferNo }),
  async weigh(_db, { toBank, asset, amountMinor }) {
    const amount = { amountMinor: BigInt(amountMinor), asset };
    return { ruledAct: "BANK_TRANSFER", amount, payee: `bank ${toBank}`, merchantId: null, editorIds: [] };
  },
  async observe(db, payload) {
    const { transferNo } = payload;
    const posted = await countPosted(db, transferNo);
    if (posted > 0) return refuse("bank_transfer_done", `${transferNo} is booked already.`, { no: transferNo });
    const { event, lines } = planTransfer(toTransfer(payload));
    return accept([{ type: "bank_transfer", no: transferNo, version: posted, facts: { event, lines } }]);
  },
  async execute(tx, payload, { id, approvalNo }) {
    const { transferNo } = payload;
    const [voucher] = await postVouchers(tx, [draftTransfer(tx.context, toTransfer(payload), id)]);
    invariant(voucher && !voucher.existed, `${transferNo} is booked once`);
    const { voucherNo } = voucher;
    const detail = { approvalNo, voucherNo };
    await appendAudit(tx, { action: "reserve.transferred", objectType: "bank_transfer", objectNo: transferNo, detail });
    return accept({ voucherNo });
  },
  async describe(_db, { transferNo, fromBank, toBank, asset, amountMinor, lines }) {
    const text = (value: string) => ({ kind: "text", text: value }) as const;
    const subject = { kind: "message", key: "transfer.subject", values: { no: transferNo } } as const;
    const changes = [
      { field: "fromBank", before: null, after: text(fromBank) },
      { field: "toBank", before: null, after: text(toBank) },
      { field: "amount", before: null, after: { kind: "amount", amountMinor, asset } as const },
    ];
    return { subject, changes, lines };
  },
});

function toTransfer({ transferNo, fromBank, toBank, asset, amountMinor }: BankTransferPayload): Transfer {
  return { transferNo, fromBank, toBank, asset, amountMinor: BigInt(amountMinor) };
}

async function countPosted(db: DbReader, transferNo: string): Promise<number> {
  const [row] = await db.query<{ version: number }>("SELECT approval_object_version('bank_transfer', $1) AS version", [
    transferNo,
  ]);
  invariant(row, "a function answers");
  return row.version;
}
