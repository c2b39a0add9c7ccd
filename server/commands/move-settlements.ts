import "server-only";
import { createHash } from "node:crypto";
import type { MoveSettlementInput, MoveSettlementsInput } from "@/contracts/settlement";
import type { MovedSettlementDto, MovedSettlementsDto } from "@/contracts/settlement-views";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { settlementRelease } from "@/server/approvals/acts/settlement-release";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { appendAudit } from "@/server/audit/append-audit";
import { type Command, defineCommand } from "@/server/command";
import { askForReleased } from "@/server/settlement/ask-for-released";
import { releaseSettlement } from "@/server/settlement/release-settlement";
import {
  lockSettlement,
  moveSettlement,
  needsRequest,
  type SettlementRow,
  settlementChanged,
  settlementNotIn,
  settlementUnknown,
} from "@/server/store/settlements";
import type { DbTransaction } from "@/server/transact";

const common = {
  object: ({ settlementNo }: MoveSettlementInput) => ({ type: "settlement", no: settlementNo }),
  toHashed: ({ settlementNo, expectedVersion }: MoveSettlementInput) => ({ settlementNo, expectedVersion }),
} as const;

/** Looks a settlement over (审核): somebody has read it; another one lets it go. */
export const reviewSettlement = defineCommand<MoveSettlementInput, MovedSettlementDto>({
  ...common,
  action: "settlement.review",
  permission: "settlement.review",
  async effect(tx, input) {
    const found = await lockAsSeen(tx, input, "COMPUTED");
    if (!found.ok) return found;
    const { settlementNo } = found.value;
    await moveSettlement(tx, found.value, "REVIEWED", { reviewedBy: personOf(tx) });
    await appendAudit(tx, {
      action: "settlement.reviewed",
      objectType: "settlement",
      objectNo: settlementNo,
      detail: {},
    });
    return accept(moved(settlementNo, "REVIEWED"));
  },
});

/** Lets a settlement go (放行), or, above the limit, asks others to: never by who looked it over. */
export const releaseSettlementByHand = defineCommand<MoveSettlementInput, MovedSettlementDto>({
  ...common,
  action: "settlement.release",
  permission: "settlement.release",
  async effect(tx, input) {
    const found = await lockAsSeen(tx, input, "REVIEWED");
    if (!found.ok) return found;
    const settlement = found.value;
    const { settlementNo } = settlement;
    const userId = personOf(tx);
    if (`${settlement.reviewedBy}` === userId) {
      const message = `You have looked ${settlementNo} over yourself; somebody else lets it go. Nothing was done.`;
      return refuse("settlement_reviewed_by_self", message, { settlementNo });
    }
    if (needsRequest(settlement)) return askOthers(tx, settlement);
    const asked = await releaseSettlement(tx, settlement, { userId, approvalId: null, approvalNo: null });
    return accept({
      ...moved(settlementNo, "RELEASED"),
      payoutNo: asked?.payoutNo ?? null,
      payoutRefusal: asked?.refusal?.code ?? null,
    });
  },
});

/** Asks for the payout of what was let go to the merchant, where it is not paid by itself or its payout came to nothing. */
export const paySettlement = defineCommand<MoveSettlementInput, MovedSettlementDto>({
  ...common,
  action: "settlement.pay",
  permission: "payout.ask",
  async effect(tx, input) {
    const found = await lockAsSeen(tx, input, "RELEASED");
    if (!found.ok) return found;
    const { settlementNo, payoutNo, settledMinor } = found.value;
    if (payoutNo !== null || settledMinor === 0n) {
      const message =
        payoutNo === null ? `${settlementNo} has nothing to pay.` : `${payoutNo} pays ${settlementNo} already.`;
      return refuse("settlement_paid_already", message, { settlementNo, payoutNo: payoutNo ?? "" });
    }
    const asked = await askForReleased(tx, found.value, 1n);
    if (asked.refusal) return { ok: false, refusal: asked.refusal };
    if (asked.payoutNo === null) {
      const message = `The settlement account of ${found.value.merchantNo} has nothing left of ${settlementNo}.`;
      return refuse("settlement_nothing_left", message, { settlementNo });
    }
    const detail = { payoutNo: asked.payoutNo, amountMinor: `${asked.amountMinor}` };
    await appendAudit(tx, {
      action: "settlement.payout_asked",
      objectType: "settlement",
      objectNo: settlementNo,
      detail,
    });
    return accept({ ...moved(settlementNo, "RELEASED"), payoutNo: asked.payoutNo });
  },
});

export const reviewSettlements = oneByOne(reviewSettlement);
export const releaseSettlements = oneByOne(releaseSettlementByHand);

/** Each with a command id of its own, made from this one's: the same press again finds every answer and does nothing twice. */
function oneByOne(
  move: Command<MoveSettlementInput, MovedSettlementDto>,
): Command<MoveSettlementsInput, MovedSettlementsDto> {
  return async (context, { settlements }) => {
    const rows: MovedSettlementsDto["rows"][number][] = [];
    for (const { settlementNo, expectedVersion } of settlements) {
      const commandId = ownCommandId(context.commandId, settlementNo);
      const result = await move({ ...context, commandId }, { commandId, settlementNo, expectedVersion });
      if (result.ok) rows.push({ settlementNo, moved: result.value, refusal: null });
      else {
        const { code, message, params = {} } = result.refusal;
        rows.push({ settlementNo, moved: null, refusal: { code, message, params } });
      }
    }
    return accept({ rows });
  };
}

function moved(settlementNo: string, outcome: MovedSettlementDto["outcome"]): MovedSettlementDto {
  return { settlementNo, outcome, approvalNo: null, payoutNo: null, payoutRefusal: null };
}

async function askOthers(tx: DbTransaction, settlement: SettlementRow): Promise<Result<MovedSettlementDto>> {
  const { settlementNo, merchantNo, asset, settledOn, settledMinor, heldMinor, carriedMinor, reviewer } = settlement;
  const figures = { settledMinor: `${settledMinor}`, heldMinor: `${heldMinor}`, carriedMinor: `${carriedMinor}` };
  const payload = { settlementNo, merchantNo, asset, settledOn, ...figures, reviewedBy: reviewer ?? "" };
  const reason = `${settlementNo}, ${settledOn}`;
  const proposed = await proposeApproval(tx, settlementRelease.bind(payload), reason, (request) => [
    { action: "settlement.release_asked", objectType: "settlement", objectNo: settlementNo, detail: { ...request } },
  ]);
  if (!proposed.ok) return proposed;
  return accept({ ...moved(settlementNo, "REQUESTED"), approvalNo: proposed.value.approvalNo });
}

async function lockAsSeen(
  tx: DbTransaction,
  { settlementNo, expectedVersion }: MoveSettlementInput,
  wanted: "COMPUTED" | "REVIEWED" | "RELEASED",
): Promise<Result<SettlementRow>> {
  const settlement = await lockSettlement(tx, settlementNo, tx.context.actor.scope);
  if (!settlement) return settlementUnknown(settlementNo);
  if (tx.context.actor.userId === null) return refuse("maker_missing", "Only a person can do this.");
  if (settlement.status !== wanted) return settlementNotIn(settlement, wanted);
  return settlement.version === expectedVersion ? accept(settlement) : settlementChanged(settlementNo);
}

function personOf(tx: DbTransaction): string {
  const { userId } = tx.context.actor;
  invariant(userId !== null, "a person was asked for before");
  return userId;
}

/** A name-based UUID (version 8: hashed by our own rule). */
function ownCommandId(commandId: string, settlementNo: string): string {
  const hex = createHash("sha256").update(`${commandId} ${settlementNo}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
