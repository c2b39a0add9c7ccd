import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { CaseKind } from "@/core/money-out/attempt";
import { appendAudit } from "@/server/audit/append-audit";
import type { Attempt, Heard } from "@/server/money-out/attempts";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

/**
 * Opens a case for people about an attempt, or gives the one of its kind that is open already. `concerned`: the attempts that
 * it is about, where they are several.
 */
export async function openCase(
  tx: DbTransaction,
  kind: CaseKind,
  attempt: Attempt,
  heard: Heard,
  concerned: readonly Attempt[] = [],
): Promise<string> {
  const [open] = await tx.query<{ no: string }>(
    "SELECT case_no AS no FROM money_cases WHERE kind = $1 AND channel_id = $2 AND out_no = $3 AND status = 'OPEN'",
    [kind, attempt.channelId, attempt.outNo],
  );
  if (open) return open.no;
  const caseNo = await nextDocumentNo(tx, "moneyCase", accountingDayOf(tx.context.now));
  const { source, outcome } = heard;
  const detail = {
    source,
    status: attempt.status,
    said: outcome.kind,
    ...(outcome.kind === "SUCCEEDED" ? { saidMinor: `${outcome.amountMinor}`, saidAsset: outcome.asset } : {}),
    ...("code" in outcome ? { code: outcome.code } : {}),
    ...(concerned.length > 0 ? { outNos: concerned.map(({ outNo }) => outNo) } : {}),
  };
  await tx.query(
    `INSERT INTO money_cases (case_no, kind, channel_id, out_no, object_kind, object_no, amount_minor, asset, detail, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      caseNo,
      kind,
      attempt.channelId,
      attempt.outNo,
      attempt.kind,
      attempt.objectNo,
      attempt.amountMinor,
      attempt.asset,
      JSON.stringify(detail),
      tx.context.commandId,
    ],
  );
  const objectNo = attempt.objectNo;
  const objectType = attempt.kind === "PAYOUT" ? "payout" : "refund";
  await appendAudit(tx, { action: "money.case_opened", objectType, objectNo, detail: { caseNo, kind, ...detail } });
  return caseNo;
}
