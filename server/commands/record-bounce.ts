import "server-only";
import { accept, refuse } from "@/core/result";
import { defineCommand } from "@/server/command";
import { type Bounce, bouncePayout } from "@/server/payouts/bounce-payout";

/** Takes down that a channel says of a payout it had paid that it has come back. The bank's own word comes with its lines. */
export const recordBounce = defineCommand<Omit<Bounce, "source">, { payoutNo: string }>({
  action: "payout.bounce",
  permission: "bank.import",
  object: ({ outNo }) => ({ type: "payout", no: outNo }),
  toHashed: ({ outNo, on, reason }) => ({ outNo, on, reason }),
  async effect(tx, bounce) {
    const payoutNo = await bouncePayout(tx, { ...bounce, source: "CHANNEL" });
    if (payoutNo !== null) return accept({ payoutNo });
    const message = `${bounce.outNo} is the number of no payout that has succeeded; nothing was booked.`;
    return refuse("payout_not_succeeded", message, { outNo: bounce.outNo });
  },
});
