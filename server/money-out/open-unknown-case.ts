import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { appendAudit } from "@/server/audit/append-audit";
import type { ChannelNotice } from "@/server/channels/channel-client";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

/** A case about money that a channel says it has paid under a number which is none of ours; one open case a number. */
export async function openUnknownCase(
  tx: DbTransaction,
  channelId: bigint,
  { outNo, operation, eventId }: ChannelNotice,
  paid: Extract<ChannelOutcome, { kind: "SUCCEEDED" }>,
): Promise<void> {
  const open = await tx.query(
    "SELECT 1 FROM money_cases WHERE kind = 'UNKNOWN_PAYMENT' AND channel_id = $1 AND out_no = $2 AND status = 'OPEN'",
    [channelId, outNo],
  );
  if (open.length > 0) return;
  const caseNo = await nextDocumentNo(tx, "moneyCase", accountingDayOf(tx.context.now));
  const detail = { source: "CALLBACK", operation, eventId, channelNo: paid.channelNo };
  await tx.query(
    `INSERT INTO money_cases (case_no, kind, channel_id, out_no, amount_minor, asset, detail, command_id)
     VALUES ($1, 'UNKNOWN_PAYMENT', $2, $3, $4, $5, $6, $7)`,
    [caseNo, channelId, outNo, paid.amountMinor, paid.asset, JSON.stringify(detail), tx.context.commandId],
  );
  await appendAudit(tx, {
    action: "money.case_opened",
    objectType: "money_case",
    objectNo: caseNo,
    detail: { caseNo, kind: "UNKNOWN_PAYMENT", outNo, ...detail },
  });
}
