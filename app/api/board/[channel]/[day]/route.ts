import { dayWire } from "@/contracts/wire";
import { getClock } from "@/server/clock";
import { findDay } from "@/server/queries/find-day";
import { defineReadRoute } from "@/server/read-route";

/** One channel's day, for the panel beside the board. */
export const GET = defineReadRoute({
  permission: "reconciliation.view",
  read: async (_actor, { channel, day }: { channel: string; day: string }) => {
    const on = dayWire.safeParse(day);
    return on.success ? findDay(getClock().now(), channel, on.data) : null;
  },
});
