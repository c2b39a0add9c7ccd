import { settlementMoveQuestion } from "@/contracts/settlement-moves";
import { previewSettlementMove } from "@/server/queries/preview-settlement-move";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "settlement.view",
  search: settlementMoveQuestion,
  read: (actor, _params: Record<string, string>, { step, nos }) => previewSettlementMove(actor, step, nos),
});
