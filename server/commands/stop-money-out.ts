import "server-only";
import type { StopMoneyOutInput } from "@/contracts/money-out";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Stops money going out, at once and by one person; letting it go again takes a request that somebody else signs. */
export const stopMoneyOut = defineCommand<StopMoneyOutInput, { stopId: string }>({
  action: "moneyOut.stop",
  permission: "moneyOut.stop",
  object: () => ({ type: "money_stop", no: "new" }),
  toHashed: ({ reason }) => ({ reason }),
  async effect(tx, { reason }) {
    const { userId } = tx.context.actor;
    if (userId === null) return refuse("maker_missing", "Only a person can stop money by hand.");
    const [stop] = await tx.query<{ id: bigint }>(
      `INSERT INTO money_stops (cause, reason, stopped_by, command_id) VALUES ('PERSON', $1, $2, $3)
       ON CONFLICT (cause) WHERE resumed_at IS NULL DO NOTHING RETURNING id`,
      [reason, userId, tx.context.commandId],
    );
    if (!stop) return refuse("money_out_stopped_already", "Money has been stopped by somebody already.");
    const objectNo = `${stop.id}`;
    await appendAudit(tx, { action: "moneyOut.stopped", objectType: "money_stop", objectNo, detail: { reason } });
    return accept({ stopId: objectNo });
  },
});
