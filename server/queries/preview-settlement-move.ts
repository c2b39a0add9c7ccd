import "server-only";
import type { SettlementMovePreviewDto, SettlementObstacle, SettlementStep } from "@/contracts/settlement-moves";
import { sumMinor } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { reader } from "@/server/transact";
import { SETTLEMENT_FROM, SETTLEMENT_SELECT, type SettlementRaw, toSettlementRow } from "./settlement-rows";

type ChosenRaw = SettlementRaw & { reviewerId: bigint | null; isRequested: boolean };

/** Which of the chosen settlements can go on by this reader's hand, and why the others cannot. The command decides again. */
export async function previewSettlementMove(
  actor: Actor,
  step: SettlementStep,
  settlementNos: readonly string[],
): Promise<SettlementMovePreviewDto> {
  const raws = await reader.query<ChosenRaw>(
    `${SETTLEMENT_SELECT}, s.reviewed_by AS "reviewerId",
       EXISTS (SELECT 1 FROM approvals a WHERE a.object_type = 'settlement' AND a.object_no = s.settlement_no
               AND a.act = 'SETTLEMENT_RELEASE' AND a.status = 'PENDING') AS "isRequested"
     FROM ${SETTLEMENT_FROM}
     WHERE s.settlement_no = ANY ($1) AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2)) ORDER BY s.id`,
    [settlementNos, actor.scope],
  );
  const rows = raws.map((raw) => {
    const { settlementNo, merchant, settledMinor, asset, version, needsRequest } = toSettlementRow(raw);
    return {
      settlementNo,
      merchant,
      settledMinor,
      asset,
      version,
      needsRequest,
      obstacle: obstacleTo(actor, step, raw),
    };
  });
  const ready = rows.filter(({ obstacle }) => obstacle === null);
  const sums = [...new Set(ready.map(({ asset }) => asset))].map((asset) => ({
    asset,
    amountMinor: `${sumMinor(ready.filter((row) => row.asset === asset).map((row) => BigInt(row.settledMinor)))}`,
  }));
  return { step, rows, sums };
}

/** The most basic reason first. */
function obstacleTo(actor: Actor, step: SettlementStep, raw: ChosenRaw): SettlementObstacle | null {
  if (!isPermitted(actor.roles, `settlement.${step}`)) return "NOT_PERMITTED";
  if (step === "review") return raw.status === "COMPUTED" ? null : "DONE_ALREADY";
  if (raw.status === "COMPUTED") return "NOT_REVIEWED";
  if (raw.status !== "REVIEWED") return "DONE_ALREADY";
  if (raw.isRequested) return "REQUESTED";
  return `${raw.reviewerId}` === actor.userId ? "OWN_REVIEW" : null;
}
