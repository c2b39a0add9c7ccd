import "server-only";
import type { OutgoingKinds } from "@/server/money-out/outgoing";
import { payoutOutgoing } from "@/server/payouts/outgoing";
import { refundOutgoing } from "@/server/refunds/outgoing";

/** Everything that is paid by attempts. */
export const OUTGOING: OutgoingKinds = { PAYOUT: payoutOutgoing, REFUND: refundOutgoing };
