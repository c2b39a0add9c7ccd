import "server-only";
import type { SettlementExport } from "@/contracts/settlement-moves";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { findSettlementRow, settlementUnknown } from "@/server/store/settlements";

type ExportedStatement = { readonly settlementNo: string; readonly format: SettlementExport["format"] };

/** Notes in the trail who takes a settlement statement out, before the first byte leaves. */
export const exportSettlement = defineCommand<ExportedStatement, { fileName: string }>({
  action: "settlement.export",
  permission: "settlement.view",
  object: ({ settlementNo }) => ({ type: "settlement", no: settlementNo }),
  toHashed: ({ settlementNo, format }) => ({ settlementNo, format }),
  async effect(tx, { settlementNo, format }) {
    const settlement = await findSettlementRow(tx, tx.context.actor.scope, settlementNo);
    if (!settlement) return settlementUnknown(settlementNo);
    await appendAudit(tx, {
      action: "settlement.exported",
      objectType: "settlement",
      objectNo: settlementNo,
      detail: { format },
    });
    return accept({ fileName: `settlement-${settlementNo}.${format}` });
  },
});
