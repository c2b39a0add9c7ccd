import "server-only";
import type { WaiveDeliveryInput } from "@/contracts/deliveries";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { findChannel } from "@/server/store/channels";

/** Says that no statement of this day is to come: a holiday, a channel that was off. One that comes all the same counts. */
export const waiveDelivery = defineCommand<WaiveDeliveryInput, { waived: true }>({
  action: "delivery.waive",
  permission: "delivery.waive",
  object: ({ channel, settlesOn }) => ({ type: "channel_day", no: `${channel}:${settlesOn}` }),
  toHashed: ({ channel, settlesOn, reason }) => ({ channel, settlesOn, reason }),
  async effect(tx, { channel: code, settlesOn, reason }) {
    const channel = await findChannel(tx, code);
    if (!channel) return refuse("channel_unknown", `Channel ${code} is not known; set it up first.`);
    const [received] = await tx.query<{ statement_no: string }>(
      "SELECT statement_no FROM statements WHERE channel_id = $1 AND settles_on = $2 AND superseded_by IS NULL",
      [channel.id, settlesOn],
    );
    if (received) {
      const message = `${received.statement_no} of ${settlesOn} has come; there is nothing to waive.`;
      return refuse("delivery_received", message, { statementNo: received.statement_no });
    }
    const { actor, now, commandId } = tx.context;
    const waived = await tx.query(
      `INSERT INTO delivery_waivers (channel_id, settles_on, reason, waived_by, waived_at, command_id)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (channel_id, settles_on) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id`,
      [channel.id, settlesOn, reason, actor.userId, now, commandId],
    );
    if (waived.length === 0) return refuse("delivery_waived_already", `${settlesOn} is waived already. Look again.`);
    const objectNo = `${code}:${settlesOn}`;
    await appendAudit(tx, { action: "delivery.waived", objectType: "channel_day", objectNo, detail: { reason } });
    return accept({ waived: true });
  },
});
