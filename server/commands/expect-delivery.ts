import "server-only";
import type { ExpectDeliveryInput } from "@/contracts/deliveries";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Takes a waiver back: the statement of the day is expected after all. */
export const expectDelivery = defineCommand<ExpectDeliveryInput, { expected: true }>({
  action: "delivery.expect",
  permission: "delivery.waive",
  object: ({ channel, settlesOn }) => ({ type: "channel_day", no: `${channel}:${settlesOn}` }),
  toHashed: ({ channel, settlesOn }) => ({ channel, settlesOn }),
  async effect(tx, { channel, settlesOn }) {
    const { actor, now } = tx.context;
    const withdrawn = await tx.query(
      `UPDATE delivery_waivers SET withdrawn_by = $3, withdrawn_at = $4
       WHERE channel_id = (SELECT id FROM channels WHERE code = $1) AND settles_on = $2 AND withdrawn_at IS NULL RETURNING id`,
      [channel, settlesOn, actor.userId, now],
    );
    if (withdrawn.length === 0) return refuse("delivery_not_waived", `${settlesOn} is not waived. Look again.`);
    const objectNo = `${channel}:${settlesOn}`;
    await appendAudit(tx, { action: "delivery.expected", objectType: "channel_day", objectNo, detail: {} });
    return accept({ expected: true });
  },
});
