import "server-only";
import type { ClearingExport } from "@/contracts/clearing-views";
import type { Json } from "@/core/json";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

type ExportedBatch = { readonly batchNo: string; readonly wanted: ClearingExport };

/** Notes in the trail who takes what of a clearing batch out, before the first byte leaves. */
export const exportClearing = defineCommand<ExportedBatch, { fileName: string }>({
  action: "clearing.export",
  permission: "clearing.view",
  object: ({ batchNo }) => ({ type: "clearing", no: batchNo }),
  toHashed: ({ batchNo, wanted }) => ({ batchNo, wanted: wanted as Json }),
  async effect(tx, { batchNo, wanted }) {
    const [batch] = await tx.query("SELECT 1 FROM clearing_batches WHERE batch_no = $1", [batchNo]);
    if (!batch) return refuse("clearing_unknown", `There is no clearing batch ${batchNo}.`, { batchNo });
    const { locale: _locale, ...detail } = wanted;
    await appendAudit(tx, {
      action: "clearing.exported",
      objectType: "clearing",
      objectNo: batchNo,
      detail: detail as { [key: string]: Json },
    });
    return accept({ fileName: `clearing-${batchNo}-${wanted.of}.${wanted.format}` });
  },
});
