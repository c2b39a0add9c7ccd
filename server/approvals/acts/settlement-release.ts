import "server-only";
import type { FieldChangeDto } from "@/contracts/approval-views";
import { type SettlementReleasePayload, settlementReleasePayload } from "@/contracts/settlement";
import { accept, invariant, type Result } from "@/core/result";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { releaseSettlement } from "@/server/settlement/release-settlement";
import { findSettlementRow, lockSettlement, settlementNotIn, settlementUnknown } from "@/server/store/settlements";
import type { DbReader } from "@/server/transact";

/** A settlement above the limit is let go to its merchant. */
export const settlementRelease = defineAct<SettlementReleasePayload>({
  name: "SETTLEMENT_RELEASE",
  proposedWith: "settlement.release",
  payload: settlementReleasePayload,
  object: ({ settlementNo }) => ({ type: "settlement", no: settlementNo }),
  async weigh(db, { settlementNo }) {
    const settlement = await findSettlementRow(db, null, settlementNo);
    invariant(settlement, `${settlementNo} was just looked at`);
    const { settledMinor, asset, merchantId, merchantNo, reviewedBy } = settlement;
    return {
      ruledAct: "SETTLEMENT_RELEASE",
      amount: { amountMinor: settledMinor, asset },
      payee: `merchant ${merchantNo}`,
      merchantId,
      editorIds: reviewedBy === null ? [] : [`${reviewedBy}`],
    };
  },
  async lock(tx, { settlementNo }) {
    await lockSettlement(tx, settlementNo);
  },
  observe,
  async execute(tx, { settlementNo }, { id, approvalNo, makerId }) {
    const settlement = await findSettlementRow(tx, null, settlementNo);
    invariant(settlement?.status === "REVIEWED", `${settlementNo} was just compared`);
    await releaseSettlement(tx, settlement, { userId: `${makerId}`, approvalId: id, approvalNo });
    return accept({ voucherNo: null });
  },
  async describe(_db, payload) {
    const { settlementNo, merchantNo, asset, settledOn, settledMinor, heldMinor, carriedMinor, reviewedBy } = payload;
    const text = (value: string) => ({ kind: "text", text: value }) as const;
    const money = (amountMinor: string) => ({ kind: "amount", amountMinor, asset }) as const;
    const field = (name: string, after: FieldChangeDto["after"]): FieldChangeDto => ({
      field: name,
      before: null,
      after,
    });
    return {
      subject: { kind: "object", object: "settlement", no: settlementNo },
      changes: [
        field("merchant", { kind: "object", object: "merchant", no: merchantNo }),
        field("settledOn", text(settledOn)),
        field("settled", money(settledMinor)),
        field("held", money(heldMinor)),
        field("carried", money(carriedMinor)),
        field("reviewedBy", text(reviewedBy)),
      ],
      lines: [],
    };
  },
});

/** The settlement's figures never change; who has looked it over, and whether it still waits, does. */
async function observe(db: DbReader, { settlementNo }: SettlementReleasePayload): Promise<Result<DependedObject[]>> {
  const settlement = await findSettlementRow(db, null, settlementNo);
  if (!settlement) return settlementUnknown(settlementNo);
  if (settlement.status !== "REVIEWED") return settlementNotIn(settlement, "REVIEWED");
  const { version, settledMinor, asset, merchantNo, reviewer } = settlement;
  const facts = { settledMinor: `${settledMinor}`, asset, merchantNo, reviewer };
  return accept([{ type: "settlement", no: settlementNo, version, facts }]);
}
