import "server-only";
import { type DepositDrawPayload, depositDrawPayload } from "@/contracts/settlement";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { draftDraw, findOwing } from "@/server/settlement/deposit-draw";
import { postVouchers } from "@/server/store/post-vouchers";
import { findSettlementRow, lockSettlement } from "@/server/store/settlements";
import type { DbReader } from "@/server/transact";

/** What a merchant owes after its last settlement is taken from its deposit. */
export const depositDraw = defineAct<DepositDrawPayload>({
  name: "DEPOSIT_DRAW",
  proposedWith: "deposit.draw",
  payload: depositDrawPayload,
  object: ({ settlementNo }) => ({ type: "settlement", no: settlementNo }),
  async weigh(db, { settlementNo, amountMinor, asset, merchantNo }) {
    const settlement = await findSettlementRow(db, null, settlementNo);
    invariant(settlement, `${settlementNo} was just looked at`);
    return {
      ruledAct: "DEPOSIT_DRAW",
      amount: { amountMinor: BigInt(amountMinor), asset },
      payee: `deposit ${merchantNo}`,
      merchantId: settlement.merchantId,
      editorIds: [],
    };
  },
  async lock(tx, { settlementNo }) {
    // A settlement that begins meanwhile would count the draw, or not.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('settlement'))");
    await lockSettlement(tx, settlementNo);
  },
  observe,
  async execute(tx, { settlementNo, amountMinor }, { id, approvalNo }) {
    const settlement = await findSettlementRow(tx, null, settlementNo);
    invariant(settlement, `${settlementNo} was just compared`);
    const minor = BigInt(amountMinor);
    const [voucher] = await postVouchers(tx, [draftDraw(tx.context, settlement, minor, id)]);
    invariant(voucher && !voucher.existed, `${approvalNo} is posted once`);
    const { voucherNo } = voucher;
    const { now, commandId } = tx.context;
    await tx.query(
      `INSERT INTO deposit_draws (settlement_id, merchant_id, asset, amount_minor, voucher_no, approval_id, taken_at, command_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [settlement.id, settlement.merchantId, settlement.asset, minor, voucherNo, id, now, commandId],
    );
    const detail = { approvalNo, voucherNo, amountMinor };
    await appendAudit(tx, { action: "deposit.taken", objectType: "settlement", objectNo: settlementNo, detail });
    return accept({ voucherNo });
  },
  async describe(_db, { settlementNo, merchantNo, asset, amountMinor, carriedMinor, lines }) {
    const money = (minor: string) => ({ kind: "amount", amountMinor: minor, asset }) as const;
    return {
      subject: { kind: "object", object: "settlement", no: settlementNo },
      changes: [
        { field: "merchant", before: null, after: { kind: "object", object: "merchant", no: merchantNo } },
        { field: "carried", before: null, after: money(carriedMinor) },
        { field: "amount", before: null, after: money(amountMinor) },
      ],
      lines,
    };
  },
});

/** The settlement, that it is the merchant's last one, and what it still owes by it; a deposit that is short refuses. */
async function observe(db: DbReader, payload: DepositDrawPayload): Promise<Result<DependedObject[]>> {
  const { settlementNo, amountMinor } = payload;
  const owing = await findOwing(db, settlementNo);
  if (!owing.ok) return owing;
  const { settlement, owedMinor, depositMinor } = owing.value;
  const wanted = BigInt(amountMinor);
  if (wanted > owedMinor || wanted > depositMinor) {
    const message = `${wanted} minor units cannot be taken: ${settlement.merchantNo} owes ${owedMinor}, and its deposit has ${depositMinor}.`;
    const params = {
      merchant: settlement.merchantNo,
      owed: `${owedMinor}`,
      deposit: `${depositMinor}`,
      asset: settlement.asset,
    };
    return refuse("deposit_draw_too_large", message, params);
  }
  const { version, carriedMinor, merchantNo, asset } = settlement;
  const facts = { carriedMinor: `${carriedMinor}`, owedMinor: `${owedMinor}`, merchantNo, asset };
  return accept([{ type: "settlement", no: settlementNo, version, facts }]);
}
