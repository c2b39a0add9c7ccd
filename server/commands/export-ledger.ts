import "server-only";
import type { ExportLedgerInput } from "@/contracts/ledger-views";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { getClock } from "@/server/clock";
import { defineCommand } from "@/server/command";
import { writeJournal } from "@/server/queries/write-journal";
import type { CommandContext } from "@/server/transact";

/** Notes in the trail who takes which days of the journal out, before the first byte leaves. */
export const exportLedger = defineCommand<ExportLedgerInput, { fileName: string }>({
  action: "ledger.export",
  permission: "ledger.export",
  object: ({ from, to }) => ({ type: "ledger", no: rangeOf(from, to) }),
  toHashed: ({ format, from, to }) => ({ format, from: from ?? null, to: to ?? null }),
  async effect(tx, { format, from, to }) {
    if (tx.context.actor.scope !== null) {
      return refuse(
        "export_scoped",
        "The journal is the whole company's, and you see some merchants only. Ask somebody of finance for it.",
      );
    }
    const no = rangeOf(from, to);
    await appendAudit(tx, {
      action: "ledger.exported",
      objectType: "ledger",
      objectNo: no,
      detail: { format, from: from ?? null, to: to ?? null },
    });
    return accept({ fileName: `journal-${no}.${format === "csv" ? "csv" : "journal"}` });
  },
});

/** The text that `exportLedger` has allowed, piece by piece. Whoever stops reading ends it. */
export function journalText(
  { actor }: CommandContext,
  { format, from, to }: ExportLedgerInput,
): AsyncGenerator<string> {
  return writeJournal({
    format,
    from: from ?? null,
    to: to ?? null,
    user: actor.login,
    exportedAt: getClock().now(),
  });
}

function rangeOf(from: string | undefined, to: string | undefined): string {
  return `${from ?? "begin"}..${to ?? "end"}`;
}
