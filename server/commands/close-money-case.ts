import "server-only";
import type { CloseMoneyCaseInput } from "@/contracts/money-out";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Closes a case with what came of it. It moves no money: what has to be booked has been, by the work that books it. */
export const closeMoneyCase = defineCommand<CloseMoneyCaseInput, { caseNo: string }>({
  action: "money.close_case",
  permission: "moneyCase.close",
  object: ({ caseNo }) => ({ type: "money_case", no: caseNo }),
  toHashed: ({ caseNo, expectedVersion, note }) => ({ caseNo, expectedVersion, note }),
  async effect(tx, { caseNo, expectedVersion, note }) {
    const [known] = await tx.query<{ version: number; status: string }>(
      "SELECT version, status FROM money_cases WHERE case_no = $1 FOR UPDATE",
      [caseNo],
    );
    if (!known) return refuse("money_case_unknown", `There is no case ${caseNo}.`);
    if (known.status === "CLOSED") return refuse("money_case_closed", `Case ${caseNo} is closed already.`);
    if (known.version !== expectedVersion) {
      return refuse("version_changed", `Case ${caseNo} has changed since you opened it; look again.`, { no: caseNo });
    }
    await tx.query(
      `UPDATE money_cases SET status = 'CLOSED', closed_at = now(), closed_by = $2, note = $3, version = version + 1,
         command_id = $4 WHERE case_no = $1`,
      [caseNo, tx.context.actor.userId, note, tx.context.commandId],
    );
    await appendAudit(tx, {
      action: "money.case_closed",
      objectType: "money_case",
      objectNo: caseNo,
      detail: { note },
    });
    return accept({ caseNo });
  },
});
